import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisconnectRehearsal } from '../../../shared/model/account';
import type { OfficialAccountId } from '../../../shared/model/ids';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { useFormat } from '../../i18n/useFormat';

const GOES = [
  'contacts',
  'fieldValues',
  'idLinks',
  'lists',
  'listMembers',
  'companies',
  'groupTies',
  'pendingWrites',
] as const satisfies readonly (keyof DisconnectRehearsal['deletes'])[];
const STAYS = [
  'conversations',
  'messages',
  'friends',
] as const satisfies readonly (keyof DisconnectRehearsal['keeps'])[];

interface DisconnectModalProps {
  /** null = HubSpot, and with it every integration. */
  readonly id: OfficialAccountId | null;
  readonly name: string;
  readonly onClose: () => void;
}

/** Rehearses a disconnect (what goes, what stays, what it hits), then does exactly that. */
export function DisconnectModal({ id, name, onClose }: DisconnectModalProps) {
  const { t } = useTranslation(['settings', 'common']);
  const format = useFormat();
  const client = useQueryClient();
  const [isSure, setSure] = useState(false);
  const rehearsal = useQuery({
    ...orpc.accounts.rehearseDisconnect.queryOptions({ input: { id } }),
    staleTime: 0,
    gcTime: 0,
  });
  const disconnect = useMutation(
    orpc.accounts.disconnect.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: async () => {
        onClose();
        notifications.show({ message: t('settings:disconnect.done', { name }) });
        await client.invalidateQueries();
      },
      onError: () => {
        setSure(false);
        void rehearsal.refetch();
      },
    }),
  );
  const found = rehearsal.data;
  const count = (key: (typeof GOES)[number] | (typeof STAYS)[number], value: number) => (
    <li key={key} data-none={value === 0}>
      <span>{t(`settings:disconnect.items.${key}`)}</span>
      <strong>{format.number(value)}</strong>
    </li>
  );
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('settings:disconnect.title', { name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('settings:disconnect.lead')}</Text>
        {rehearsal.isError ? (
          <ErrorNotice problem={problemOf(rehearsal.error)} onRetry={() => void rehearsal.refetch()} />
        ) : null}
        {rehearsal.isPending ? <LoadingRows rows={6} /> : null}
        {found === undefined ? null : (
          <>
            <div className="settings-rehearsal">
              <section>
                <h3 className="settings-subtitle">{t('settings:disconnect.goes')}</h3>
                <ul className="settings-counts">{GOES.map((key) => count(key, found.deletes[key]))}</ul>
              </section>
              <section>
                <h3 className="settings-subtitle">{t('settings:disconnect.stays')}</h3>
                <ul className="settings-counts">{STAYS.map((key) => count(key, found.keeps[key]))}</ul>
                <Text size="sm" c="dimmed" mt="xs">
                  {t('settings:disconnect.providers')}
                </Text>
              </section>
            </div>
            <section>
              <h3 className="settings-subtitle">{t('settings:disconnect.affected')}</h3>
              {found.affected.length === 0 ? (
                <Text size="sm" c="dimmed">
                  {t('settings:disconnect.nothingAffected')}
                </Text>
              ) : (
                <ul className="settings-counts">
                  {found.affected.map((each) => (
                    <li key={`${each.kind} ${each.name}`}>
                      <span>
                        {t(`settings:disconnect.kinds.${each.kind}`)}
                        {each.name === '' ? '' : `: ${each.name}`}
                      </span>
                      <strong>{format.number(each.count)}</strong>
                    </li>
                  ))}
                </ul>
              )}
            </section>
            {found.sequenceNumber === null ? null : (
              <Text size="sm" c="dimmed">
                {t('settings:disconnect.number', { number: found.sequenceNumber })}
              </Text>
            )}
            {disconnect.error === null ? null : <ErrorNotice problem={problemOf(disconnect.error)} />}
            <Checkbox
              checked={isSure}
              onChange={(event) => setSure(event.currentTarget.checked)}
              label={t('settings:disconnect.sure', { name })}
            />
          </>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common:cancel')}
          </Button>
          <Button
            color="red"
            disabled={!isSure || found === undefined || rehearsal.isFetching}
            loading={disconnect.isPending}
            onClick={() => found !== undefined && disconnect.mutate({ id, token: found.token })}
          >
            {t('settings:disconnect.do')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
