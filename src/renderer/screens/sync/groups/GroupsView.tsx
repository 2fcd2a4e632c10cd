import { Select } from '@mantine/core';
import { IconSearch, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupRow } from '../../../../shared/model/crm';
import type { OfficialAccountId } from '../../../../shared/model/ids';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { SearchBox } from '../layout/SearchBox';
import { useAbility } from '../useAbility';
import { GroupTable } from './GroupTable';
import { arrangeGroups } from './group-state';
import { TieModal } from './TieModal';
import { UntieModal } from './UntieModal';
import { useMakeCompany } from './useMakeCompany';

interface GroupsViewProps {
  /** Switches between groups and companies; stands at the left of the bar. */
  readonly chooser: ReactNode;
  readonly onOpenCompany: (id: string) => void;
}

/** The LINE groups of one or all Official Accounts, with the company of each. */
export function GroupsView({ chooser, onOpenCompany }: GroupsViewProps) {
  const { t } = useTranslation('sync');
  const { officialAccounts, canAsk, lacks } = useAbility();
  const [accountId, setAccountId] = useState<OfficialAccountId | null>(null);
  const [text, setText] = useState('');
  const [dialog, setDialog] = useState<{ readonly kind: 'tie' | 'untie'; readonly group: GroupRow } | null>(null);
  const make = useMakeCompany();
  const { data, error, refetch, isFetching } = useQuery(
    orpc.companies.groups.queryOptions({ input: { officialAccountId: accountId } }),
  );
  const shown = arrangeGroups(data ?? [], text);
  return (
    <>
      <div className="sync-bar">
        {chooser}
        <SearchBox label={t('groups.search')} value={text} onChange={setText} hasKey />
        {officialAccounts.length < 2 ? null : (
          <Select
            size="sm"
            w={210}
            aria-label={t('groups.account')}
            data={[
              { value: '', label: t('groups.allAccounts') },
              ...officialAccounts.map(({ id, displayName }) => ({ value: id, label: displayName })),
            ]}
            value={accountId ?? ''}
            onChange={(next) => setAccountId(officialAccounts.find(({ id }) => id === next)?.id ?? null)}
            allowDeselect={false}
            searchable={officialAccounts.length > 8}
            comboboxProps={{ shadow: 'md' }}
          />
        )}
      </div>
      {error === null || data !== undefined ? null : (
        <div className="sync-notice">
          <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} isRetrying={isFetching} />
        </div>
      )}
      {data === undefined && error === null ? <LoadingRows rows={6} height={24} /> : null}
      {data?.length === 0 ? (
        <EmptyState icon={IconUsersGroup} title={t('groups.empty')} hint={t('groups.emptyHint')} />
      ) : null}
      {data !== undefined && data.length > 0 && shown.length === 0 ? (
        <EmptyState icon={IconSearch} title={t('groups.noMatch')} />
      ) : null}
      {shown.length === 0 ? null : (
        <GroupTable
          groups={shown}
          canAsk={canAsk}
          canWrite={lacks('companiesWrite') === null}
          makingId={make.makingId}
          onOpenCompany={onOpenCompany}
          onAction={(group, action) => {
            if (action === 'make') make.start(group);
            else setDialog({ kind: action === 'untie' ? 'untie' : 'tie', group });
          }}
        />
      )}
      {dialog?.kind === 'tie' ? <TieModal group={dialog.group} onClose={() => setDialog(null)} /> : null}
      {dialog?.kind === 'untie' ? <UntieModal group={dialog.group} onClose={() => setDialog(null)} /> : null}
    </>
  );
}
