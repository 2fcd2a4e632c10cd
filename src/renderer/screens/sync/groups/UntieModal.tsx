import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { GroupRow } from '../../../../shared/model/crm';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { useAbility } from '../useAbility';

interface UntieModalProps {
  readonly group: GroupRow;
  readonly onClose: () => void;
}

/** Removes the tie of a group to its company; both stay. */
export function UntieModal({ group, onClose }: UntieModalProps) {
  const { t } = useTranslation(['sync', 'common']);
  const client = useQueryClient();
  const { officialAccounts } = useAbility();
  const isAuto = officialAccounts.find(({ id }) => id === group.officialAccountId)?.syncsGroups === true;
  const untie = useMutation(
    orpc.companies.untie.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: async () => {
        notifications.show({ message: t('sync:groups.untied', { name: group.name }) });
        onClose();
        await client.invalidateQueries({ queryKey: orpc.companies.key() });
      },
    }),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('sync:groups.untieTitle', { name: group.name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('sync:groups.untieQuestion', { company: group.companyName ?? group.companyId ?? '' })}</Text>
        {isAuto ? <Text size="sm">{t('sync:groups.untieAuto')}</Text> : null}
        {untie.error === null ? null : <ErrorNotice problem={problemOf(untie.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common:cancel')}
          </Button>
          <Button loading={untie.isPending} onClick={() => untie.mutate({ conversationId: group.conversationId })}>
            {t('sync:groups.untie')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
