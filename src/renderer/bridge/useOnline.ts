import { useQuery } from '@tanstack/react-query';
import { orpc } from './client';

/** Whether the engine reaches the network, by its own calls, and when the data was last read from HubSpot. */
export function useOnline(): { readonly isOnline: boolean; readonly asOf: number | null } {
  const { data } = useQuery(orpc.dashboard.state.queryOptions());
  return { isOnline: data?.isOnline ?? true, asOf: data?.lastRun?.finishedAt ?? data?.lastRun?.startedAt ?? null };
}
