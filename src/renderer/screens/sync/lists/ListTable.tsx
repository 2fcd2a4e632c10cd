import { ActionIcon, Loader, Switch, Tooltip, UnstyledButton } from '@mantine/core';
import { IconBolt, IconHandStop, IconRefresh, IconSnowflake } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { HubSpotList } from '../../../../shared/model/crm';
import { NumberText } from '../../../components/NumberText';
import { problemParams } from '../../../components/problem-params';
import { StatusMark } from '../../../components/StatusMark';
import { TimeText } from '../../../components/TimeText';
import { type TableColumn, WindowedTable } from '../layout/WindowedTable';
import { FRESHNESS_TONE, type ListKind, listFreshness, listKind } from './list-state';
import type { ListActions } from './useListActions';

const KIND_SHAPE = { dynamic: IconBolt, static: IconHandStop, snapshot: IconSnowflake } as const;

/** What kind of list it is: a shape and its word. */
export function ListKindMark({ kind }: { readonly kind: ListKind }) {
  const { t } = useTranslation('sync');
  const Shape = KIND_SHAPE[kind];
  return (
    <span className="sync-kind">
      <Shape size={15} stroke={1.8} aria-hidden />
      {t(`lists.kinds.${kind}`)}
    </span>
  );
}

/** How fresh the members are, with the time at which they were read. */
export function ListFreshnessMark({ list }: { readonly list: HubSpotList }) {
  const { t } = useTranslation(['sync', 'errors']);
  const freshness = listFreshness(list);
  const what = list.problem === null ? null : t(`errors:${list.problem.code}.what`, problemParams(list.problem));
  return (
    <>
      <StatusMark tone={FRESHNESS_TONE[freshness]}>{t(`sync:lists.fresh.${freshness}`)}</StatusMark>
      {freshness === 'failed' && what !== null ? (
        <div className="sync-sub sync-cut" title={what}>
          {what}
        </div>
      ) : list.membersAt === null ? null : (
        <div className="sync-sub">
          <TimeText at={list.membersAt} />
        </div>
      )}
    </>
  );
}

interface ListTableProps {
  readonly lists: readonly HubSpotList[];
  readonly openedId: string | null;
  readonly actions: ListActions;
  /** Whether HubSpot can be asked now. */
  readonly canAsk: boolean;
  readonly isReadOnly: boolean;
  readonly onOpen: (id: string) => void;
}

/** One row for each list of contacts. */
export function ListTable({ lists, openedId, actions, canAsk, isReadOnly, onOpen }: ListTableProps) {
  const { t } = useTranslation('sync');
  const columns: readonly TableColumn[] = [
    { id: 'name', label: t('lists.columns.name') },
    { id: 'kind', label: t('lists.columns.kind') },
    { id: 'size', label: t('lists.columns.size'), isEnd: true },
    { id: 'members', label: t('lists.columns.members'), isEnd: true },
    { id: 'linked', label: t('lists.columns.linked'), isEnd: true },
    { id: 'fresh', label: t('lists.columns.fresh') },
    { id: 'synced', label: t('lists.columns.synced') },
    { id: 'now', label: <span className="sync-hidden">{t('lists.columns.actions')}</span> },
  ];
  return (
    <WindowedTable
      label={t('lists.table')}
      className="sync-lists"
      columns={columns}
      count={lists.length}
      rowHeight={54}
      rowKey={(index) => lists[index]?.id ?? String(index)}
      isSelected={(index) => lists[index]?.id === openedId}
      onOpen={(index) => {
        const list = lists[index];
        if (list !== undefined) onOpen(list.id);
      }}
      renderCell={(index, column) => {
        const list = lists[index];
        if (list === undefined) return null;
        switch (column) {
          case 'name':
            return (
              <>
                <UnstyledButton
                  className="sync-row-open"
                  data-row-open
                  aria-expanded={list.id === openedId}
                  title={t('lists.open', { name: list.name })}
                  onClick={() => onOpen(list.id)}
                >
                  {list.name}
                </UnstyledButton>
                {list.folderName === null ? null : <div className="sync-sub sync-cut">{list.folderName}</div>}
              </>
            );
          case 'kind':
            return <ListKindMark kind={listKind(list.processingType)} />;
          case 'size':
            return <NumberText value={list.size} />;
          case 'members':
            return <NumberText value={list.isSynced ? list.memberCount : null} />;
          case 'linked':
            return <NumberText value={list.isSynced ? list.linkedCount : null} />;
          case 'fresh':
            return <ListFreshnessMark list={list} />;
          case 'synced':
            return (
              <Switch
                size="sm"
                checked={list.isSynced}
                disabled={isReadOnly || actions.switchingId === list.id}
                aria-label={t('lists.toggle', { name: list.name })}
                onChange={(event) => actions.setSynced(list, event.currentTarget.checked)}
              />
            );
          default:
            return <SyncNow list={list} actions={actions} canAsk={canAsk} />;
        }
      }}
    />
  );
}

interface SyncNowProps {
  readonly list: HubSpotList;
  readonly actions: ListActions;
  readonly canAsk: boolean;
}

function SyncNow({ list, actions, canAsk }: SyncNowProps) {
  const { t } = useTranslation('sync');
  const isSyncing = actions.syncingId === list.id;
  return (
    <Tooltip label={t('lists.syncNow')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('lists.syncNowOf', { name: list.name })}
        disabled={!canAsk || !list.isSynced || actions.syncingId !== null}
        onClick={() => actions.syncNow(list)}
      >
        {isSyncing ? <Loader size={15} aria-hidden /> : <IconRefresh size={17} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  );
}
