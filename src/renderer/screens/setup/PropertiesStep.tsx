import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { orpc, rpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { PropertyPicker } from '../../components/property-picker/PropertyPicker';

/** What is synced: only what a person adds here. Ends the wizard and starts the first sync. */
export function PropertiesStep({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation(['setup', 'common']);
  const client = useQueryClient();
  const { data: choices, error, refetch, isFetching } = useQuery(orpc.mapping.choices.queryOptions());
  const [changed, setChanged] = useState<ReadonlySet<string> | null>(null);
  const chosen = changed ?? new Set(choices?.filter((choice) => choice.isChosen).map(({ name }) => name));
  const finish = useMutation({
    meta: { isShownInline: true },
    mutationFn: async (names: readonly string[]) => {
      await rpc.setup.saveProperties({ names: [...names] });
      await rpc.setup.finish();
    },
    onSuccess: async () => {
      goTo(places.dashboard, { replace: true });
      await client.invalidateQueries();
    },
  });
  return (
    <Stack gap="md" maw={760}>
      <Text c="dimmed">{t('setup:properties.lead')}</Text>
      {error === null ? null : (
        <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} isRetrying={isFetching} />
      )}
      {choices === undefined && error === null ? <LoadingRows rows={8} /> : null}
      {choices === undefined ? null : (
        <PropertyPicker choices={choices} value={chosen} onChange={setChanged} autoFocus />
      )}
      {choices !== undefined && chosen.size === 0 ? <Text size="sm">{t('setup:properties.nothing')}</Text> : null}
      {finish.error === null ? null : <ErrorNotice problem={problemOf(finish.error)} />}
      <Group>
        <Button onClick={() => finish.mutate([...chosen])} loading={finish.isPending} disabled={choices === undefined}>
          {t('setup:properties.finish')}
        </Button>
        <Button variant="subtle" onClick={onBack} disabled={finish.isPending}>
          {t('common:back')}
        </Button>
      </Group>
    </Stack>
  );
}
