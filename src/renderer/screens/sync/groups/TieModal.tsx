import { Alert, Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconInfoCircle, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupRow } from '../../../../shared/model/crm';
import type { CompanyId } from '../../../../shared/model/ids';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { useDebounced } from '../../../components/useDebounced';

interface TieModalProps {
  readonly group: GroupRow;
  readonly onClose: () => void;
}

/** Ties a group to a company that HubSpot has already, found by a live search. */
export function TieModal({ group, onClose }: TieModalProps) {
  const { t } = useTranslation(['sync', 'common']);
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<CompanyId | null>(null);
  // A search in HubSpot counts against its limit, so it waits for a pause in the typing.
  const settled = useDebounced(text.trim(), 350);
  const found = useQuery({
    ...orpc.companies.searchHubSpot.queryOptions({ input: { text: settled } }),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
  });
  const companies = settled === '' ? undefined : found.data;
  const tie = useMutation(
    orpc.companies.tie.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: async ({ name, companyName }) => {
        notifications.show({ message: t('sync:groups.tied', { name, company: companyName ?? '' }) });
        onClose();
        await client.invalidateQueries({ queryKey: orpc.companies.key() });
      },
    }),
  );
  const isChosenShown = companies?.some(({ id }) => id === chosen) === true;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('sync:groups.tieTitle', { name: group.name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen !== null && isChosenShown) {
            tie.mutate({ conversationId: group.conversationId, companyId: chosen });
          }
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t('sync:groups.tieSearch')}
            description={t('sync:groups.tieHint')}
            value={text}
            maxLength={200}
            onChange={(event) => setText(event.currentTarget.value)}
            leftSection={<IconSearch size={16} aria-hidden />}
            data-autofocus
          />
          {found.error !== null && settled !== '' ? (
            <ErrorNotice problem={problemOf(found.error)} onRetry={() => void found.refetch()} />
          ) : null}
          {settled !== '' && found.isPending ? <LoadingRows rows={3} /> : null}
          {settled === '' ? (
            <Text size="sm" c="dimmed">
              {t('sync:groups.tieType')}
            </Text>
          ) : null}
          {companies?.length === 0 ? (
            <Text size="sm" role="status">
              {t('sync:groups.tieNone', { text: settled })}
            </Text>
          ) : null}
          {companies === undefined || companies.length === 0 ? null : (
            <Radio.Group
              label={t('sync:groups.tieResults')}
              value={chosen ?? ''}
              onChange={(next) => setChosen(companies.find(({ id }) => id === next)?.id ?? null)}
            >
              <div className="sync-found">
                {companies.map(({ id, name, domain }) => (
                  <Radio key={id} value={id} label={name} {...(domain === null ? {} : { description: domain })} />
                ))}
              </div>
            </Radio.Group>
          )}
          {group.companyId === null ? null : (
            <Alert color="amber" variant="light" icon={<IconInfoCircle size={18} aria-hidden />}>
              {t('sync:groups.tieReplaces', { company: group.companyName ?? group.companyId })}
            </Alert>
          )}
          {tie.error === null ? null : <ErrorNotice problem={problemOf(tie.error)} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" disabled={!isChosenShown} loading={tie.isPending}>
              {t('sync:groups.tie')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
