import './undo.css';
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactId, SyncRunId } from '../../../../shared/model/ids';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { useDebounced } from '../../../components/useDebounced';
import { PeopleChoice } from './PeopleChoice';
import { UndoPreview } from './UndoPreview';

interface UndoDialogProps {
  readonly runId: SyncRunId;
  /** People that are chosen at first; null = everyone. */
  readonly startWith: readonly ContactId[] | null;
  readonly onClose: () => void;
}

/** Takes the field writes of a run back: for whom, what that would do, and only then the undo, as a run of its own. */
export function UndoDialog({ runId, startWith, onClose }: UndoDialogProps) {
  const { t } = useTranslation(['history', 'common']);
  const [scope, setScope] = useState<'all' | 'chosen'>(startWith === null ? 'all' : 'chosen');
  const [chosen, setChosen] = useState<ReadonlySet<ContactId>>(new Set(startWith ?? []));
  const contactIds = scope === 'all' ? null : [...chosen];
  const asked = useDebounced(JSON.stringify(contactIds), 200);
  const isNobody = contactIds !== null && contactIds.length === 0;
  const preview = useQuery({
    ...orpc.sync.undoPreview.queryOptions({ input: { runId, contactIds } }),
    enabled: !isNobody && asked === JSON.stringify(contactIds),
    staleTime: 0,
  });
  const undo = useMutation(
    orpc.sync.undo.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: (run) => {
        onClose();
        goTo(places.run(run.runId));
      },
    }),
  );
  const possible = preview.data?.possible ?? 0;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('history:undo.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('history:undo.text')}</Text>
        <Radio.Group
          value={scope}
          onChange={(value) => setScope(value === 'all' ? 'all' : 'chosen')}
          aria-label={t('history:undo.for')}
        >
          <Stack gap={8}>
            <Radio value="all" label={t('history:undo.everyone')} size="sm" />
            <Radio value="chosen" label={t('history:undo.chosen')} size="sm" />
          </Stack>
        </Radio.Group>
        {scope === 'all' ? null : <PeopleChoice runId={runId} chosen={chosen} onChange={setChosen} />}
        {isNobody ? (
          <Text size="sm" c="dimmed">
            {t('history:undo.nobody')}
          </Text>
        ) : null}
        {preview.isError ? (
          <ErrorNotice problem={problemOf(preview.error)} onRetry={() => void preview.refetch()} />
        ) : null}
        {!isNobody && preview.data === undefined && !preview.isError ? <LoadingRows rows={2} /> : null}
        {isNobody || preview.data === undefined ? null : <UndoPreview plan={preview.data} />}
        {undo.isError ? <ErrorNotice problem={problemOf(undo.error)} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            loading={undo.isPending}
            disabled={isNobody || possible === 0 || preview.isFetching}
            onClick={() => undo.mutate({ runId, contactIds })}
          >
            {t('history:undo.confirm', { count: possible })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
