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
  /** The capability where the connection lacks it; null = it has it, or nothing is known. */
  readonly lacks: (name: Capability['name']) => Capability | null;
}

/** Reads the connection's state, by which the screen offers or refuses its actions. */
export function useAbility(): Ability {
  const { data } = useQuery(orpc.dashboard.state.queryOptions());
  const hubSpot = data?.hubSpot ?? null;
  return {
    hubSpot,
    officialAccounts: data?.officialAccounts ?? [],
    isReadOnly: data !== undefined && hubSpot === null,
    isOnline: data?.isOnline ?? true,
    lacks: (name) => hubSpot?.capabilities.find((each) => each.name === name && !each.isAvailable) ?? null,
  };
}
