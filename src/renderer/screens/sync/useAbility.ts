import { useQuery } from '@tanstack/react-query';
import type { Capability, HubSpotAccount, OfficialAccount } from '../../../shared/model/account';
import { orpc } from '../../bridge/client';

/** What can be done on this screen at the moment. */
export interface Ability {
  readonly hubSpot: HubSpotAccount | null;
  readonly officialAccounts: readonly OfficialAccount[];
  /** True when nothing can be changed: HubSpot is not connected. False while that is unknown. */
  readonly isReadOnly: boolean;
  readonly isOnline: boolean;
  /** True when HubSpot can be asked now: connected, signed in and reachable. */
  readonly canAsk: boolean;
  /** The capability where the connection lacks it; null = it has it, or nothing is known. */
  readonly lacks: (name: Capability['name']) => Capability | null;
}

/** Problems with which no call to HubSpot is answered. */
const SIGNED_OUT: readonly string[] = ['HUBSPOT_SIGNED_OUT', 'HUBSPOT_DISCONNECTED', 'HUBSPOT_TOKEN_REFUSED'];

/** Reads the connection's state, by which the screen offers or refuses its actions. */
export function useAbility(): Ability {
  const { data } = useQuery(orpc.dashboard.state.queryOptions());
  const hubSpot = data?.hubSpot ?? null;
  const isOnline = data?.isOnline ?? true;
  const isSignedOut = hubSpot !== null && hubSpot.problem !== null && SIGNED_OUT.includes(hubSpot.problem.code);
  return {
    hubSpot,
    officialAccounts: data?.officialAccounts ?? [],
    isReadOnly: data !== undefined && hubSpot === null,
    isOnline,
    canAsk: hubSpot !== null && isOnline && !isSignedOut,
    lacks: (name) => hubSpot?.capabilities.find((each) => each.name === name && !each.isAvailable) ?? null,
  };
}
