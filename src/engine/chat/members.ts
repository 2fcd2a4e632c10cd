import { conversationIdSchema } from '../../shared/model/ids';
import { createBackgroundLoop } from '../core/background-loop';
import { createGroupMemberRepository, type MemberToRead } from '../storage/group-member-repository';
import { inRepeatableTransaction } from '../storage/storage';
import type { ChatDeps } from './chat-types';

export interface Members {
  start(): void;
  /** Somebody is to be asked about. Cheap to call often. */
  kick(): void;
  /** Network is back: who waits is asked about at once. */
  wake(): void;
  /** Has what was read long ago read again: somebody looks at this group. */
  refresh(conversationId: number): void;
  stop(): Promise<void>;
}

/** Far below LINE's limits, so that reading names never stands in the way of a message. */
const perSecond = 20;
const retryMs = 30_000;
const profileAgeMs = 7 * 24 * 60 * 60_000;

/**
 * Reads who the members of groups and rooms are, in the background. Loop: idle -> reading (20 people a second) -> idle;
 * offline -> waits, then reads on. Who is still to be read is in the database (`profile_at IS NULL`), so that a restart goes
 * on. A name that LINE tells stands over every message of that person, old ones too.
 */
export function createMembers(deps: Pick<ChatDeps, 'storage' | 'clock' | 'logger' | 'events' | 'channel'>): Members {
  const { clock, events, logger, storage } = deps;
  const members = createGroupMemberRepository(storage);

  const pause = (delayMs: number) => new Promise<void>((resolve) => clock.after(delayMs, resolve));
  const readOne = async (member: MemberToRead): Promise<number | null> => {
    const channel = deps.channel(member.botUserId);
    if (channel === null) return null;
    const profile = await channel.memberProfile(member.sourceType, member.sourceId, member.userId);
    inRepeatableTransaction(storage, () => {
      if (profile === null) members.profileUnavailable(member, clock.now());
      else members.saveProfile(member, profile, clock.now());
    });
    return profile === null ? null : member.conversationId;
  };
  const readAll = async () => {
    let after: MemberToRead | null = null;
    while (!loop.isStopped) {
      const batch = members.toRead(after, perSecond);
      after = batch.at(-1) ?? null;
      if (after === null) return;
      const startedAt = clock.now();
      const named = new Set(await Promise.all(batch.map(readOne)));
      for (const id of named) {
        if (id === null) continue;
        events.emit({ type: 'conversationChanged', conversationId: conversationIdSchema.parse(String(id)) });
      }
      if (batch.length === perSecond) await pause(Math.max(0, 1_000 - (clock.now() - startedAt)));
    }
  };
  const loop = createBackgroundLoop({ clock, logger, work: readAll, retryMs, failed: 'reading members failed' });

  return {
    start: loop.start,
    kick: loop.kick,
    // a wait for the next try ends with any run
    wake: loop.kick,
    refresh(conversationId) {
      if (members.forgetOlder(conversationId, clock.now() - profileAgeMs)) loop.kick();
    },
    stop: loop.stop,
  };
}
