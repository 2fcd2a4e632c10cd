import { Button, Select } from '@mantine/core';
import { IconBrandLine, IconLock, IconTableOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncItem } from '../../../../shared/model/sync';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { NumberText } from '../../../components/NumberText';
import { TimeText } from '../../../components/TimeText';
import { ItemPane } from '../contact/ItemPane';
import { DirectionMark, ItemCounts, ItemStatus, PropertyCell, RuleCell } from '../contact/ItemTable';
import { SidePane } from '../layout/SidePane';
import { useOpened } from '../layout/useOpened';
import { type TableColumn, WindowedTable } from '../layout/WindowedTable';
import { useAbility } from '../useAbility';
import { useLineItemLabel } from './useLineItemLabel';

/** LINE to HubSpot: the ten properties of each Official Account, which Lumo alone writes. */
export function LineTab() {
  const { t } = useTranslation('sync');
  const { officialAccounts } = useAbility();
  const lineLabelOf = useLineItemLabel();
  const { data, error, refetch, isFetching } = useQuery(orpc.mapping.items.queryOptions());
  const [chosen, setChosen] = useState<string | null>(null);
  const [opened, open, close] = useOpened('line');
  const lineItems = data?.filter((item) => item.officialAccountId !== null);
  const openedItem = lineItems?.find((item) => item.propertyName === opened) ?? null;
  const account =
    officialAccounts.find(({ id }) => id === (chosen ?? openedItem?.officialAccountId)) ?? officialAccounts[0];
  const items: readonly SyncItem[] = lineItems?.filter((item) => item.officialAccountId === account?.id) ?? [];
  const columns: readonly TableColumn[] = [
    { id: 'property', label: t('columns.property') },
    { id: 'direction', label: <span className="sync-hidden">{t('columns.direction')}</span> },
    { id: 'item', label: t('columns.item') },
    { id: 'rule', label: t('columns.rule') },
    { id: 'status', label: t('columns.status') },
    { id: 'last', label: t('columns.last') },
    { id: 'filled', label: t('columns.filled'), isEnd: true },
    { id: 'counts', label: t('columns.counts') },
  ];
  if (data !== undefined && officialAccounts.length === 0) {
    return (
      <EmptyState
        icon={IconBrandLine}
        title={t('line.noAccount')}
        hint={t('line.noAccountHint')}
        action={<Button onClick={() => goTo(places.settings('accounts'))}>{t('readOnly.go')}</Button>}
      />
    );
  }
  return (
    <SidePane
      label={t('pane.lineLabel')}
      onClose={close}
      pane={openedItem === null ? null : <ItemPane key={openedItem.propertyName} item={openedItem} onClose={close} />}
    >
      <div className="sync-bar">
        {account === undefined ? null : (
          <>
            <Select
              size="sm"
              w={260}
              aria-label={t('line.account')}
              data={officialAccounts.map(({ id, displayName }) => ({ value: id, label: displayName }))}
              value={account.id}
              onChange={(id) => {
                setChosen(id);
                if (opened !== null) close();
              }}
              allowDeselect={false}
              searchable={officialAccounts.length > 8}
              comboboxProps={{ shadow: 'md' }}
            />
            <span className="sync-bar-note" title={t('line.numberHint')}>
              {t('line.number', { number: account.sequenceNumber })}
            </span>
          </>
        )}
      </div>
      <p className="sync-lead">{t('line.lead')}</p>
      <p className="sync-lead sync-lock-line">
        <IconLock size={15} aria-hidden />
        {t('line.locked')}
      </p>
      {error === null || data !== undefined ? null : (
        <div className="sync-notice">
          <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} isRetrying={isFetching} />
        </div>
      )}
      {data === undefined && error === null ? <LoadingRows rows={10} height={24} /> : null}
      {data !== undefined && account !== undefined && items.length === 0 ? (
        <EmptyState icon={IconTableOff} title={t('line.empty')} hint={t('line.emptyHint')} />
      ) : null}
      {items.length === 0 ? null : (
        <WindowedTable
          label={t('line.table', { name: account?.displayName ?? '' })}
          className="sync-line-items"
          columns={columns}
          count={items.length}
          rowHeight={58}
          rowKey={(index) => items[index]?.propertyName ?? String(index)}
          isSelected={(index) => items[index]?.propertyName === opened}
          onOpen={(index) => {
            const item = items[index];
            if (item !== undefined) open(item.propertyName);
          }}
          renderCell={(index, column) => {
            const item = items[index];
            if (item === undefined) return null;
            switch (column) {
              case 'property':
                return (
                  <PropertyCell
                    item={item}
                    isOpen={item.propertyName === opened}
                    onOpen={({ propertyName }) => open(propertyName)}
                  />
                );
              case 'direction':
                return <DirectionMark direction={item.direction} />;
              case 'item':
                return <span className="sync-cut">{lineLabelOf(item.lumoItem)}</span>;
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
              case 'filled':
                return <NumberText value={item.filledCount} />;
              default:
                return <ItemCounts item={item} />;
            }
          }}
        />
      )}
    </SidePane>
  );
}
