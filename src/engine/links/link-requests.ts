import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import type { ContactRow, LinkRequest } from '../../shared/model/contact';
import { contactIdSchema, conversationIdSchema, friendIdSchema, messageIdSchema } from '../../shared/model/ids';
import type { LinkRequestOutcome } from '../../shared/relay-protocol';
import type { ServiceOf } from '../engine-types';
import { RelayError } from '../relay/relay-error';
import { createLinkRequestRepository, type LinkRequestRow } from '../storage/link-request-repository';
import { createMatchDeskRepository } from '../storage/match-desk-repository';
import { createOfficialAccountRepository } from '../storage/official-account-repository';
import { inTransaction } from '../storage/storage';
import type { LinkActs } from './link-acts';
import { linkMessage, newPageSecrets, pageLanguage, secretHash } from './link-message';
import type { AccountLink, LinksDeps } from './links-types';

/** LINE's link token lives 10 minutes from its making (LINE facts, section 10.1). */
const tokenLifeMs = 10 * 60_000;
const shownRequests = 20;

type Ended = 'linked' | 'failed' | 'expired' | 'cancelled';

/**
 * Asks customers on LINE whether a contact is theirs (B13). One request: sending -> sent -> opened -> linked | failed |
 * expired | cancelled. The link is made only when LINE, in an event with a good signature, gives back the nonce of that
 * request together with the user whom the message went to. A nonce counts once.
 */
