import type { SyncRunKind } from '../../shared/model/sync';
import { canPullChanges } from './incremental-pull';
import { lastRunOf } from './run-accounts';
import type { SyncDeps } from './sync-deps';
import type { SyncRunner } from './sync-runner';
import type { SyncStores } from './sync-stores';

const retrySoonMs = 60_000;
/** A sleeping computer does not count down: the clock is looked at this often. */
const lookEveryMs = 30_000;

/** When an Official Account's turn comes. */
interface Turn {
  botUserId: string;
  at: number;
}

/**
 * Starts scheduled runs. Each Official Account has its own interval (or that of the settings): a run begins when the
 * first one is due, and writes LINE properties for those that are due then. The next turn is an interval after the last
 * run that wrote for it began; turns that were slept through are made up for once. A run that is under way when a turn
 * comes is not doubled.
 */
export function createSyncSchedule(deps: SyncDeps, stores: SyncStores, runner: SyncRunner) {
  let cancelTimer: (() => void) | null = null;
  let isOn = false;
  let notBefore = 0;

  /** Turns to come, without those that are only made by hand. Empty before the first run: a person begins (B3). */
  const turns = (): Turn[] => {
    if (!deps.isConnected() || stores.runs.last(null) === null) return [];
    const accounts = deps.officialAccounts();
    const own = accounts.map(({ botUserId, syncIntervalMinutes }) => ({
      botUserId,
      minutes: syncIntervalMinutes ?? deps.syncIntervalMinutes(),
    }));
    // Without an Official Account contacts are synced all the same.
    const integrations = own.length > 0 ? own : [{ botUserId: '', minutes: deps.syncIntervalMinutes() }];
    return integrations.flatMap(({ botUserId, minutes }) => {
      const last = lastRunOf(stores, botUserId);
      return minutes === 0 || last === null ? [] : [{ botUserId, at: Math.max(last + minutes * 60_000, notBefore) }];
    });
  };

  const nextRunAt = (): number | null => {
    const times = turns().map((turn) => turn.at);
    return times.length === 0 ? null : Math.min(...times);
  };

  const nextKind = (): SyncRunKind => (runner.isFullNeeded() || !canPullChanges(stores) ? 'full' : 'incremental');

  const begin = (now: number): void => {
    const due = turns().filter((turn) => turn.at <= now);
    const isAll = due.length >= Math.max(1, deps.officialAccounts().length);
    try {
      runner.start(nextKind(), 'schedule', { accounts: isAll ? null : due.map((turn) => turn.botUserId) });
      notBefore = 0;
    } catch (error) {
      notBefore = now + retrySoonMs;
      deps.logger.warn('scheduled sync did not start', { error });
    }
  };

  const look = (): void => {
    cancelTimer?.();
    cancelTimer = null;
    if (!isOn) return;
    const at = nextRunAt();
    const now = deps.clock.now();
    if (at !== null && at <= now && !runner.isRunning()) begin(now);
    const waitMs = at === null || at <= now ? lookEveryMs : Math.min(lookEveryMs, at - now);
    cancelTimer = deps.clock.after(waitMs, look);
  };

  return {
    nextRunAt: (): number | null => (runner.isRunning() ? null : nextRunAt()),
    nextKind,
    look,
    start(): void {
      isOn = true;
      look();
    },
    stop(): void {
      isOn = false;
      cancelTimer?.();
      cancelTimer = null;
    },
  };
}
