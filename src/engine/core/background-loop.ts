import { LumoError } from '../../shared/errors/lumo-error';
import type { Clock } from './clock';
import type { Logger } from './logger';

/** Work that goes on in the background: idle -> working -> idle; failed -> waits -> working. */
export interface BackgroundLoop {
  /** Begins; until then, and after `stop`, nothing runs. */
  start(): void;
  /** There may be something to do. Asked while it works, it works once more. Cheap to call often. */
  kick(): void;
  stop(): Promise<void>;
  readonly isStopped: boolean;
  /** True when it was kicked since it began, or since this was asked: work that sees to that itself is not done once more for it. */
  takeKick(): boolean;
}

interface BackgroundLoopOptions {
  clock: Clock;
  logger: Logger;
  /** Does everything there is to do; must look at `isStopped` between its steps. Rejects when the rest has to wait. */
  work: () => Promise<void>;
  retryMs: number;
  /** Logged when `work` rejects with anything but a LumoError. */
  failed: string;
}

/** Runs `work` one at a time, and once more after `retryMs` when it rejected. */
export function createBackgroundLoop({ clock, logger, work, retryMs, failed }: BackgroundLoopOptions): BackgroundLoop {
  let isStopped = true;
  let running: Promise<void> | null = null;
  let isAskedAgain = false;
  let cancelTimer: (() => void) | null = null;

  const cancel = () => {
    cancelTimer?.();
    cancelTimer = null;
  };
  const run = () => {
    if (isStopped) return;
    if (running !== null) {
      isAskedAgain = true;
      return;
    }
    cancel();
    isAskedAgain = false;
    running = work()
      .catch((error: unknown) => {
        if (!(error instanceof LumoError)) logger.error(failed, { error });
        cancelTimer = clock.after(retryMs, run);
      })
      .finally(() => {
        running = null;
        if (isAskedAgain && cancelTimer === null) run();
      });
  };
  return {
    start() {
      isStopped = false;
      run();
    },
    kick: run,
    async stop() {
      isStopped = true;
      cancel();
      await running;
    },
    takeKick() {
      const wasAsked = isAskedAgain;
      isAskedAgain = false;
      return wasAsked;
    },
    get isStopped() {
      return isStopped;
    },
  };
}
