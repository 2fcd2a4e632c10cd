// biome-ignore-all lint/a11y/useSemanticElements: rows of a windowed grid are placed by transform, which <table> cannot do
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself holds the focus and names the active row
import { Skeleton } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OptionCount } from '../../../shared/contract/contacts-contract';
import type { ContactRow } from '../../../shared/model/contact';
import { AccountAvatar } from '../../components/AccountAvatar';
import { TimeText } from '../../components/TimeText';
import { type ContactColumn, contactColumns } from './contact-columns';
import { LifecycleBadge } from './LifecycleBadge';

interface ContactCellsProps {
  /** undefined while its page is being read. */
  readonly row: ContactRow | undefined;
  readonly stages: readonly OptionCount[];
  readonly statuses: readonly OptionCount[];
}

/** The cells of one contact, or grey bars while it is being read. */
export function ContactCells({ row, stages, statuses }: ContactCellsProps) {
  return contactColumns.map((column) => (
    <div key={column.id} role="gridcell" data-column={column.id} className="contact-cell">
      {row === undefined ? (
        <Skeleton height={10} width={column.id === 'name' ? '70%' : '55%'} className="lumo-late" />
      ) : (
        <Cell column={column} row={row} stages={stages} statuses={statuses} />
      )}
    </div>
  ));
}

interface CellProps {
  readonly column: ContactColumn;
  readonly row: ContactRow;
  readonly stages: readonly OptionCount[];
  readonly statuses: readonly OptionCount[];
}

function labelOf(options: readonly OptionCount[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? value;
}

function Cell({ column, row, stages, statuses }: CellProps) {
  const { t } = useTranslation('contacts');
  switch (column.id) {
    case 'name':
      return (
        <>
          <AccountAvatar name={row.displayName} pictureUrl={null} colorKey={row.id} size={28} />
          <span className="contact-name">{row.displayName}</span>
        </>
      );
    case 'lifecycleStage':
      return row.lifecycleStage === null || row.lifecycleStage === '' ? null : (
        <LifecycleBadge stage={row.lifecycleStage} label={labelOf(stages, row.lifecycleStage)} />
      );
    case 'leadStatus':
      return row.leadStatus === null || row.leadStatus === '' ? null : (
        <span className="contact-value">{labelOf(statuses, row.leadStatus)}</span>
      );
    case 'line':
      return row.friendCount === 0 ? (
        <span className="contact-none" title={t('notLinked')}>
          –
        </span>
      ) : (
        <span className="contact-linked" title={t('linked', { count: row.friendCount })}>
          <IconLink size={14} aria-hidden />
          {row.friendCount}
        </span>
      );
    case 'modified':
      return (
        <span className="contact-value contact-time">
          <TimeText at={row.modifiedAt} />
        </span>
      );
    default: {
      const value = column.read?.(row) ?? null;
      return value === null || value === '' ? null : (
        <span className="contact-value" title={value}>
          {value}
        </span>
      );
    }
  }
}
