import { type ContactRow, contactRowSchema, type LinkCandidate } from '../../shared/model/contact';
import { asKatakana, isReadingProperty } from '../core/kana';
import type { ContactCondition, CrmRecord } from '../hubspot';
import { createCandidateQuery } from '../storage/candidate-query';
import { createContactCreationRepository } from '../storage/contact-creation-repository';
import type { FriendRow } from '../storage/friend-repository';
import { createMessageRepository } from '../storage/message-repository';
import { createOfficialAccountRepository } from '../storage/official-account-repository';
import { type ContactClues, cluesOf, type FriendClues, followWindow, judge } from './evidence';
import type { LinkActs } from './link-acts';
import type { LinksDeps } from './links-types';

const readMessages = 200;
const perClue = 20;
const maxCandidates = 20;
/** With more new contacts than this in the time of the follow, the time points to nobody. */
const mostMadeThen = 20;
/** Below this HubSpot is asked as well. */
const weakScore = 40;
const maxGroups = 5;
const readFromHubSpot = ['firstname', 'lastname', 'email', 'phone', 'createdate', 'lastmodifieddate'];
const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Contacts that may be a friend, with the evidence (B12). Nothing is linked by it. */
export function createCandidates(deps: LinksDeps, acts: LinkActs) {
  const { storage } = deps;
  const query = createCandidateQuery(storage);
  const creations = createContactCreationRepository(storage);
  const messages = createMessageRepository(storage);
  const accounts = createOfficialAccountRepository(storage);

  /** Contacts that some clue leads to, each once. */
  const localFor = async (clues: FriendClues): Promise<Map<string, ContactRow>> => {
    const searches = [
      ...clues.emails.map((email) => ({ text: email, limit: perClue })),
      // numbers are written in many ways; the last four digits stand together in nearly all of them
      ...clues.phones.map((phone) => ({ text: phone.slice(-4), limit: 100 })),
      ...namesIn(clues).map((words) => ({ text: words, limit: perClue })),
    ];
    const found = new Map<string, ContactRow>();
    for (const { text, limit } of searches) {
      for (const contact of await deps.searchContacts(text, limit)) found.set(contact.id, contact);
    }
    const window = followWindow(clues);
    const madeThen = window === null ? [] : query.createdBetween(window.from, window.to, mostMadeThen + 1);
    if (madeThen.length <= mostMadeThen) for (const id of madeThen) addLocal(found, id);
    return found;
  };
  const addLocal = (found: Map<string, ContactRow>, id: string): void => {
    const row = found.has(id) ? null : deps.contactRow(id);
    if (row !== null) found.set(id, row);
  };
  const readingsIn = (values: Readonly<Record<string, string | null>>): string[] => {
    const names = query
      .syncedProperties()
      .filter(isReadingProperty)
      .map(({ name }) => name);
    const readings = names.map((name) => values[name] ?? '').filter((value) => value !== '');
    // the family name's reading and the first name's are often two properties
    return readings.length > 1 ? [...readings, readings.join(' ')] : readings;
  };
  const localClues = (contactId: string, lineUserIdAt: string | null): ContactClues => {
    const extras = query.extras(contactId);
    return { createdAt: extras?.createdAt ?? null, readings: readingsIn(extras?.values ?? {}), lineUserIdAt };
  };

  /** What HubSpot finds beyond what is here; nothing when it cannot be asked. */
  const liveFor = async (friend: FriendRow, clues: FriendClues, text: string): Promise<CrmRecord[]> => {
    if (!deps.isHubSpotConnected()) return [];
    const account = accounts.get(friend.botUserId);
    const userId = account === null ? null : deps.linePropertyName(account.sequenceNumber, 'user_id');
    const typed = text.includes('@') ? [[{ propertyName: 'email', operator: 'EQ', value: text } as const]] : null;
    const groups = text === '' ? searchGroups(friend, clues, userId) : (typed ?? nameGroups(rawWords(text)));
    if (groups.length === 0) return [];
    const properties = userId === null ? readFromHubSpot : [...readFromHubSpot, userId];
    const { byId, searchAny } = deps.hubSpot.contactCreation;
    const call = { lane: 'interactive' } as const;
    try {
      // the contact for whose sake none was made, which the search index may not have yet
      const likely = text === '' ? creations.likelyContact(friend.id) : null;
      const first = likely === null ? null : await byId(likely, properties, call);
      const found = await searchAny(groups, properties, perClue, call);
      return first === null ? found : [first, ...found];
    } catch (error) {
      deps.logger.debug('HubSpot was not searched for candidates', { error });
      return [];
    }
  };

  return async (friend: FriendRow, text: string): Promise<LinkCandidate[]> => {
    const clues = cluesOf(friend.displayName, messages.recentTexts(friend.id, readMessages), friend.followedAt);
    const isSearch = text.trim() !== '';
    const lineUserIds = new Map<string, string>();
    const found = isSearch
      ? new Map((await deps.searchContacts(text, maxCandidates)).map((contact) => [String(contact.id), contact]))
      : await localFor(clues);
    for (const { contactId, accountName } of acts.links.contactsOfSameUser(friend.id)) {
      lineUserIds.set(contactId, accountName);
      if (!isSearch) addLocal(found, contactId);
    }
    const judged = new Map<string, LinkCandidate>();
    const put = (contact: ContactRow, more: ContactClues) =>
      judged.set(contact.id, { contact, ...judge(clues, contact, more) });
    for (const contact of found.values()) put(contact, localClues(contact.id, lineUserIds.get(contact.id) ?? null));

    const best = Math.max(0, ...[...judged.values()].map(({ score }) => score));
    // what a person typed is looked for in HubSpot when nothing here has it
    if (isSearch ? judged.size === 0 : best < weakScore) {
      const account = accounts.get(friend.botUserId);
      for (const record of await liveFor(friend, clues, text.trim())) {
        const here = deps.contactRow(record.id);
        const userId =
          account === null ? '' : record.properties[deps.linePropertyName(account.sequenceNumber, 'user_id')];
        const lineUserIdAt = userId === friend.userId ? (account?.displayName ?? '') : null;
        const created = Date.parse(record.properties.createdate ?? '');
        put(
          here ?? rowOf(record),
          here === null
            ? { createdAt: Number.isNaN(created) ? null : created, readings: [], lineUserIdAt }
            : localClues(here.id, lineUserIdAt),
        );
      }
    }
    return [...judged.values()]
      .filter((candidate) => isSearch || candidate.score > 0)
      .sort((one, other) => other.score - one.score)
      .slice(0, maxCandidates);
  };

  /** The strongest clues as up to five groups, one search in all. */
  function searchGroups(friend: FriendRow, clues: FriendClues, userId: string | null): ContactCondition[][] {
    const groups: ContactCondition[][] = [];
    if (userId !== null) groups.push([{ propertyName: userId, operator: 'EQ', value: friend.userId }]);
    if (clues.emails.length > 0) groups.push([{ propertyName: 'email', operator: 'IN', values: clues.emails }]);
    for (const phone of clues.phones.slice(0, 1)) {
      const propertyName = 'hs_searchable_calculated_phone_number';
      groups.push([{ propertyName, operator: 'CONTAINS_TOKEN', value: `*${phone}` }]);
    }
    const words = rawWords(friend.displayName ?? '');
    const [first] = words;
    groups.push(...nameGroups(words));
    const reading = query.syncedProperties().find(isReadingProperty);
    if (reading !== undefined && first !== undefined) {
      groups.unshift([{ propertyName: reading.name, operator: 'EQ', value: words.join(' ') }]);
    }
    return groups.slice(0, maxGroups);
  }
}

