import type { Problem } from '../../shared/errors/error-code';
import type { ConnectionHealth, RelayState } from '../../shared/model/account';
import type { Clock } from '../core/clock';

const probeEveryMs = 60_000;
/** Found on this computer without asking anybody: they say nothing about the network. */
const localCodes: ReadonlySet<string> = new Set(['HUBSPOT_SIGNED_OUT', 'SECRETS_UNAVAILABLE']);

interface Reached {
  health: ConnectionHealth;
  checkedAt: number | null;
  problem: Problem | null;
}

/**
 * Whether the network is there. The relay's standing connection notices a loss at once; while it is away HubSpot and LINE
 * are asked, and only an answer that came after the loss says that the network is there all the same.
 */
export function createReachability(deps: {
  clock: Clock;
  hasRelay: boolean;
  accounts: () => readonly Reached[];
  /** Asks HubSpot and LINE, in the background. */
  probe: () => void;
}) {
  let downSince: number | null = null;
  let probedAt = Number.NEGATIVE_INFINITY;

  const answers = (account: Reached): boolean =>
    account.health === 'ok' || (account.health === 'attention' && !localCodes.has(account.problem?.code ?? ''));

  return {
    noteRelay(state: RelayState): void {
      if (state === 'connecting') return;
      if (state !== 'offline') {
        downSince = null;
        probedAt = Number.NEGATIVE_INFINITY;
        return;
      }
      const now = deps.clock.now();
      downSince ??= now;
      if (now - probedAt < probeEveryMs) return;
      probedAt = now;
      deps.probe();
    },
    isOnline(): boolean {
      if (!deps.hasRelay) {
        const asked = deps.accounts().filter((account) => account.health !== 'unknown');
        return asked.length === 0 || asked.some((account) => account.health !== 'offline');
      }
      const since = downSince;
      if (since === null) return true;
      return deps.accounts().some((account) => (account.checkedAt ?? 0) >= since && answers(account));
    },
  };
}
export type Reachability = ReturnType<typeof createReachability>;
