import { Button, Stack } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../shared/contract/setup-contract';
import { Card } from '../../components/Card';
import { ErrorNotice } from '../../components/ErrorNotice';
import { OwnAccountsForm } from '../setup/OwnAccountsForm';
import { Facts } from './Facts';

/** The HubSpot app and the relay of own accounts; where no keyring kept their secrets, they are asked again here. */
export function ConnectionCard({ connection }: { readonly connection: NonNullable<SetupState['ownConnection']> }) {
  const { t } = useTranslation(['settings', 'setup']);
  const [isChanging, setChanging] = useState(false);
  const { areSecretsKnown, hubSpotClientId, relayUrl, workspaceId } = connection;
  return (
    <Card title={t('settings:accounts.connection')}>
      <Stack gap="md" className="settings-card-body">
        {areSecretsKnown ? null : (
          <ErrorNotice problem={{ code: 'SECRETS_UNAVAILABLE', params: {} }} severity="warning" />
        )}
        {isChanging || !areSecretsKnown ? (
          <OwnAccountsForm
            known={{ hubSpotClientId, relayUrl, workspaceId }}
            onUsed={() => setChanging(false)}
            {...(areSecretsKnown ? { onBack: () => setChanging(false) } : {})}
          />
        ) : (
          <>
            <Facts
              facts={[
                [t('setup:own.hubSpotClientId.label'), hubSpotClientId],
                [t('setup:own.relayUrl.label'), relayUrl],
                [t('setup:own.workspaceId.label'), workspaceId],
              ]}
            />
            <div>
              <Button
                variant="default"
                size="xs"
                leftSection={<IconKey size={15} aria-hidden />}
                onClick={() => setChanging(true)}
              >
                {t('settings:accounts.connectionChange')}
              </Button>
            </div>
          </>
        )}
      </Stack>
    </Card>
  );
}
