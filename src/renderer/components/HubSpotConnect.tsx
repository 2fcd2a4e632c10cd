import { Anchor, Button, CopyButton, Group, Loader, Stack, Text, TextInput } from '@mantine/core';
import { IconCopy, IconExternalLink } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../shared/contract/setup-contract';
import { orpc } from '../bridge/client';
import { ErrorNotice } from './ErrorNotice';
import { HubSpotToken } from './HubSpotToken';

interface HubSpotConnectProps {
  readonly hubSpot: SetupState['hubSpot'];
  /** Words of the first button. */
  readonly label: string;
  readonly autoFocus?: boolean;
}

/** Signs in to HubSpot in the system browser: start, the wait with its link and a way out, what went wrong; or a token instead. */
export function HubSpotConnect({ hubSpot, label, autoFocus = false }: HubSpotConnectProps) {
  const { t } = useTranslation(['setup', 'common']);
  const client = useQueryClient();
  const [isToken, setToken] = useState(false);
  const onSuccess = (state: SetupState): void => {
    client.setQueryData(orpc.setup.state.queryKey(), state);
  };
  const connect = useMutation(orpc.setup.connectHubSpot.mutationOptions({ onSuccess }));
  const stop = useMutation(orpc.setup.cancelHubSpot.mutationOptions({ onSuccess }));
  const isWaiting = hubSpot.state === 'waitingForBrowser' || hubSpot.state === 'connecting';
  if (isToken && !isWaiting) return <HubSpotToken onBack={() => setToken(false)} />;
  return (
    <Stack gap="sm" align="stretch">
      {hubSpot.problem === null || isWaiting ? null : <ErrorNotice problem={hubSpot.problem} />}
      {isWaiting ? (
        <div className="lumo-card lumo-waiting-box" role="status">
          <Group gap="sm" wrap="nowrap">
            <Loader size="sm" aria-hidden />
            <div>
              <Text fw={600} size="sm">
                {hubSpot.state === 'connecting' ? t('setup:hubSpot.connecting') : t('setup:hubSpot.waiting')}
              </Text>
              <Text size="sm" c="dimmed">
                {hubSpot.state === 'connecting' ? t('setup:hubSpot.connectingHint') : t('setup:hubSpot.waitingHint')}
              </Text>
            </div>
          </Group>
          {hubSpot.authorizeUrl === null || hubSpot.state === 'connecting' ? null : (
            <TextInput
              readOnly
              mt="sm"
              className="lumo-url"
              aria-label={t('setup:hubSpot.link')}
              value={hubSpot.authorizeUrl}
              onFocus={(event) => event.currentTarget.select()}
            />
          )}
          <Group gap="xs" mt="sm">
            {hubSpot.authorizeUrl === null ? null : (
              <CopyButton value={hubSpot.authorizeUrl}>
                {({ copied, copy }) => (
                  <Button variant="default" size="xs" leftSection={<IconCopy size={14} aria-hidden />} onClick={copy}>
                    {copied ? t('common:copied') : t('setup:hubSpot.copyLink')}
                  </Button>
                )}
              </CopyButton>
            )}
            <Button
              variant="default"
              size="xs"
              leftSection={<IconExternalLink size={14} aria-hidden />}
              onClick={() => connect.mutate(undefined)}
              loading={connect.isPending}
            >
              {t('setup:hubSpot.openAgain')}
            </Button>
            <Button variant="subtle" size="xs" onClick={() => stop.mutate(undefined)} loading={stop.isPending}>
              {t('common:cancel')}
            </Button>
          </Group>
        </div>
      ) : (
        <Group gap="md">
          <Button
            leftSection={<IconExternalLink size={16} aria-hidden />}
            onClick={() => connect.mutate(undefined)}
            loading={connect.isPending}
            data-autofocus={autoFocus ? true : undefined}
          >
            {label}
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={() => setToken(true)}>
            {t('setup:hubSpotToken.use')}
          </Anchor>
        </Group>
      )}
    </Stack>
  );
}
