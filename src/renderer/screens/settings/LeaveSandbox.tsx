import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { Card } from '../../components/Card';
import { ErrorNotice } from '../../components/ErrorNotice';

/** Ends the sandbox after a question: its data is deleted and the first screen is shown. */
export function LeaveSandbox() {
  const { t } = useTranslation(['settings', 'common']);
  const client = useQueryClient();
  const [isAsking, { open, close }] = useDisclosure(false);
  const leave = useMutation(
    orpc.app.leaveMode.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: async () => {
        close();
        goTo(places.setup, { replace: true });
        await client.resetQueries();
      },
    }),
  );
  return (
    <Card title={t('settings:data.sandbox')}>
      <Stack gap="sm" align="flex-start" className="settings-card-body">
        <Text size="sm" c="dimmed">
          {t('settings:data.leaveHint')}
        </Text>
        <Button variant="default" onClick={open}>
          {t('common:sandbox.leave')}
        </Button>
      </Stack>
      <Modal
        opened={isAsking}
        onClose={close}
        title={t('settings:data.leaveTitle')}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <Stack gap="md">
          <Text size="sm">{t('settings:data.leaveQuestion')}</Text>
          {leave.error === null ? null : <ErrorNotice problem={problemOf(leave.error)} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {t('common:cancel')}
            </Button>
            <Button color="red" loading={leave.isPending} onClick={() => leave.mutate(undefined)}>
              {t('common:sandbox.leave')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Card>
  );
}
