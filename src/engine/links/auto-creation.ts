import type { Problem } from '../../shared/errors/error-code';
import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import type { CallContext } from '../hubspot';
import { HubSpotError } from '../hubspot';
import { type ContactCreation, createContactCreationRepository } from '../storage/contact-creation-repository';
import type { FriendRow } from '../storage/friend-repository';
import { createMessageRepository } from '../storage/message-repository';
import { createOfficialAccountRepository } from '../storage/official-account-repository';
import { inTransaction } from '../storage/storage';
import { createSyncProblemRepository } from '../storage/sync-problem-repository';
import type { RunStepContext } from '../sync';
import type { ContactMaker } from './contact-maker';
import { cluesOf, phoneKey } from './evidence';
import type { LinkActs } from './link-acts';
import type { LinksDeps } from './links-types';

/** What passes by itself: nobody is told, and it is no attempt. */
const passing: ReadonlySet<string> = new Set([
  'HUBSPOT_NOT_CONNECTED',
  'HUBSPOT_UNREACHABLE',
  'HUBSPOT_DISCONNECTED',
  'HUBSPOT_RATE_LIMITED',
  'HUBSPOT_DAILY_LIMIT',
  'HUBSPOT_SERVER_ERROR',
  'LINE_NOT_CONNECTED',
  'LINE_UNREACHABLE',
  'LINE_RATE_LIMITED',
  'LINE_SERVER_ERROR',
  'STORAGE_FULL',
]);
const waitMs = 60_000;
const firstRetryMs = 60_000;
const longestRetryMs = 6 * 60 * 60_000;
const readMessages = 200;
/** More groups than this HubSpot's search does not take (HubSpot facts, section 5.4). */
const searchGroups = 5;

/**
 * Makes contacts for friends who came or wrote, where the account's switch says so (B11). The row is made with the event
 * and is the truth of what is open: due -> matched by LINE id | left to a person | made | refused, tried again later.
 * Guarantees: one friend gets one contact, whichever consoles and events ask for it; nothing is linked on a likeness;
 * a program that ends anywhere in between goes on from the row.
 */
