import { SegmentedControl, Skeleton, UnstyledButton } from '@mantine/core';
import { IconBuilding, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompanyRow } from '../../../../shared/model/crm';
import { problemOf } from '../../../bridge/problem';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { NumberText } from '../../../components/NumberText';
import { rowOf } from '../../../components/row-pages';
import { TimeText } from '../../../components/TimeText';
import { useDebounced } from '../../../components/useDebounced';
import { SearchBox } from '../layout/SearchBox';
import { type TableColumn, WindowedTable } from '../layout/WindowedTable';
import { type CompanyQuestion, companyPageSize, useCompanyHead, useCompanyPages } from './useCompanyPages';

interface CompaniesViewProps {
  readonly chooser: ReactNode;
  readonly openedId: string | null;
  readonly onOpen: (id: string) => void;
}

/** Every company that is here, windowed: search, contacts and groups of each. */
export function CompaniesView({ chooser, openedId, onOpen }: CompaniesViewProps) {
  const { t } = useTranslation('sync');
  const [text, setText] = useState('');
  const [only, setOnly] = useState<'all' | 'groups'>('all');
  const question: CompanyQuestion = {
    text: useDebounced(text.trim(), 150),
    hasGroup: only === 'groups' ? true : null,
  };
  const head = useCompanyHead(question);
  const isNarrowed = question.text !== '' || only !== 'all';
  const total = head.data?.total ?? null;
  return (
    <>
      <div className="sync-bar sync-bar-first">
        {chooser}
        <SearchBox label={t('companies.search')} value={text} onChange={setText} hasKey />
        <SegmentedControl
          size="sm"
          aria-label={t('companies.only')}
          data={[
            { value: 'all', label: t('companies.onlyAll') },
            { value: 'groups', label: t('companies.onlyGroups') },
          ]}
          value={only}
          onChange={(next) => setOnly(next === 'groups' ? 'groups' : 'all')}
        />
        <span className="sync-bar-note" role="status">
          {total === null ? '' : t('companies.count', { count: total })}
        </span>
      </div>
      {head.isError ? (
        <div className="sync-notice">
          <ErrorNotice problem={problemOf(head.error)} onRetry={() => void head.refetch()} />
        </div>
      ) : null}
      {head.isPending ? <LoadingRows rows={10} height={20} /> : null}
      {total === 0 ? (
        <EmptyState
          icon={isNarrowed ? IconSearch : IconBuilding}
          title={t(isNarrowed ? 'companies.noMatch' : 'companies.empty')}
          hint={t(isNarrowed ? 'companies.noMatchHint' : 'companies.emptyHint')}
        />
      ) : null}
      {head.data !== undefined && head.data.total > 0 ? (
        <CompanyTable
          key={JSON.stringify(question)}
          question={question}
          head={head.data}
          openedId={openedId}
          onOpen={onOpen}
        />
      ) : null}
    </>
  );
}

interface CompanyTableProps {
  readonly question: CompanyQuestion;
  readonly head: { readonly rows: readonly CompanyRow[]; readonly total: number };
  readonly openedId: string | null;
  readonly onOpen: (id: string) => void;
}

function CompanyTable({ question, head, openedId, onOpen }: CompanyTableProps) {
  const { t } = useTranslation('sync');
  const [shown, setShown] = useState<readonly [number, number]>([0, 0]);
  const pages = useCompanyPages(question, head.rows, shown[0], shown[1]);
  const rowAt = (index: number): CompanyRow | undefined => rowOf(pages, index, companyPageSize);
  const columns: readonly TableColumn[] = [
    { id: 'name', label: t('companies.columns.name') },
    { id: 'domain', label: t('companies.columns.domain') },
    { id: 'industry', label: t('companies.columns.industry') },
    { id: 'contacts', label: t('companies.columns.contacts'), isEnd: true },
    { id: 'groups', label: t('companies.columns.groups'), isEnd: true },
    { id: 'synced', label: t('companies.columns.synced') },
  ];
  return (
    <WindowedTable
      label={t('companies.table')}
      className="sync-companies"
      columns={columns}
      count={head.total}
      rowHeight={44}
      rowKey={(index) => rowAt(index)?.id ?? String(index)}
      isSelected={(index) => rowAt(index)?.id === openedId}
      onWindow={(first, last) => setShown([first, last])}
      onOpen={(index) => {
        const row = rowAt(index);
        if (row !== undefined) onOpen(row.id);
      }}
      renderCell={(index, column) => {
        const row = rowAt(index);
        if (row === undefined) return <Skeleton height={10} width="60%" className="lumo-late" />;
        switch (column) {
          case 'name':
            return (
              <UnstyledButton
                className="sync-row-open"
                data-row-open
                aria-expanded={row.id === openedId}
                title={t('companies.open', { name: row.name })}
                onClick={() => onOpen(row.id)}
              >
                {row.name}
              </UnstyledButton>
            );
          case 'domain':
            return <span className="sync-cut">{row.domain}</span>;
          case 'industry':
            return <span className="sync-cut">{row.industry}</span>;
          case 'contacts':
            return <NumberText value={row.contactCount} />;
          case 'groups':
            return <NumberText value={row.groupCount} />;
          default:
            return (
              <span className="sync-dim">
                <TimeText at={row.syncedAt} />
              </span>
            );
        }
      }}
    />
  );
}
