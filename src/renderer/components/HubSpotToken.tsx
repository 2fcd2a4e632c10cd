import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '../bridge/client';
import { problemOf } from '../bridge/problem';
import { ErrorNotice } from './ErrorNotice';

const SHORTEST = 10;

/** Connects HubSpot with a static token (private app, project app, service key) instead of a sign-in. The token never comes back to the page. */
export function HubSpotToken({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation(['setup', 'common']);
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const [isTried, setTried] = useState(false);
  const connect = useMutation(
    orpc.setup.connectHubSpotToken.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: (state) => {
        setToken('');
        client.setQueryData(orpc.setup.state.queryKey(), state);
        onBack();
      },
    }),
  );
  const isShort = token.trim().length < SHORTEST;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!isShort) connect.mutate({ token });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('setup:hubSpotToken.lead')}
        </Text>
        <PasswordInput
          label={t('setup:hubSpotToken.label')}
          description={t('setup:hubSpotToken.hint')}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          error={isTried && isShort ? t('setup:hubSpotToken.wrong') : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
          autoFocus
        />
        {connect.error === null ? null : <ErrorNotice problem={problemOf(connect.error)} />}
        <Group gap="xs">
          <Button type="submit" loading={connect.isPending}>
            {t('setup:hubSpotToken.connect')}
          </Button>
          <Button variant="subtle" onClick={onBack}>
            {t('setup:hubSpotToken.signInInstead')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
