import { conversationIdSchema } from '../../shared/model/ids';
import { createBackgroundLoop } from '../core/background-loop';
import { createConversationRepository } from '../storage/conversation-repository';
import { createFriendRepository, type FriendRow } from '../storage/friend-repository';
import { createOfficialAccountRepository } from '../storage/official-account-repository';
import { inRepeatableTransaction, inTransaction } from '../storage/storage';
import type { Friends, FriendsDeps } from './friends-types';

/** Far below LINE's limits, so that reading profiles never stands in the way of a message. */
const perSecond = 20;
const retryMs = 30_000;
const staleEveryMs = 2_000;

/**
 * Reads who the friends are, in the background. Loop: idle -> reading (20 people a second) -> idle; offline -> waits, then
 * reads on. What is still to read is in the database (`profile_at IS NULL`), so that a restart goes on where it stopped.
 */
export function createFriends(deps: FriendsDeps): Friends {
  const { clock, events, logger, storage } = deps;
  const friends = createFriendRepository(storage);
  const conversations = createConversationRepository(storage);
  const accounts = createOfficialAccountRepository(storage);
  const toDiscover = new Set<string>();
  let toldAt = 0;

  const pause = (delayMs: number) => new Promise<void>((resolve) => clock.after(delayMs, resolve));
  const tell = (isLast: boolean) => {
    if (!isLast && clock.now() - toldAt < staleEveryMs) return;
    toldAt = clock.now();
    events.emit({ type: 'stale', topics: ['conversations', 'search', 'dashboard'] });
  };

  const readProfile = async (friend: FriendRow): Promise<boolean> => {
    const channel = deps.channel(friend.botUserId);
    if (channel === null) return false;
    const profile = await channel.profile(friend.userId);
    inRepeatableTransaction(storage, () => {
      if (profile === null) friends.profileUnavailable(friend.id, clock.now());
      else friends.saveProfile(friend, profile, clock.now());
    });
    return true;
  };
  /** Reads all profiles that are missing, newest people first. */
  const readProfiles = async () => {
    let belowId = Number.MAX_SAFE_INTEGER;
    for (;;) {
      const batch = friends.withoutProfile(belowId, perSecond);
      if (batch.length === 0 || loop.isStopped) return;
      const startedAt = clock.now();
      const done = await Promise.all(batch.map(readProfile));
      if (done.some((isDone) => isDone)) tell(false);
      belowId = batch.at(-1)?.id ?? 0;
      // whoever came newest in the meantime is asked for next
      if (loop.takeKick()) belowId = Number.MAX_SAFE_INTEGER;
      if (batch.length === perSecond) await pause(Math.max(0, 1_000 - (clock.now() - startedAt)));
      if (done.every((isDone) => !isDone) && batch.length < perSecond) return;
    }
  };
  const readGroups = async () => {
    for (const group of conversations.groupsWithoutTitle(200)) {
      const channel = deps.channel(group.botUserId);
      if (channel === null || loop.isStopped) continue;
      const found = await channel.groupSummary(group.sourceId);
      conversations.saveTitle(group.id, found?.name ?? '', found?.pictureUrl ?? null);
      events.emit({ type: 'conversationChanged', conversationId: conversationIdSchema.parse(String(group.id)) });
    }
  };
  const listFollowers = async (botUserId: string) => {
    const channel = deps.channel(botUserId);
    if (channel === null) return;
    let start: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof channel.followers>> = await channel.followers(start);
      accounts.saveCanListFollowers(botUserId, page !== 'forbidden');
      if (page === 'forbidden') return;
      inTransaction(storage, () => {
        for (const userId of page.userIds) {
          const friend = friends.ensure(botUserId, userId, clock.now());
          conversations.ensure(botUserId, 'user', userId, friend.id);
          friends.listedAsFollower(botUserId, userId);
        }
      });
      start = page.next;
    } while (start !== null && !loop.isStopped);
  };
  const readAll = async () => {
    for (const botUserId of [...toDiscover]) {
      await listFollowers(botUserId);
      toDiscover.delete(botUserId);
    }
    await readGroups();
    await readProfiles();
    tell(true);
  };
  const loop = createBackgroundLoop({ clock, logger, work: readAll, retryMs, failed: 'reading friends failed' });

  return {
    start: loop.start,
    kick: loop.kick,
    // a wait for the next try ends with any run
    wake: loop.kick,
    stop: loop.stop,
    discover(botUserId) {
      toDiscover.add(botUserId);
      loop.kick();
    },
  };
}
