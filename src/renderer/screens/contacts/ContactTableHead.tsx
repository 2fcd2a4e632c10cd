// biome-ignore-all lint/a11y/useSemanticElements: rows of a windowed grid are placed by transform, which <table> cannot do
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself holds the focus and names the active row
import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SyncItem } from '../../../shared/model/sync';
import { contactColumns, isColumnSynced } from './contact-columns';
import { useContactsView } from './contacts-view';

/** Column heads: three of them sort; a column whose property is not synced says so. */
export function ContactTableHead({ items }: { readonly items: readonly SyncItem[] | null }) {
  const { t } = useTranslation('contacts');
  const { sort, setSort } = useContactsView();
  return (
    <div className="contact-head" role="rowgroup">
      <div className="contact-columns" role="row" aria-rowindex={1}>
        {contactColumns.map((column) => {
          const label = t(`columns.${column.id}`);
          const columnSort = column.sort;
          const isSorted = columnSort !== null && columnSort === sort;
          const isNewestFirst = columnSort === 'modified';
          return (
            <div
              key={column.id}
              role="columnheader"
              data-column={column.id}
              {...(isSorted ? { 'aria-sort': isNewestFirst ? ('descending' as const) : ('ascending' as const) } : {})}
            >
              {columnSort === null ? (
                <span className="contact-head-label">{label}</span>
              ) : (
                <UnstyledButton
                  className="contact-head-label contact-head-sort"
                  data-sorted={isSorted}
                  title={t('sortBy', { column: label })}
                  onClick={() => setSort(columnSort)}
                >
                  {label}
                  {isSorted ? (
                    isNewestFirst ? (
                      <IconArrowDown size={14} aria-hidden />
                    ) : (
                      <IconArrowUp size={14} aria-hidden />
                    )
                  ) : null}
                </UnstyledButton>
              )}
              {isColumnSynced(column, items) ? null : (
                <Tooltip label={t('notSyncedHint')} multiline maw={260}>
                  <span className="contact-not-synced">
                    <IconCircleDashed size={12} aria-hidden />
                    {t('notSynced')}
                  </span>
                </Tooltip>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
