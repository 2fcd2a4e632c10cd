import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowNarrowLeft, IconArrowNarrowRight, IconArrowsHorizontal, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SyncItem } from '../../../../shared/model/sync';
import { problemParams } from '../../../components/problem-params';
import { usePropertyType } from '../../../components/property-picker/usePropertyType';
import { StatusMark } from '../../../components/StatusMark';
import { TimeText } from '../../../components/TimeText';
import { type TableColumn, WindowedTable } from '../layout/WindowedTable';
import { ItemMenu } from './ItemMenu';
import { ITEM_TONE, type ItemAction, itemState } from './item-state';
import { useLumoItemLabel } from './useLumoItemLabel';
import { useMappingWords } from './useMappingWords';

const DIRECTION_SHAPE = {
  fromHubSpot: IconArrowNarrowRight,
  toHubSpot: IconArrowNarrowLeft,
  both: IconArrowsHorizontal,
} as const;

interface ItemTableProps {
  readonly items: readonly SyncItem[];
  readonly openedName: string | null;
  readonly isReadOnly: boolean;
  readonly onOpen: (item: SyncItem) => void;
  readonly onAction: (item: SyncItem, action: ItemAction) => void;
}

/** One row for each mapped contact property. */
export function ItemTable({ items, openedName, isReadOnly, onOpen, onAction }: ItemTableProps) {
  const { t } = useTranslation('sync');
  const lumoLabelOf = useLumoItemLabel();
  const columns: readonly TableColumn[] = [
    { id: 'property', label: t('columns.property') },
    { id: 'direction', label: <span className="sync-hidden">{t('columns.direction')}</span> },
    { id: 'item', label: t('columns.item') },
    { id: 'rule', label: t('columns.rule') },
    { id: 'status', label: t('columns.status') },
    { id: 'last', label: t('columns.last') },
    { id: 'counts', label: t('columns.counts') },
    { id: 'actions', label: <span className="sync-hidden">{t('columns.actions')}</span> },
  ];
  return (
    <WindowedTable
      label={t('contact.table')}
      className="sync-items"
      columns={columns}
      count={items.length}
      rowHeight={58}
      rowKey={(index) => items[index]?.propertyName ?? String(index)}
      isSelected={(index) => items[index]?.propertyName === openedName}
      onOpen={(index) => {
        const item = items[index];
        if (item !== undefined) onOpen(item);
      }}
      renderCell={(index, column) => {
        const item = items[index];
        if (item === undefined) return null;
        switch (column) {
          case 'property':
            return <PropertyCell item={item} onOpen={onOpen} isOpen={item.propertyName === openedName} />;
          case 'direction':
            return <DirectionMark direction={item.direction} />;
          case 'item':
            return <span className="sync-cut">{lumoLabelOf(item.lumoItem)}</span>;
          case 'rule':
            return <RuleCell item={item} />;
          case 'status':
            return <ItemStatus item={item} />;
          case 'last':
            return (
              <span className="sync-dim">
                <TimeText at={item.lastSyncedAt} />
              </span>
            );
          case 'counts':
            return <ItemCounts item={item} />;
          default:
            return <ItemMenu item={item} isReadOnly={isReadOnly} onOpen={onOpen} onAction={onAction} />;
        }
      }}
    />
  );
}

interface PropertyCellProps {
  readonly item: SyncItem;
  readonly isOpen: boolean;
  readonly onOpen: (item: SyncItem) => void;
}

/** Label of a property, which opens its pane, with internal name and type. */
export function PropertyCell({ item, isOpen, onOpen }: PropertyCellProps) {
  const { t } = useTranslation('sync');
  const typeName = usePropertyType();
  return (
    <>
      <UnstyledButton
        className="sync-row-open"
        data-row-open
        aria-expanded={isOpen}
        title={t('contact.open', { name: item.label })}
        onClick={() => onOpen(item)}
      >
        {item.label}
      </UnstyledButton>
      <div className="sync-sub sync-cut" title={item.propertyName}>
        <span className="sync-code">{item.propertyName}</span> · {typeName(item.type)}
      </div>
    </>
  );
}

/** Which way values go: an arrow with its words. */
export function DirectionMark({ direction }: { readonly direction: SyncItem['direction'] }) {
  const { t } = useTranslation('sync');
  const Shape = DIRECTION_SHAPE[direction];
  return (
    <Tooltip label={t(`directions.${direction}`)}>
      <span className="sync-direction" role="img" aria-label={t(`directions.${direction}`)}>
        <Shape size={20} stroke={1.7} aria-hidden />
      </span>
    </Tooltip>
  );
}

/** Name of the rule; a locked one with its lock and the reason. */
export function RuleCell({ item }: { readonly item: SyncItem }) {
  const { t } = useTranslation('sync');
  const name = item.rule === null ? t('rules.line') : t(`rules.${item.rule}.name`);
  if (item.lockReason === null) return <span className="sync-wrap">{name}</span>;
  return (
    <Tooltip label={t(`locks.${item.lockReason}`)} multiline maw={300}>
      <span className="sync-locked">
        <span className="sync-wrap">{name}</span>
        <span className="sync-sub">
          <IconLock size={13} aria-hidden />
          {t(`locksShort.${item.lockReason}`)}
        </span>
      </span>
    </Tooltip>
  );
}

/** State of an item in a word, and its problem in words below. */
export function ItemStatus({ item }: { readonly item: SyncItem }) {
  const { t } = useTranslation(['sync', 'errors']);
  const state = itemState(item);
  const problem = item.problem;
  const { readable } = useMappingWords();
  const what = problem === null ? null : t(`errors:${problem.code}.what`, problemParams(readable(problem, item)));
  return (
    <>
      <StatusMark tone={ITEM_TONE[state]}>
        {state === 'failing' ? t('sync:statuses.failing', { count: item.errorCount }) : t(`sync:statuses.${state}`)}
      </StatusMark>
      {what === null ? null : (
        <div className="sync-sub sync-cut" title={what}>
          {what}
        </div>
      )}
    </>
  );
}

/** Values that wait to be written, and those that HubSpot refuses. */
export function ItemCounts({ item }: { readonly item: SyncItem }) {
  const { t } = useTranslation('sync');
  if (item.pendingCount === 0 && item.errorCount === 0) return <span className="sync-dim">-</span>;
  return (
    <span className="sync-counts">
      {item.pendingCount === 0 ? null : <span>{t('pendingCount', { count: item.pendingCount })}</span>}
      {item.errorCount === 0 ? null : (
        <span className="sync-danger">{t('errorCount', { count: item.errorCount })}</span>
      )}
    </span>
  );
}
