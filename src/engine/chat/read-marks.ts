import { LumoError } from '../../shared/errors/lumo-error';
import { createReadMarkRepository, type ReadMark } from '../storage/read-mark-repository';
import { backoffMs } from './backoff';
import type { ChatDeps } from './chat-types';

export interface ReadMarks {
  start(): void;
  /** A person has read all of a conversation that is here. */
  read(conversationId: number): void;
  /** Network is back: what waits is told at once. */
  wake(): void;
  stop(): Promise<void>;
}

const retryBackoff = { firstMs: 5_000, maxMs: 10 * 60_000 };
const batchSize = 20;

/**
 * Shows customers that their messages were read (section 9), once for each newest message, if the person wants that. What is
 * still to be told is in the database, so that reading offline is told later. Nobody hears of a failure: it concerns nothing
 * that a person does here.
 */
export function createReadMarks(
  deps: Pick<ChatDeps, 'storage' | 'clock' | 'random' | 'logger' | 'channel'> & { hasReadReceipts(): boolean },
): ReadMarks {
  const { clock, logger } = deps;
  const marks = createReadMarkRepository(deps.storage);
  let isStopped = true;
  let running: Promise<void> | null = null;
  let isAskedAgain = false;
  let failures = 0;
  let cancelTimer: (() => void) | null = null;

  /** True when the mark needs no further try. */
  const tell = async (mark: ReadMark): Promise<boolean> => {
    const channel = deps.channel(mark.botUserId);
    if (channel === null) return false;
    try {
      if (!(await channel.markAsRead(mark.token)))
        logger.debug('LINE does not take a read mark', { ...mark, token: '' });
      return true;
    } catch (error) {
      // refused for good is done as well: the next message brings a new token
      return error instanceof LumoError && (error.code === 'LINE_REJECTED' || error.code === 'LINE_CHANNEL_REFUSED');
    }
  };
  const tellAll = async () => {
    let after = 0;
    let hasFailed = false;
    for (;;) {
      const batch = marks.waiting(after, batchSize);
      if (batch.length === 0 || isStopped) break;
      after = batch.at(-1)?.conversationId ?? 0;
      const outcomes = await Promise.all(batch.map(async (mark) => ({ mark, isDone: await tell(mark) })));
      for (const { mark, isDone } of outcomes) {
        if (isDone) marks.done(mark);
        else hasFailed = true;
      }
    }
    failures = hasFailed ? failures + 1 : 0;
    if (hasFailed && !isStopped) cancelTimer = clock.after(backoffMs(retryBackoff, failures - 1, deps.random), run);
  };
  const run = () => {
    if (isStopped) return;
    if (running !== null) {
      isAskedAgain = true;
      return;
    }
    cancelTimer?.();
    cancelTimer = null;
    if (!deps.hasReadReceipts()) {
      marks.dropAll();
      return;
    }
    isAskedAgain = false;
    running = tellAll()
      .catch((error: unknown) => logger.warn('read marks could not be told', { error }))
      .finally(() => {
        running = null;
        if (isAskedAgain) run();
      });
  };

  return {
    start() {
      isStopped = false;
      run();
    },
    read(conversationId) {
      if (deps.hasReadReceipts() && marks.wish(conversationId)) run();
    },
    wake: run,
    async stop() {
      isStopped = true;
      cancelTimer?.();
      await running;
    },
  };
}