function rawWords(text: string): string[] {
  return text.match(/[\p{L}\p{N}\p{M}ー]+/gu) ?? [];
}

/** Conditions for a name of one or two words, in both orders. */
function nameGroups([first, second, ...others]: readonly string[]): ContactCondition[][] {
  const is = (propertyName: string, value: string): ContactCondition => ({ propertyName, operator: 'EQ', value });
  if (first === undefined || others.length > 0) return [];
  if (second === undefined) return first.length < 2 ? [] : [[is('firstname', first)], [is('lastname', first)]];
  return [
    [is('firstname', first), is('lastname', second)],
    [is('firstname', second), is('lastname', first)],
  ];
}

/** What a contact's name may be found by: all words, each word, kana in the other kana and in Latin letters. */
function namesIn({ nameWords, romajiWords }: FriendClues): string[] {
  const words = nameWords.filter((word) => word.length > 1);
  const forms = [nameWords.join(' '), ...words, ...words.map(asKatakana), ...romajiWords];
  return [...new Set(forms)].filter((form) => form !== '');
}

/** A contact that only HubSpot has, as a row. */
function rowOf(record: CrmRecord): ContactRow {
  const value = (name: string) => record.properties[name]?.trim() || null;
  const [first, last] = [value('firstname'), value('lastname')];
  const isFamilyFirst = eastAsian.test(`${first ?? ''}${last ?? ''}`);
  const name = (isFamilyFirst ? [last, first] : [first, last]).filter((part) => part !== null).join(' ');
  return contactRowSchema.parse({
    id: record.id,
    displayName: name || value('email') || value('phone') || record.id,
    email: value('email'),
    phone: value('phone'),
    companyName: null,
    lifecycleStage: null,
    leadStatus: null,
    modifiedAt: Date.parse(record.properties.lastmodifieddate ?? '') || 0,
    syncedAt: 0,
    friendCount: 0,
  });
}
