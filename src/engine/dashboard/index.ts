import type { Dashboard } from '../../shared/contract/sync-contract';
import { findAttention, type Situations } from './attention';

export { createReachability } from './reachability';

/** The parts of the engine that the dashboard looks at. */
export interface DashboardParts {
  hubSpot: () => Dashboard['hubSpot'];
  officialAccounts: () => Dashboard['officialAccounts'];
  relay: () => Dashboard['relay'];
  isOnline: () => boolean;
  /** Friends are those of the connected accounts, and counted there. */
  counts: () => Omit<Dashboard['counts'], 'friends'>;
  queues: () => Dashboard['queues'];
  sync: () => Pick<Dashboard, 'running' | 'lastRun' | 'lastFullRun' | 'nextRunAt'>;
  syncCounts: () => Dashboard['sync'];
  situations: () => Situations;
}

/** The state of the whole, as the dashboard shows it. */
export function createDashboard(parts: DashboardParts) {
  return {
    async state(): Promise<Dashboard> {
      const officialAccounts = parts.officialAccounts();
      const friends = officialAccounts.reduce((sum, account) => sum + account.friendCount, 0);
      const state = {
        hubSpot: parts.hubSpot(),
        officialAccounts,
        relay: parts.relay(),
        isOnline: parts.isOnline(),
        counts: { ...parts.counts(), friends },
        queues: parts.queues(),
        ...parts.sync(),
        sync: parts.syncCounts(),
      };
      return { ...state, attention: findAttention(state, parts.situations()) };
    },
  };
}
