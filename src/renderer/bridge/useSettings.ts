import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { defaultSettings, type Settings } from '../../shared/model/settings';
import { orpc } from './client';

/** The person's settings and a function that changes some of them; the screen follows at once, main stores them. */
export function useSettings(): readonly [Settings, (patch: Partial<Settings>) => void] {
  const client = useQueryClient();
  const { data } = useQuery(orpc.app.settings.queryOptions());
  const { mutate } = useMutation(
    orpc.app.saveSettings.mutationOptions({
      onSuccess: (settings) => client.setQueryData(orpc.app.settings.queryKey(), settings),
      onError: () => client.invalidateQueries({ queryKey: orpc.app.settings.key() }),
    }),
  );
  const change = useCallback(
    (patch: Partial<Settings>) => {
      client.setQueryData(orpc.app.settings.queryKey(), (held) => ({ ...(held ?? defaultSettings), ...patch }));
      mutate(patch);
    },
    [client, mutate],
  );
  return [data ?? defaultSettings, change];
}
