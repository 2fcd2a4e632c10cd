import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LineCredentials, lineCredentialsSchema, type SetupState } from '../../../shared/contract/setup-contract';
import type { OfficialAccount } from '../../../shared/model/account';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { ErrorNotice } from '../ErrorNotice';
import { useDebounced } from '../useDebounced';
import { ChannelFields } from './ChannelFields';
import { CheckedAccount } from './CheckedAccount';
import { SuggestedAccounts } from './SuggestedAccounts';

const CHECK_WAIT_MS = 500;

interface LineConnectFormProps {
  readonly state: SetupState;
  readonly onConnected: (account: OfficialAccount) => void;
}

const NOTHING: LineCredentials = { channelId: '', channelSecret: null };

/** Connects one Official Account: which one (checked live), its sequence number, done. */
export function LineConnectForm({ state, onConnected }: LineConnectFormProps) {
  const { t } = useTranslation(['setup', 'common']);
  const client = useQueryClient();
  const hasSuggestions = state.suggestedOfficialAccounts.length > 0;
  const [typed, setTyped] = useState<LineCredentials>(NOTHING);
  const [number, setNumber] = useState<number | null>(null);

  const credentials = useDebounced(typed, CHECK_WAIT_MS);
  const isValid =
    lineCredentialsSchema.safeParse(credentials).success && (hasSuggestions || credentials.channelSecret !== null);
  const check = useQuery(
    orpc.setup.checkLine.queryOptions({
      input: credentials,
      enabled: isValid,
      // The key holds the secret: it is forgotten as soon as nobody looks.
      gcTime: 0,
      staleTime: 60_000,
      placeholderData: keepPreviousData,
    }),
  );
  const isCurrent = typed === credentials && isValid && !check.isPlaceholderData && !check.isFetching;
  const found = isCurrent && check.error === null ? (check.data ?? null) : null;
  const free = found?.freeSequenceNumbers ?? [];
  const chosen = number !== null && free.includes(number) ? number : (free[0] ?? null);

  const connect = useMutation(
    orpc.setup.connectLine.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: async (account) => {
        setTyped(NOTHING);
        setNumber(null);
        await client.invalidateQueries({ queryKey: orpc.setup.state.key() });
        await client.invalidateQueries({ queryKey: orpc.dashboard.key() });
        onConnected(account);
      },
    }),
  );
  const canConnect = found !== null && !found.isConnected && chosen !== null;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (canConnect) connect.mutate({ ...credentials, sequenceNumber: chosen });
      }}
    >
      <Stack gap="md">
        {hasSuggestions ? (
          <SuggestedAccounts
            accounts={state.suggestedOfficialAccounts}
            connected={state.officialAccounts}
            value={typed.channelId}
            onChange={(channelId) => setTyped({ channelId, channelSecret: null })}
          />
        ) : (
          <ChannelFields value={typed} onChange={setTyped} />
        )}
        {isCurrent && check.error !== null ? (
          <ErrorNotice problem={problemOf(check.error)} onRetry={() => void check.refetch()} />
        ) : null}
        {isValid && (check.isFetching || typed !== credentials) ? (
          <Text size="sm" c="dimmed" role="status">
            {t('setup:line.checking')}
          </Text>
        ) : null}
        {found === null ? null : <CheckedAccount check={found} />}
        {canConnect ? (
          <Select
            label={t('setup:line.number')}
            description={t('setup:line.numberHint')}
            data={free.map((each) => ({ value: String(each), label: String(each) }))}
            value={String(chosen)}
            onChange={(next) => setNumber(next === null ? null : Number(next))}
            allowDeselect={false}
            maw={420}
          />
        ) : null}
        {connect.error === null ? null : <ErrorNotice problem={problemOf(connect.error)} />}
        <Group>
          <Button type="submit" disabled={!canConnect} loading={connect.isPending}>
            {t('setup:line.connect')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
