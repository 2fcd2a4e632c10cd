import { Button, Group, List, Loader, Stack, Text, Title } from '@mantine/core';
import { IconFlask, IconPlugConnected } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../shared/contract/setup-contract';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { ErrorNotice } from '../../components/ErrorNotice';
import { OwnAccountsForm } from './OwnAccountsForm';

/** The first choice: try everything in the sandbox, or connect own accounts. */
export function ChooseStep({ state }: { readonly state: SetupState }) {
  const { t } = useTranslation('setup');
  const client = useQueryClient();
  const [isOwn, setOwn] = useState(false);
  const start = useMutation(
    orpc.setup.startSandbox.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: (next) => client.setQueryData(orpc.setup.state.queryKey(), next),
    }),
  );
  const isStarting = start.isPending || state.sandbox.state === 'starting';
  const problem = state.sandbox.problem ?? (start.error === null ? null : problemOf(start.error));

  if (isOwn) return <OwnAccountsForm onBack={() => setOwn(false)} />;
  return (
    <Stack gap="lg">
      <Text c="dimmed" size="md" maw={620}>
        {t('choose.lead')}
      </Text>
      {problem === null || isStarting ? null : (
        <ErrorNotice problem={problem} onRetry={() => start.mutate(undefined)} />
      )}
      <div className="setup-choices">
        <section className="lumo-card setup-choice setup-choice-main" aria-labelledby="choose-sandbox">
          <IconFlask size={26} stroke={1.6} aria-hidden className="setup-choice-icon" />
          <Title order={2} size="h2" id="choose-sandbox">
            {t('choose.sandbox')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('choose.sandboxHint')}
          </Text>
          <List size="sm" spacing={6}>
            <List.Item>{t('choose.sandboxPoint1')}</List.Item>
            <List.Item>{t('choose.sandboxPoint2')}</List.Item>
            <List.Item>{t('choose.sandboxPoint3')}</List.Item>
          </List>
          <Group gap="sm" className="setup-choice-end">
            <Button
              size="md"
              onClick={() => start.mutate(undefined)}
              disabled={isStarting}
              leftSection={isStarting ? <Loader size={16} color="gray" aria-hidden /> : null}
              data-autofocus
            >
              {isStarting ? t('choose.sandboxStarting') : t('choose.sandboxStart')}
            </Button>
          </Group>
        </section>
        <section className="lumo-card setup-choice" aria-labelledby="choose-own">
          <IconPlugConnected size={26} stroke={1.6} aria-hidden className="setup-choice-icon" />
          <Title order={2} size="h2" id="choose-own">
            {t('choose.own')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('choose.ownHint')}
          </Text>
          <List size="sm" spacing={6}>
            <List.Item>{t('choose.ownPoint1')}</List.Item>
            <List.Item>{t('choose.ownPoint2')}</List.Item>
            <List.Item>{t('choose.ownPoint3')}</List.Item>
          </List>
          <Group className="setup-choice-end">
            <Button size="md" variant="default" onClick={() => setOwn(true)} disabled={isStarting}>
              {t('choose.ownStart')}
            </Button>
          </Group>
        </section>
      </div>
    </Stack>
  );
}
