import { useQuery } from '@tanstack/react-query';
import type { AppInfo } from '../../shared/contract/app-contract';
import { orpc } from './client';

/** What main says about the app: mode, versions, data folder. null until the first answer. */
export function useAppInfo(): AppInfo | null {
  return useQuery(orpc.app.info.queryOptions()).data ?? null;
}
