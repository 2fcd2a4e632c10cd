import { Anchor, Button, Group, List, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAffiliate, IconCheck, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../shared/contract/setup-contract';
import { orpc } from '../../bridge/client';
import { useAppInfo } from '../../bridge/useAppInfo';
import { HubSpotConnect } from '../../components/HubSpotConnect';
import { StatusMark } from '../../components/StatusMark';

const ALLOWED = ['readContacts', 'readCompanies', 'writeLine', 'createProperties'] as const;
const NEVER = ['neverContactData', 'neverDelete'] as const;

interface HubSpotStepProps {
  readonly state: SetupState;
  readonly onNext: () => void;
}

/** Signs in to HubSpot, with the permissions in plain words before they are approved there. */
export function HubSpotStep({ state, onNext }: HubSpotStepProps) {
  const { t } = useTranslation(['setup', 'common']);
  const info = useAppInfo();
  const leave = useMutation(orpc.app.leaveMode.mutationOptions());
  const { account } = state.hubSpot;
  const isConnected = state.hubSpot.state === 'connected' && account !== null;
  return (
    <Stack gap="lg" maw={640}>
      <Text c="dimmed">{state.mode === 'sandbox' ? t('setup:hubSpot.leadSandbox') : t('setup:hubSpot.lead')}</Text>
      {isConnected ? (
        <div className="lumo-card setup-account">
          <IconAffiliate size={26} aria-hidden />
          <div className="setup-account-text">
            <Text fw={600}>{account.name}</Text>
            <Text size="sm" c="dimmed">
              {t('setup:hubSpot.account', { id: account.hubId })}
              {account.userEmail === null ? null : ` · ${account.userEmail}`}
            </Text>
          </div>
          <StatusMark tone="ok">{t('common:health.ok')}</StatusMark>
        </div>
      ) : (
        <>
          <section className="lumo-card setup-permissions" aria-labelledby="permissions">
            <Title order={2} size="h4" id="permissions" mb="xs">
              {t('setup:hubSpot.permissions')}
            </Title>
            <List size="sm" spacing={8} center>
              {ALLOWED.map((name) => (
                <List.Item
                  key={name}
                  icon={
                    <ThemeIcon size={20} radius="xl" variant="light" aria-hidden>
                      <IconCheck size={13} />
                    </ThemeIcon>
                  }
                >
                  {t(`setup:hubSpot.may.${name}`)}
                </List.Item>
              ))}
              {NEVER.map((name) => (
                <List.Item
                  key={name}
                  icon={
                    <ThemeIcon size={20} radius="xl" variant="light" color="gray" aria-hidden>
                      <IconX size={13} />
                    </ThemeIcon>
                  }
                >
                  {t(`setup:hubSpot.may.${name}`)}
                </List.Item>
              ))}
            </List>
          </section>
          {info?.isKeyringAvailable === false ? (
            <Text size="sm" c="dimmed">
              {t('setup:hubSpot.noKeyring')}
            </Text>
          ) : null}
          <HubSpotConnect hubSpot={state.hubSpot} label={t('setup:hubSpot.connect')} autoFocus />
        </>
      )}
      <Group justify="space-between">
        {isConnected ? (
          <Button onClick={onNext} data-autofocus>
            {t('common:next')}
          </Button>
        ) : (
          <span />
        )}
        <Anchor component="button" type="button" size="sm" c="dimmed" onClick={() => leave.mutate(undefined)}>
          {t('setup:startOver')}
        </Anchor>
      </Group>
    </Stack>
  );
}
