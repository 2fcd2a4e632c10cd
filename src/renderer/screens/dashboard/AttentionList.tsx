import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Attention } from '../../../shared/contract/sync-contract';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { orpc } from '../../bridge/client';
import { ErrorNotice } from '../../components/ErrorNotice';
import { SignInAgain } from './SignInAgain';

const PLACE_OF: Readonly<Record<Exclude<Attention['place'], 'dashboard' | 'signIn'>, string>> = {
  settings: places.settings('accounts'),
  history: places.history,
  chats: places.chats,
  syncData: places.syncData('contact'),
  problems: places.syncData('problems'),
  lists: places.syncData('lists'),
  groups: places.syncData('groups'),
  match: places.match,
};

/** Problems that do not go away by themselves, each with the way to where a person can deal with it. */
export function AttentionList({ attention }: { readonly attention: readonly Attention[] }) {
  const { t } = useTranslation('dashboard');
  const connection = useQuery(orpc.setup.state.queryOptions()).data?.ownConnection;
  const areSecretsLost = connection?.areSecretsKnown === false;
  if (attention.length === 0 && !areSecretsLost) return null;
  // Without the secrets nothing else can be mended: they come first, and alone.
  const shown: readonly Attention[] = areSecretsLost
    ? [{ id: 'secrets', severity: 'error', problem: { code: 'SECRETS_UNAVAILABLE', params: {} }, place: 'settings' }]
    : attention;
  return (
    <Stack gap="xs" component="section" aria-label={t('attention.label')}>
      {shown.map(({ id, severity, problem, place }) => (
        <ErrorNotice
          key={id}
          problem={problem}
          severity={severity}
          actions={
            place === 'dashboard' ? undefined : place === 'signIn' ? (
              <SignInAgain />
            ) : (
              <Button variant="default" size="xs" onClick={() => goTo(PLACE_OF[place])}>
                {t(`attention.go.${place}`)}
              </Button>
            )
          }
        />
      ))}
    </Stack>
  );
}
