import { Anchor, Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TableVirtuoso } from 'react-virtuoso';
import type { SyncProblem } from '../../../../shared/model/sync';
import { useValueText } from '../../../components/contact/useValueText';
import { TimeText } from '../../../components/TimeText';
import { useFormat } from '../../../i18n/useFormat';
import { usePropertyName } from './usePropertyName';

interface RecordTableProps {
  readonly records: readonly SyncProblem[];
  readonly chosen: ReadonlySet<number>;
  readonly onChoose: (chosen: ReadonlySet<number>) => void;
  readonly onOpen: (id: number) => void;
  readonly onMore: () => void;
}

const ROW_HEIGHT = 42;
const MOST_ROWS = 11;

/** Refused records as a windowed table with a choice of some. The name opens one. */
export function RecordTable({ records, chosen, onChoose, onOpen, onMore }: RecordTableProps) {
  const { t } = useTranslation(['sync', 'history']);
  const format = useFormat();
  const nameOf = usePropertyName();
  const text = useValueText();
  const isAll = records.every(({ id }) => chosen.has(id));
  const choose = (id: number, isChosen: boolean): void => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    onChoose(next);
  };
  return (
    <TableVirtuoso
      className="lumo-card problems-table"
      style={{ height: ROW_HEIGHT * (Math.min(MOST_ROWS, records.length) + 1) + 4 }}
      data={records}
      computeItemKey={(_, record) => record.id}
      endReached={onMore}
      components={{ Table: (props) => <table {...props} aria-label={t('sync:problems.table')} /> }}
      fixedHeaderContent={() => (
        <tr>
          <th scope="col" className="problems-check">
            <Checkbox
              size="sm"
              aria-label={t('sync:problems.selectAll')}
              checked={isAll}
              indeterminate={!isAll && chosen.size > 0}
              onChange={() => onChoose(isAll ? new Set() : new Set(records.map(({ id }) => id)))}
            />
          </th>
          {(['name', 'friend', 'field', 'sent', 'since', 'attempts'] as const).map((column) => (
            <th key={column} scope="col" data-column={column}>
              {t(`sync:problems.columns.${column}`)}
            </th>
          ))}
        </tr>
      )}
      itemContent={(_, record) => (
        <>
          <td className="problems-check">
            <Checkbox
              size="sm"
              aria-label={t('sync:problems.select', { name: record.recordName })}
              checked={chosen.has(record.id)}
              onChange={(event) => choose(record.id, event.currentTarget.checked)}
            />
          </td>
          <td>
            <Anchor component="button" type="button" size="sm" fw={550} onClick={() => onOpen(record.id)}>
              {record.recordName}
            </Anchor>
            {record.recordKind === 'contact' ? null : <small> {t(`history:recordKind.${record.recordKind}`)}</small>}
          </td>
          <td>{record.friendName ?? '-'}</td>
          <td>{record.property === null ? '-' : nameOf(record.property)}</td>
          <td className="problems-value">
            {record.valueSent === null
              ? '-'
              : record.property === null
                ? record.valueSent
                : text(record.property, record.valueSent)}
          </td>
          <td>
            <TimeText at={record.firstAt} />
          </td>
          <td data-column="attempts">{format.number(record.attempts)}</td>
        </>
      )}
    />
  );
}
