import type { HoldRepository } from '../../storage/hold-repository';
import type { OutboxHead, OutboxRepository, OutboxRow, SendAttempt } from '../../storage/outbox-repository';
import type { ChatDeps } from '../chat-types';
import { isOpen } from '../send-plan';

/** A planned message that nobody could send within this time of its hour waits for a person. */
const latestPlanMs = 60 * 60_000;
/** The same for a message that the program took with it when it ended, before any call was made for it. */
const latestStartMs = 10 * 60_000;

/** Decides what may go by itself and what a person must look at first (decision 0011). */
export interface Holds {
  /** Called in the transaction that would make a call: true = it is held now and no call may be made. */
  holdIfDue(row: OutboxRow, attempts: readonly SendAttempt[]): boolean;
  /** At the start: holds what was written long ago and never tried. True = held. */
  holdIfOld(head: OutboxHead): boolean;
}

/** See {@link Holds}. */
export function createHolds(
  deps: Pick<ChatDeps, 'clock'> & {
    rows: HoldRepository;
    outbox: OutboxRepository;
    /** A planned message is held here: the other consoles may have to know. */
    onPlanHeld(row: OutboxRow): void;
  },
): Holds {
  const { clock, outbox, rows } = deps;

  const reasonOf = (row: OutboxRow) => {
    // a person said that it is to go as it is
    if (row.seenUntil === null) return null;
    if (row.scheduledAt !== null) {
      if (rows.customerWrote(row)) return 'customerWrote';
      return clock.now() - row.scheduledAt > latestPlanMs ? 'tooLate' : null;
    }
    return row.hasWaited === 1 && rows.threadMoved(row) ? 'threadMovedOn' : null;
  };

  return {
    holdIfDue(row, attempts) {
      // LINE may have it already: only the same call again can tell
      if (attempts.some(isOpen)) return false;
      const reason = reasonOf(row);
      if (reason === null) return false;
      rows.hold(row, reason);
      if (row.scheduledAt !== null) deps.onPlanHeld({ ...row, hold: reason });
      return true;
    },
    holdIfOld(head) {
      const isUntouched = head.scheduledAt === null && head.hasWaited === 0 && head.seenUntil !== null;
      const wasDueAt = head.undoUntil ?? head.sentAt;
      if (!isUntouched || clock.now() - wasDueAt <= latestStartMs) return false;
      if (outbox.attempts(head.id).length > 0) return false;
      rows.hold(head, 'tooLate');
      return true;
    },
  };
}
