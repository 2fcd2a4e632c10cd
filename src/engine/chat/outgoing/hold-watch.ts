import type { HoldRepository } from '../../storage/hold-repository';
import type { OutboxRepository } from '../../storage/outbox-repository';
import { inTransaction } from '../../storage/storage';
import type { ChatDeps } from '../chat-types';
import type { Holds } from './holds';

export interface HoldWatch {
  start(): void;
  /** Looks at everything that is planned. */
  look(): void;
  stop(): void;
}

/**
 * Holds what was planned as soon as its customer writes, so that the thread shows it at once. It is looked at again when its
 * time has come: nothing depends on this.
 */
export function createHoldWatch(
  deps: Pick<ChatDeps, 'storage' | 'events' | 'logger'> & {
    rows: HoldRepository;
    outbox: OutboxRepository;
    holds: Holds;
    tell(conversationId: number): void;
  },
): HoldWatch {
  const { holds, outbox, rows, storage } = deps;
  let unsubscribe: (() => void) | null = null;

  const lookAt = (conversationId: number): void => {
    const planned = rows.waitingIn(conversationId).flatMap(({ id }) => outbox.get(id) ?? []);
    const due = planned.filter((row) => row.hold === null && row.scheduledAt !== null);
    if (due.length === 0) return;
    const held = inTransaction(storage, () => due.filter((row) => holds.holdIfDue(row, outbox.attempts(row.id))));
    if (held.length > 0) deps.tell(conversationId);
  };
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      deps.logger.error('planned messages could not be looked at', { error });
    }
  };

  return {
    start() {
      unsubscribe = deps.events.subscribe((event) => {
        if (event.type !== 'conversationChanged') return;
        const id = Number(event.conversationId);
        guarded(() => lookAt(id));
      });
      this.look();
    },
    look: () => guarded(() => rows.conversations().forEach(lookAt)),
    stop() {
      unsubscribe?.();
      unsubscribe = null;
    },
  };
}
