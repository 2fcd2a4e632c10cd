import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncItem } from '../../../../shared/model/sync';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LumoItemField } from './LumoItemField';
import { useLumoItemLabel } from './useLumoItemLabel';
import { useMappingCheck } from './useMappingCheck';

interface ChangeItemModalProps {
  readonly item: SyncItem;
  readonly onClose: () => void;
}

/** Moves a property to another Lumo item; what does not fit is refused while it is chosen. */
export function ChangeItemModal({ item, onClose }: ChangeItemModalProps) {
  const { t } = useTranslation(['sync', 'common']);
  const client = useQueryClient();
  const lumoLabelOf = useLumoItemLabel();
  const [lumoItem, setLumoItem] = useState(item.lumoItem);
  const { itemProblem, ruleProblem, otherProblem, isChecking } = useMappingCheck(
    item.propertyName,
    lumoItem,
    item.rule,
  );
  const isSame = lumoItem === item.lumoItem;
  const problem = ruleProblem ?? otherProblem;
  const save = useMutation(
    orpc.mapping.change.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: async () => {
        notifications.show({ message: t('sync:done.item', { name: item.label, item: lumoLabelOf(lumoItem) }) });
        onClose();
        await client.invalidateQueries({ queryKey: orpc.mapping.key() });
      },
    }),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('sync:item.title', { name: item.label })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="md">
        <LumoItemField
          propertyName={item.propertyName}
          label={item.label}
          value={lumoItem}
          onChange={setLumoItem}
          problem={isSame ? null : itemProblem}
        />
        <Text size="sm" c="dimmed">
          {t('sync:item.hint')}
        </Text>
        {isSame || problem === null ? null : <ErrorNotice problem={problem} severity="warning" />}
        {save.error === null ? null : <ErrorNotice problem={problemOf(save.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            onClick={() => save.mutate({ propertyName: item.propertyName, lumoItem })}
            loading={save.isPending}
            disabled={isSame || isChecking || itemProblem !== null || problem !== null}
          >
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
