import { MutationCache, QueryClient } from '@tanstack/react-query';
import { showProblem } from '../components/show-problem';

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** True where the screen shows the failure itself; otherwise it appears as a notification. */
      readonly isShownInline?: boolean;
    };
  }
}

/**
 * Cache of what main answered. The engine says what became stale, so nothing is polled or read again on focus.
 * `networkMode: 'always'`: main answers offline too, and queries would otherwise pause while the system is offline.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', retry: false, staleTime: 15_000, refetchOnWindowFocus: false },
    mutations: { networkMode: 'always', retry: false },
  },
  mutationCache: new MutationCache({
    onError: (error, _variables, _result, mutation) => {
      if (mutation.meta?.isShownInline !== true) showProblem(error);
    },
  }),
});
