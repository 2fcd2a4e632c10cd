import type { Dashboard } from '../../shared/contract/sync-contract';
import type { Problem } from '../../shared/errors/error-code';
import { findAttention } from './attention';

/** The parts of the engine that the dashboard looks at. */
export interface DashboardParts {
  hubSpot: () => Dashboard['hubSpot'];
  officialAccounts: () => Dashboard['officialAccounts'];
  relay: () => Dashboard['relay'];
  hasRelay: boolean;
  counts: () => Dashboard['counts'];
  queues: () => Dashboard['queues'];
  sync: () => Pick<Dashboard, 'running' | 'lastRun' | 'lastFullRun' | 'nextRunAt'>;
  storageNotice: Problem | null;
}

/** The state of the whole, as the dashboard shows it. */
export function createDashboard(parts: DashboardParts) {
  const isOnline = (): boolean => {
    const hubSpot = parts.hubSpot()?.health;
    const { state } = parts.relay();
    if (parts.hasRelay && (state === 'live' || state === 'catchingUp')) return true;
    const line = parts.officialAccounts().map((account) => account.health);
    const known = [hubSpot, ...line].filter((health) => health !== undefined && health !== 'unknown');
    if (parts.hasRelay && state === 'offline') return known.some((health) => health !== 'offline') && known.length > 0;
    return known.length === 0 || known.some((health) => health !== 'offline');
  };
  return {
    async state(): Promise<Dashboard> {
      const state = {
        hubSpot: parts.hubSpot(),
        officialAccounts: parts.officialAccounts(),
        relay: parts.relay(),
        isOnline: isOnline(),
        counts: parts.counts(),
        queues: parts.queues(),
        ...parts.sync(),
      };
      return { ...state, attention: findAttention(state, parts.storageNotice) };
    },
    isOnline,
  };
}
