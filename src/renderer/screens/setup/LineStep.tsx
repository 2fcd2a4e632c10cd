import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../shared/contract/setup-contract';
import { AccountAvatar } from '../../components/AccountAvatar';
import { canConnectAnother } from '../../components/line-connect/can-connect-another';
import { LineConnectForm } from '../../components/line-connect/LineConnectForm';
import { StatusMark } from '../../components/StatusMark';

interface LineStepProps {
  readonly state: SetupState;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

/** Connects one or several Official Accounts, each with its fixed sequence number. */
export function LineStep({ state, onBack, onNext }: LineStepProps) {
  const { t } = useTranslation(['setup', 'common']);
  const { officialAccounts: accounts } = state;
  const isAnyLeft = canConnectAnother(state);
  const [isAdding, setAdding] = useState(false);
  const isFormShown = isAnyLeft && (accounts.length === 0 || isAdding);
  return (
    <Stack gap="lg" maw={640}>
      <Text c="dimmed">{t('setup:line.lead')}</Text>
      {accounts.length === 0 ? null : (
        <section aria-labelledby="connected-accounts">
          <Title order={2} size="h4" id="connected-accounts" mb="xs">
            {t('setup:line.connected')}
          </Title>
          <Stack gap="xs">
            {accounts.map((account) => (
              <div key={account.id} className="lumo-card setup-account">
                <AccountAvatar
                  name={account.displayName}
                  pictureUrl={account.pictureUrl}
                  colorKey={account.id}
                  size={32}
                />
                <div className="setup-account-text">
                  <Text fw={600} size="sm">
                    {account.displayName}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {account.basicId} · {t('setup:line.numberIs', { number: account.sequenceNumber })}
                  </Text>
                </div>
                <StatusMark tone={account.problem === null ? 'ok' : 'warning'}>
                  {t(account.problem === null ? 'common:health.ok' : 'common:health.attention')}
                </StatusMark>
              </div>
            ))}
          </Stack>
        </section>
      )}
      {isFormShown ? (
        <section className="lumo-card setup-form" aria-label={t('setup:line.form')}>
          <LineConnectForm state={state} onConnected={() => setAdding(false)} />
        </section>
      ) : null}
      <Group>
        {accounts.length === 0 ? null : (
          <Button onClick={onNext} data-autofocus={isAdding ? undefined : true}>
            {t('common:next')}
          </Button>
        )}
        {accounts.length > 0 && isAnyLeft && !isAdding ? (
          <Button variant="default" onClick={() => setAdding(true)}>
            {t('setup:line.another')}
          </Button>
        ) : null}
        <Button variant="subtle" onClick={onBack}>
          {t('common:back')}
        </Button>
      </Group>
    </Stack>
  );
}
