import { LumoError } from '../../shared/errors/lumo-error';
import { companyIdSchema, contactIdSchema } from '../../shared/model/ids';
import type { ServiceOf } from '../engine-types';
import { createCompanyRepository } from '../storage/company-repository';
import { createConversationRepository } from '../storage/conversation-repository';
import { createGroupRepository } from '../storage/group-repository';
import { foldText } from '../storage/search-text';
import type { Companies, CompaniesDeps } from './companies-types';
import { createGroupWriter } from './group-writer';
import { createGroups } from './groups';

const contactsShown = 200;
const companiesSearched = 100;
const companiesOffered = 30;

/** Companies of contacts and groups (B15). See {@link Companies}. */
export function createCompanies(deps: CompaniesDeps): Companies {
  const { storage, hubSpot } = deps;
  const companies = createCompanyRepository(storage);
  const groupRows = createGroupRepository(storage);
  const writer = createGroupWriter(deps, { groups: groupRows, companies });
  const conversations = createConversationRepository(storage);
  const groups = createGroups(deps, { groups: groupRows, companies, conversations, writer });

  const service: ServiceOf<'companies'> = {
    page: async ({ text, hasGroup, offset, limit }) => companies.page({ text, hasGroup }, offset, limit),
    async get({ id }) {
      const row = companies.get(id);
      if (row === null) throw new LumoError('NOT_FOUND', { what: 'company' });
      const hub = deps.account();
      return {
        ...row,
        contacts: companies
          .contactsOf(id, contactsShown)
          .map((contact) => ({ id: contactIdSchema.parse(contact.id), displayName: contact.displayName })),
        groups: groups.rowsOfCompany(id),
        // Address of a record page: HubSpot facts, section 2.7; companies are the object type 0-2.
        hubSpotUrl: hub === null ? null : `https://${hub.uiDomain}/contacts/${hub.hubId}/record/0-2/${id}`,
      };
    },
    async searchHubSpot({ text }) {
      const found = await hubSpot.companies.find(text, companiesSearched, { lane: 'interactive' });
      const folded = foldText(text).trim();
      const rows = found.map(({ id, properties }) => ({
        id: companyIdSchema.parse(id),
        name: properties.name ?? '',
        domain: properties.domain ?? null,
      }));
      const holds = (value: string | null) => foldText(value ?? '').includes(folded);
      const begins = (value: string | null) => foldText(value ?? '').startsWith(folded);
      // HubSpot also finds by telephone number and website; here a name or a domain is meant, and its beginning first.
      return rows
        .filter((row) => holds(row.name) || holds(row.domain))
        .sort((a, b) => Number(begins(b.name) || begins(b.domain)) - Number(begins(a.name) || begins(a.domain)))
        .slice(0, companiesOffered);
    },
    groups: async ({ officialAccountId }) => groups.rows(officialAccountId),
    tie: ({ conversationId, companyId }) => groups.tie(conversationId, companyId),
    untie: ({ conversationId }) => groups.untie(conversationId),
    createFor: ({ conversationId }) => groups.createFor(conversationId),
  };

  return {
    service,
    syncGroups: groups.syncGroups,
    onCompanyChanged: groups.onCompanyChanged,
    kick: groups.kick,
    start: groups.start,
    wake: groups.kick,
    interrupt: groups.interrupt,
    stop: groups.stop,
  };
}
