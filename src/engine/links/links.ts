import { LumoError } from '../../shared/errors/lumo-error';
import { contactIdSchema } from '../../shared/model/ids';
import { createMatchDeskRepository } from '../storage/match-desk-repository';
import { inTransaction } from '../storage/storage';
import { createAutoCreation } from './auto-creation';
import { createCandidates } from './candidates';
import { createContactMaker } from './contact-maker';
import { createLinkActs } from './link-acts';
import { createLinkRequests } from './link-requests';
import type { Links, LinksDeps } from './links-types';
import { createSharedLinks } from './shared-links';

const interactive = { lane: 'interactive' } as const;
/** So long HubSpot may still show a LINE User ID that another console is to take out. */
const cutElsewhereMs = 7 * 24 * 60 * 60_000;

/** Ties friends to contacts: by hand with the evidence beside, by the customer, or by making the contact. See {@link Links}. */
export function createLinks(deps: LinksDeps): Links {
  const { clock, events, storage } = deps;
  const acts = createLinkActs(deps);
  const { friends, links, friendOf } = acts;
  const desk = createMatchDeskRepository(storage);
  const candidates = createCandidates(deps, acts);
  const maker = createContactMaker(deps);
  const creation = createAutoCreation(deps, acts, maker);
  const requests = createLinkRequests(deps, acts);

  /** The id that the contact has now; one that is not here is looked for in HubSpot. @throws LumoError NOT_FOUND */
  const presentId = async (contactId: string): Promise<string> => {
    if (deps.contactRow(contactId) !== null) return contactId;
    const found = deps.isHubSpotConnected()
      ? await deps.hubSpot.contactCreation.byId(contactId, ['hs_object_id'], interactive)
      : null;
    if (found === null) throw new LumoError('NOT_FOUND', { kind: 'contact' });
    return found.id;
  };

  return {
    service: {
      ...requests.service,
      async unlinked({ officialAccountId, text, view, offset, limit }) {
        return inTransaction(storage, () => {
          const counts = desk.counts(officialAccountId);
          const { rows, total } = desk.page({ view, botUserId: officialAccountId, text }, offset, limit);
          return { rows, total: total ?? counts[view], counts };
        });
      },
      async setAside({ friendId, isSetAside }) {
        const { id } = friendOf(friendId);
        if (desk.view(id) === null) throw new LumoError('FRIEND_ALREADY_LINKED', {});
        inTransaction(storage, () => {
          desk.setView(id, isSetAside ? 'setAside' : 'open');
          if (isSetAside) creation.drop(id);
        });
        events.emit({ type: 'stale', topics: ['links', 'dashboard', 'problems'] });
      },
      async candidates({ friendId, text }) {
        return candidates(friendOf(friendId), text);
      },
      async link({ friendId, contactId }) {
        const friend = friendOf(friendId);
        acts.link({ friendId: friend.id, contactId: await presentId(contactId), origin: 'matchedByHand' });
      },
      async unlink({ friendId }) {
        const friend = friendOf(friendId);
        const removed = inTransaction(storage, () => acts.cut(friend.id));
        if (removed !== null) acts.tell(friend.id, removed);
      },
      async createContact({ friendId, ...fields }) {
        const friend = friendOf(friendId);
        const known = links.get(friend.id);
        if (known !== null) throw new LumoError('FRIEND_ALREADY_LINKED', { contactId: known.contactHubspotId });
        if (!deps.isHubSpotConnected()) throw new LumoError('HUBSPOT_NOT_CONNECTED', {});
        const { firstName, lastName, email } = fields;
        if (firstName === '' && lastName === '' && email === '')
          throw new LumoError('INPUT_INVALID', { field: 'firstName' });
        const made = (await maker.made(friend, interactive)) ?? (await maker.make(friend, fields, interactive));
        if (!deps.isHubSpotConnected()) throw new LumoError('HUBSPOT_NOT_CONNECTED', {});
        acts.link({ friendId: friend.id, contactId: made.contactId, origin: 'matchedByHand', written: made.written });
        return { contactId: contactIdSchema.parse(made.contactId), isNew: made.isNew };
      },
    },
    restoreLink({ contactHubspotId, botUserId, userId, isFormerNumber = false }) {
      return inTransaction(storage, () => {
        if (links.isRemoving(contactHubspotId, userId)) return false;
        const friend = friends.byUser(botUserId, userId);
        if (friend === null) {
          links.rememberForLater(botUserId, userId, contactHubspotId);
          return false;
        }
        if (links.get(friend.id) !== null) return false;
        if (isFormerNumber && links.wasUnlinkedByPerson(friend.id)) return false;
        if (links.wasCutElsewhere(friend.id, contactHubspotId, clock.now() - cutElsewhereMs)) return false;
        links.link(friend.id, contactHubspotId, 'restored', clock.now());
        return true;
      });
    },
    formerNumbers: links.formerNumbers,
    friendMet: creation.friendMet,
    takeAccountLink: requests.takeAccountLink,
    takeLinkOpened: requests.takeLinkOpened,
    ...createSharedLinks(deps, acts),
    kick() {
      acts.tellUntold();
      requests.kick();
      creation.kick();
    },
    retryCreations: creation.retryInRun,
    unlinkedCount: desk.unlinkedCount,
    start() {
      requests.start();
      creation.start();
    },
    wake: creation.wake,
    interrupt: creation.interrupt,
    async stop() {
      requests.stop();
      await creation.stop();
    },
  };
}
