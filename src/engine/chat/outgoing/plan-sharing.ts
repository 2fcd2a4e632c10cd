import type { Clock } from '../../core/clock';
import type { RelayPort } from '../../relay/relay-port';
import { createSharedWork, type Team } from '../../team';
import type { PlanSharing } from './planned-sends';

/** A call to LINE ends within seconds; what a console that died leaves is free after this time. */
const leaseMs = 60_000;

/** Shares planned messages through the workspace's log, and who sends one through a lease. Null = there is nobody to share with. */
export function createPlanSharing(
  relay: Pick<RelayPort, 'lease' | 'release'> | null,
  clock: Clock,
  team: Pick<Team, 'make' | 'me'>,
): PlanSharing | null {
  if (relay === null) return null;
  const shared = createSharedWork(relay, clock);
  return {
    make: (change) => team.make({ ...change, at: clock.now(), by: team.me().agentId }),
    withLease: async (name, work) => (await shared.withLease(name, leaseMs, work)) !== null,
  };
}
