import type { Dashboard } from '../../shared/contract/sync-contract';
import { findAttention, type Situations } from './attention';

export { createReachability } from './reachability';

/** The parts of the engine that the dashboard looks at. */
export interface DashboardParts {
  hubSpot: () => Dashboard['hubSpot'];
  officialAccounts: () => Dashboard['officialAccounts'];
  relay: () => Dashboard['relay'];
  isOnline: () => boolean;
  counts: () => Dashboard['counts'];
  queues: () => Dashboard['queues'];
  sync: () => Pick<Dashboard, 'running' | 'lastRun' | 'lastFullRun' | 'nextRunAt'>;
  syncCounts: () => Dashboard['sync'];
  situations: () => Situations;
}

/** The state of the whole, as the dashboard shows it. */
export function createDashboard(parts: DashboardParts) {
  return {
    async state(): Promise<Dashboard> {
      const state = {
        hubSpot: parts.hubSpot(),
        officialAccounts: parts.officialAccounts(),
        relay: parts.relay(),
        isOnline: parts.isOnline(),
        counts: parts.counts(),
        queues: parts.queues(),
        ...parts.sync(),
        sync: parts.syncCounts(),
      };
      return { ...state, attention: findAttention(state, parts.situations()) };
    },
  };
}