export function createAutoCreation(deps: LinksDeps, acts: LinkActs, maker: ContactMaker) {
  const { clock, logger, storage } = deps;
  const { friends, links } = acts;
  const creations = createContactCreationRepository(storage);
  const accounts = createOfficialAccountRepository(storage);
  const messages = createMessageRepository(storage);
  const problems = createSyncProblemRepository(storage);
  let running: Promise<void> | null = null;
  let isAskedAgain = false;
  let abort = new AbortController();
  let isOn = false;
  let cancelTimer: (() => void) | null = null;

  const close = (friendId: number): void =>
    inTransaction(storage, () => {
      creations.remove(friendId);
      problems.closeFields('friend', String(friendId), []);
    });

  const withProfile = async (friend: FriendRow): Promise<FriendRow> => {
    if (friend.displayName !== null) return friend;
    const channel = deps.channel(friend.botUserId);
    if (channel === null) throw new LumoError('LINE_NOT_CONNECTED', {});
    const profile = await channel.profile(friend.userId);
    // HubSpot needs a name, and none is invented
    if (profile === null) throw new LumoError('LINE_RECIPIENT_UNKNOWN', { reason: 'noProfile' });
    inTransaction(storage, () => friends.saveProfile(friend, profile, clock.now()));
    return friends.byId(friend.id) ?? friend;
  };

  /** Contacts that hold this LINE user's id: at another account here, or in HubSpot. */
  const byLineId = async (friend: FriendRow, call: CallContext): Promise<string[]> => {
    const here = links.contactsOfSameUser(friend.id).map(({ contactId }) => contactId);
    const own = (id: string) => Number(id === friend.botUserId);
    const numbers = [
      ...links.formerNumbers(),
      ...accounts.all().map(({ id, sequenceNumber }) => ({ botUserId: id, sequenceNumber })),
    ];
    const properties = numbers
      .sort((a, b) => own(b.botUserId) - own(a.botUserId))
      .slice(0, searchGroups)
      .map(({ sequenceNumber }) => deps.linePropertyName(sequenceNumber, 'user_id'));
    const groups = properties.map((propertyName) => [{ propertyName, operator: 'EQ', value: friend.userId } as const]);
    let found: readonly { id: string }[] = [];
    try {
      found = await deps.hubSpot.contactCreation.searchAny(groups, properties, 10, call);
    } catch (error) {
      // properties that are not there hold no id either
      if (!(error instanceof HubSpotError) || error.status !== 400) throw error;
    }
    const leaving = ({ id }: { id: string }) => links.isRemoving(id, friend.userId);
    return [...new Set([...here, ...found.filter((record) => !leaving(record)).map(({ id }) => id)])];
  };

  /** A contact with an address or a number that the friend wrote: likely the same person, but only a person can tell. */
  const byWords = async (friend: FriendRow, call: CallContext): Promise<string | null> => {
    const clues = cluesOf(friend.displayName, messages.recentTexts(friend.id, readMessages));
    for (const email of clues.emails) {
      const found = await deps.hubSpot.contactCreation.byEmail(email, ['email'], call);
      if (found !== null) return found.id;
    }
    for (const phone of clues.phones) {
      const hits = await deps.searchContacts(phone.slice(-4), 100);
      const same = hits.find((contact) => contact.phone !== null && phoneKey(contact.phone) === phone);
      if (same !== undefined) return same.id;
    }
    return null;
  };

  const work = async ({ friendId, reason }: ContactCreation, call: CallContext): Promise<void> => {
    const known = friends.byId(friendId);
    if (known === null || !creations.isWanted(friendId, reason, Number.MAX_SAFE_INTEGER)) {
      close(friendId);
      return;
    }
    if (!deps.isHubSpotConnected()) throw new LumoError('HUBSPOT_NOT_CONNECTED', {});
    const friend = await withProfile(known);
    const [match, ...others] = await byLineId(friend, call);
    if (others.length > 0) throw new LumoError('CONTACT_AMBIGUOUS', { contactId: match ?? '', reason: 'lineUserId' });
    const link = (found: { contactId: string; written: Readonly<Record<string, string>> | null }, isMade: boolean) => {
      call.signal?.throwIfAborted();
      // a person may have decided while HubSpot was asked
      if (!creations.isWanted(friendId, reason, Number.MAX_SAFE_INTEGER)) return close(friendId);
      acts.link({ friendId, ...found, origin: isMade ? 'autoCreated' : 'restored' });
    };
    if (match !== undefined) return link({ contactId: match, written: null }, false);
    const earlier = await maker.made(friend, call);
    if (earlier !== null) return link(earlier, true);
    const likely = await byWords(friend, call);
    if (likely !== null) throw new LumoError('CONTACT_AMBIGUOUS', { contactId: likely, reason: 'messages' });
    const fields = { firstName: friend.displayName ?? '', lastName: '', email: '', phone: '' };
    link(await maker.make(friend, fields, call), true);
  };

  const fail = (row: ContactCreation, error: unknown): void => {
    const problem = toProblem(error);
    const at = clock.now();
    if (passing.has(problem.code)) {
      creations.wait(row.friendId, at + waitMs);
      return;
    }
    const friend = friends.byId(row.friendId);
    if (problem.code === 'CONTACT_AMBIGUOUS') {
      inTransaction(storage, () => {
        creations.leaveToPerson(row.friendId, problem);
        problems.closeFields('friend', String(row.friendId), []);
      });
    } else {
      if (problem.code === 'INTERNAL') logger.error('making a contact failed', { friendId: row.friendId, error });
      inTransaction(storage, () => {
        const retryMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(row.attempts, 10));
        creations.refuse(row.friendId, problem, at + retryMs);
        noteProblem(row.friendId, nameOf(friend), problem, error, at);
      });
    }
    deps.events.emit({ type: 'stale', topics: ['links', 'problems', 'dashboard'] });
  };
  const noteProblem = (friendId: number, name: string, problem: Problem, error: unknown, at: number): void =>
    problems.note({
      recordKind: 'friend',
      recordId: String(friendId),
      recordName: name,
      problem,
      property: null,
      valueSent: null,
      valueHeld: null,
      correlationId: error instanceof HubSpotError ? error.correlationId : null,
      attempts: 1,
      at,
      runId: null,
    });

  const runDue = async (): Promise<void> => {
    const { signal } = abort;
    const call: CallContext = { lane: 'changeEvents', signal };
    for (let row = creations.due(clock.now()); row !== null && isOn; row = creations.due(clock.now())) {
      try {
        await work(row, call);
      } catch (error) {
        if (signal.aborted) return;
        fail(row, error);
      }
    }
  };
  const run = (): void => {
    if (!isOn) return;
    if (running !== null) {
      isAskedAgain = true;
      return;
    }
    cancelTimer?.();
    cancelTimer = null;
    isAskedAgain = false;
    running = runDue()
      .catch((error: unknown) => logger.error('contacts to be made cannot be read', { error }))
      .finally(() => {
        running = null;
        if (!isOn) return;
        const next = creations.nextAt();
        if (isAskedAgain) run();
        else if (next !== null) cancelTimer = clock.after(Math.max(1_000, next - clock.now()), run);
      });
  };

  const interrupt = async (): Promise<void> => {
    abort.abort(new Error('interrupted'));
    abort = new AbortController();
    while (running !== null) await running;
  };

  return {
    /** Inside the intake's transaction. Returns true when a contact is to be made. */
    friendMet(friendId: number, reason: 'follow' | 'message', at: number): boolean {
      if (!creations.isWanted(friendId, reason, at)) return false;
      creations.ask(friendId, reason, clock.now());
      return true;
    },
    /** A person decided against it. Inside a transaction or not. */
    drop: close,
    /** A step of a repair run: everything that was refused is tried again, and what is refused once more is told to the run. */
    async retryInRun({ fail: tell, signal }: RunStepContext): Promise<void> {
      creations.wakeAll(clock.now());
      run();
      while (running !== null) await running;
      let after = 0;
      for (let rows = creations.refusedAfter(0, 100); rows.length > 0; rows = creations.refusedAfter(after, 100)) {
        signal.throwIfAborted();
        for (const { friendId, problem, attempts } of rows) {
          after = friendId;
          const recordName = nameOf(friends.byId(friendId));
          const value = { property: null, valueSent: null, valueHeld: null, correlationId: null };
          tell({ recordKind: 'friend', recordId: String(friendId), recordName, problem, attempts, ...value });
        }
      }
    },
    kick: run,
    /** Network or HubSpot is back. */
    wake(): void {
      creations.wakeWaiting(clock.now());
      run();
    },
    start(): void {
      isOn = true;
      run();
    },
    /** Ends what is under way with HubSpot; what begins later finds out by itself whether it may. */
    interrupt,
    async stop(): Promise<void> {
      isOn = false;
      cancelTimer?.();
      await interrupt();
    },
  };
}

function nameOf(friend: FriendRow | null): string {
  return friend?.displayName ?? friend?.userId ?? '';
}

export type AutoCreation = ReturnType<typeof createAutoCreation>;
