import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../bridge/client';
import { HubSpotConnect } from '../../components/HubSpotConnect';

/** Signs in to HubSpot from where its absence is told: one button, then the wait for the browser with its link. */
export function SignInAgain() {
  const { t } = useTranslation('dashboard');
  const client = useQueryClient();
  const stage = useQuery(orpc.setup.state.queryOptions()).data?.hubSpot;
  const connect = useMutation(
    orpc.setup.connectHubSpot.mutationOptions({
      onSuccess: (state) => client.setQueryData(orpc.setup.state.queryKey(), state),
    }),
  );
  if (stage?.state === 'waitingForBrowser' || stage?.state === 'connecting') {
    return <HubSpotConnect hubSpot={stage} label={t('attention.signIn')} />;
  }
  return (
    <Button
      size="xs"
      leftSection={<IconExternalLink size={15} aria-hidden />}
      loading={connect.isPending}
      onClick={() => connect.mutate(undefined)}
    >
      {t('attention.signIn')}
    </Button>
  );
}
