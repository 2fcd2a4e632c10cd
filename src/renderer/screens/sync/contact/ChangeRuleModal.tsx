import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncItem } from '../../../../shared/model/sync';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { RuleChoice } from './RuleChoice';

interface ChangeRuleModalProps {
  readonly item: SyncItem;
  readonly onClose: () => void;
}

/** Changes by which rule an item is synced. */
export function ChangeRuleModal({ item, onClose }: ChangeRuleModalProps) {
  const { t } = useTranslation(['sync', 'common']);
  const client = useQueryClient();
  const [rule, setRule] = useState(item.rule ?? 'alwaysHubSpot');
  const save = useMutation(
    orpc.mapping.change.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: async () => {
        notifications.show({
          message: t('sync:done.rule', { name: item.label, rule: t(`sync:rules.${rule}.name`) }),
        });
        onClose();
        await client.invalidateQueries({ queryKey: orpc.mapping.key() });
      },
    }),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      size={720}
      title={t('sync:rule.title', { name: item.label })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="md">
        <RuleChoice value={rule} allowed={item.allowedRules} lockReason={item.lockReason} onChange={setRule} />
        <Text size="sm" c="dimmed">
          {t('sync:rule.hint')}
        </Text>
        {save.error === null ? null : <ErrorNotice problem={problemOf(save.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            onClick={() => save.mutate({ propertyName: item.propertyName, rule })}
            loading={save.isPending}
            disabled={rule === item.rule}
          >
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