export function createLinkRequests(deps: LinksDeps, acts: LinkActs) {
  const { clock, events, logger, relay, storage } = deps;
  const { friends, links, conversations } = acts;
  const requests = createLinkRequestRepository(storage);
  const accounts = createOfficialAccountRepository(storage);
  const desk = createMatchDeskRepository(storage);
  let hasUntold = false;
  /** Outcomes that the relay is to be told after the commit. */
  let outcomes: { id: string; outcome: LinkRequestOutcome }[] = [];
  let cancelTimer: (() => void) | null = null;
  let stopListening: (() => void) | null = null;
  /** Conversations in which a request's message is on its way. */
  const sending = new Map<string, string>();

  const tellLinks = () => {
    hasUntold = false;
    events.emit({ type: 'stale', topics: ['links', 'dashboard'] });
  };
  const view = (row: LinkRequestRow): LinkRequest => ({
    id: row.id,
    friendId: friendIdSchema.parse(String(row.friendId)),
    contactId: contactIdSchema.parse(row.contactId),
    contactName: row.contactName,
    state: row.state,
    sentAt: row.sentAt,
    expiresAt: row.expiresAt,
    finishedAt: row.finishedAt,
    problem: row.problem,
  });
  const tellRelay = (): void => {
    const told = outcomes;
    outcomes = [];
    for (const { id, outcome } of told) {
      // the page only explains; a relay that cannot be reached now lets it expire
      relay?.settleLinkRequest(id, outcome).catch((error: unknown) => {
        logger.warn('the relay was not told what became of a link request', { error });
      });
    }
  };
  /** Inside a transaction. A message that LINE has not accepted is taken back after it. */
  const finish = (
    row: LinkRequestRow,
    state: Ended,
    problem: LinkRequest['problem'],
    replaced: string | null = null,
  ) => {
    requests.finish(row.id, state, clock.now(), problem, replaced);
    requests.forgetAddress(row);
    hasUntold = true;
    if (desk.view(row.friendId) === 'requested' && requests.openOf(row.friendId).length === 0) {
      desk.setView(row.friendId, 'open');
    }
    if (state !== 'expired') outcomes.push({ id: row.id, outcome: state });
    for (const [conversationId, id] of sending) if (id === row.id) sending.delete(conversationId);
  };
  /** An outdated question must not reach the customer. */
  const takeBackMessage = (row: LinkRequestRow): void => {
    const message = requests.message(row);
    if (message === null || message.state !== 'queued') return;
    deps.discardMessage({ messageId: messageIdSchema.parse(message.id) }).catch((error: unknown) => {
      if (!(error instanceof LumoError)) logger.warn('a message was not taken back', { error });
    });
  };
  const end = (row: LinkRequestRow, state: Ended, problem: LinkRequest['problem']): void => {
    inTransaction(storage, () => finish(row, state, problem));
    takeBackMessage(row);
    tellRelay();
    tellLinks();
  };

  /** Looks how the message of a request fares. */
  const followMessage = (row: LinkRequestRow): void => {
    const message = requests.message(row);
    if (message === null) end(row, 'cancelled', null);
    else if (message.state === 'failed') end(row, 'failed', message.problem);
    else if (message.state === 'accepted') {
      inTransaction(storage, () => requests.advance(row.id, 'sent'));
      for (const [conversationId, id] of sending) if (id === row.id) sending.delete(conversationId);
      tellLinks();
    }
  };
  const expire = (): void => {
    cancelTimer?.();
    cancelTimer = null;
    const due = requests.due(clock.now());
    for (const row of due) end(row, 'expired', { code: 'LINK_REQUEST_EXPIRED', params: {} });
    const next = requests.nextExpiry();
    if (next !== null && stopListening !== null) cancelTimer = clock.after(Math.max(100, next - clock.now()), expire);
  };

  const service: Pick<ServiceOf<'links'>, 'requestLink' | 'requests' | 'cancelRequest'> = {
    async requestLink({ friendId, contactId }) {
      if (relay === null) throw new LumoError('RELAY_NEEDED', {});
      const friend = acts.friendOf(friendId);
      const contact = deps.contactRow(contactId);
      if (contact === null) throw new LumoError('NOT_FOUND', { kind: 'contact' });
      if (links.get(friend.id)?.contactHubspotId === contactId)
        throw new LumoError('FRIEND_ALREADY_LINKED', { contactId });
      if (friend.followStatus === 'blocked') throw new LumoError('LINE_RECIPIENT_UNKNOWN', { reason: 'blocked' });
      const account = accounts.get(friend.botUserId);
      const channel = deps.channel(friend.botUserId);
      if (account === null || channel === null) throw new LumoError('LINE_NOT_CONNECTED', {});
      const sentAt = clock.now();
      const linkToken = await channel.linkToken(friend.userId);

      const { pageId, pageIdHash, nonceHash } = newPageSecrets();
      const id = deps.ids.ulid();
      const messageClientId = deps.ids.uuid();
      const expiresAt = sentAt + tokenLifeMs;
      const conversationId = inTransaction(storage, () => {
        for (const earlier of requests.openOf(friend.id)) finish(earlier, 'cancelled', null);
        const contactName = contact.displayName;
        requests.insert({
          id,
          friendId: friend.id,
          contactId,
          contactName,
          nonceHash,
          messageClientId,
          sentAt,
          expiresAt,
        });
        if (desk.view(friend.id) !== null) desk.setView(friend.id, 'requested');
        return conversations.ensure(friend.botUserId, 'user', friend.userId, friend.id);
      });
      tellRelay();
      tellLinks();
      const row = stored(id);
      const language = pageLanguage(conversations.extras(conversationId)?.language ?? null);
      let pageUrl: string;
      try {
        const { pageBaseUrl } = await relay.registerLinkRequest(id, {
          pageIdHash,
          nonceHash,
          linkTokenHash: secretHash(linkToken),
          expiresAt,
          companyName: account.displayName.slice(0, 200),
          customerName: nameOf(contact),
          language,
        });
        pageUrl = `${pageBaseUrl}${pageId}?${new URLSearchParams({ linkToken })}`;
      } catch (error) {
        const refused = relayProblem(error);
        end(row, 'failed', toProblem(refused));
        throw refused;
      }
      if (stored(id).state === 'cancelled') return view(stored(id));
      try {
        sending.set(String(conversationId), id);
        deps.sendPrepared({
          conversationId: conversationIdSchema.parse(String(conversationId)),
          clientId: messageClientId,
          content: linkMessage(language, account.displayName, pageUrl),
        });
      } catch (error) {
        end(row, 'failed', toProblem(error));
        throw error;
      }
      expire();
      return view(stored(id));
    },
    async requests({ friendId }) {
      return requests.ofFriend(acts.friendOf(friendId).id, shownRequests).map(view);
    },
    async cancelRequest({ id }) {
      const row = stored(id);
      if (row.finishedAt === null) end(row, 'cancelled', null);
    },
  };
  const stored = (id: string): LinkRequestRow => {
    const row = requests.get(id);
    if (row === null) throw new LumoError('NOT_FOUND', { kind: 'linkRequest' });
    return row;
  };

  return {
    service,
    /** Inside the intake's transaction. A nonce of another console, or one that counted already, changes nothing. */
    takeAccountLink({ botUserId, userId, result, nonce }: AccountLink): void {
      const row = requests.byNonceHash(secretHash(nonce));
      if (row === null || isAnswered(row)) return;
      const friend = friends.byId(row.friendId);
      const fail = (reason: string) => finish(row, 'failed', { code: 'LINK_REQUEST_FAILED', params: { reason } });
      if (result !== 'ok') fail('line');
      else if (friend === null || friend.botUserId !== botUserId || friend.userId !== userId) fail('otherUser');
      else finish(row, 'linked', null, acts.relink(row.friendId, row.contactId, 'customerLinked'));
    },
    /** Inside the intake's transaction. */
    takeLinkOpened(requestId: string): void {
      if (requests.advance(requestId, 'opened')) hasUntold = true;
    },
    /** After the intake's commit. */
    kick(): void {
      if (!hasUntold) return;
      tellRelay();
      tellLinks();
    },
    start(): void {
      for (const row of requests.sending()) {
        // the page's address is in the message alone: one that was not queued cannot be queued any more
        if (requests.message(row) === null)
          end(row, 'failed', { code: 'LINK_REQUEST_FAILED', params: { reason: 'interrupted' } });
        else {
          const conversationId = conversations.ofFriend(row.friendId);
          if (conversationId !== null) sending.set(String(conversationId), row.id);
          followMessage(row);
        }
      }
      stopListening = events.subscribe((event) => {
        const id = event.type === 'conversationChanged' ? sending.get(event.conversationId) : undefined;
        const row = id === undefined ? null : requests.get(id);
        // the message may not be queued yet: then there is nothing to see of it
        if (row !== null && row.finishedAt === null && requests.message(row) !== null) followMessage(row);
      });
      expire();
    },
    stop(): void {
      cancelTimer?.();
      stopListening?.();
      stopListening = null;
    },
  };
}

/** LINE's answer came, or the company withdrew the question. A time that ran out here says nothing: LINE looks at its own. */
function isAnswered({ state, problem }: LinkRequestRow): boolean {
  return state === 'linked' || state === 'cancelled' || (state === 'failed' && problem?.code === 'LINK_REQUEST_FAILED');
}

/** The contact's name for its customer; null where only an address, a number or an id is shown in its place. */
function nameOf({ displayName, email, phone, id }: ContactRow): string | null {
  const isName = displayName !== '' && displayName !== email && displayName !== phone && displayName !== id;
  return isName ? displayName.slice(0, 300) : null;
}

function relayProblem(error: unknown): LumoError {
  return error instanceof RelayError ? error : new LumoError('RELAY_UNREACHABLE', {}, { cause: error });
}
