import { Button } from '@mantine/core';
import { IconExternalLink, IconListDetails, IconLockAccess, IconRefresh, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import { orpc, rpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { showProblem } from '../../../components/show-problem';
import { TimeText } from '../../../components/TimeText';
import { useActions } from '../../../stores/actions';
import { SearchBox } from '../layout/SearchBox';
import { SidePane } from '../layout/SidePane';
import { useOpened } from '../layout/useOpened';
import { useAbility } from '../useAbility';
import { ListPane } from './ListPane';
import { ListTable } from './ListTable';
import { arrangeLists, listsAddress } from './list-state';
import { useListActions } from './useListActions';

/** HubSpot's lists of contacts: which are synced, how fresh their members are, and who is in one. */
export function ListsTab() {
  const { t } = useTranslation('sync');
  const { hubSpot, lacks, isReadOnly, ...ability } = useAbility();
  const { data, error, refetch, isFetching } = useQuery(orpc.lists.all.queryOptions());
  const actions = useListActions();
  const [text, setText] = useState('');
  const [opened, open, close] = useOpened('lists');
  const missing = lacks('lists');
  const lists = data?.lists ?? [];
  const shown = arrangeLists(lists, text);
  const openedList = lists.find((list) => list.id === opened) ?? null;
  const address = listsAddress(hubSpot);
  const canAsk = ability.canAsk && missing === null;
  const isReading = data !== undefined && data.readAt === null && actions.isRefreshing;
  const mustRead = data !== undefined && data.readAt === null && canAsk;
  const isFirstRead = useRef(true);
  useEffect(() => {
    if (!mustRead || !isFirstRead.current) return;
    isFirstRead.current = false;
    actions.refreshQuietly();
  });
  useActions(
    canAsk
      ? [
          {
            id: 'sync-lists-refresh',
            group: 'sync',
            label: `${t('tabs.lists')}: ${t('lists.refresh')}`,
            run: actions.refresh,
          },
        ]
      : [],
  );

  const openHubSpot =
    address === null ? null : (
      <Button
        variant="default"
        leftSection={<IconExternalLink size={16} aria-hidden />}
        onClick={() => void rpc.app.openExternal({ url: address }).catch(showProblem)}
      >
        {t('lists.openHubSpot')}
      </Button>
    );
  if (missing !== null && lists.length === 0) {
    return (
      <EmptyState
        icon={IconLockAccess}
        title={t('lists.missing')}
        hint={t(missing.reason === 'tokenKind' ? 'lists.missingTokenHint' : 'lists.missingHint', {
          scope: missing.scope ?? 'crm.lists.read',
        })}
        action={<Button onClick={() => goTo(places.settings('accounts'))}>{t('lists.missingGo')}</Button>}
      />
    );
  }
  return (
    <SidePane
      label={t('lists.pane')}
      onClose={close}
      pane={
        openedList === null ? null : (
          <ListPane key={openedList.id} list={openedList} actions={actions} canAsk={canAsk} onClose={close} />
        )
      }
    >
      <div className="sync-bar">
        <SearchBox label={t('lists.search')} value={text} onChange={setText} hasKey />
        <span className="sync-bar-note" role="status">
          {data === undefined ? null : (
            <>
              {t('lists.lead', { count: lists.length })} ·{' '}
              {t('lists.synced', { count: lists.filter((list) => list.isSynced).length })}
              {data.readAt === null ? null : (
                <>
                  {' · '}
                  {t('lists.readAt')} <TimeText at={data.readAt} />
                </>
              )}
            </>
          )}
        </span>
        <span className="sync-bar-space" />
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={actions.isRefreshing}
          disabled={!canAsk}
          onClick={actions.refresh}
        >
          {t('lists.refresh')}
        </Button>
      </div>
      {missing === null ? null : (
        <div className="sync-notice">
          <ErrorNotice
            problem={{ code: 'HUBSPOT_SCOPE_MISSING', params: { scope: missing.scope ?? 'crm.lists.read' } }}
            severity="warning"
          />
        </div>
      )}
      {error === null || data !== undefined ? null : (
        <div className="sync-notice">
          <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} isRetrying={isFetching} />
        </div>
      )}
      {(data === undefined && error === null) || isReading ? <LoadingRows rows={10} height={22} /> : null}
      {data !== undefined && lists.length === 0 && !isReading ? (
        <EmptyState
          icon={IconListDetails}
          title={t(data.readAt === null ? 'lists.emptyUnread' : 'lists.empty')}
          hint={t(data.readAt === null ? 'lists.emptyUnreadHint' : 'lists.emptyHint')}
          {...(data.readAt === null || openHubSpot === null ? {} : { action: openHubSpot })}
        />
      ) : null}
      {lists.length > 0 && shown.length === 0 ? (
        <EmptyState icon={IconSearch} title={t('lists.noMatch', { text })} hint={t('lists.noMatchHint')} />
      ) : null}
      {shown.length === 0 ? null : (
        <ListTable
          lists={shown}
          openedId={opened}
          actions={actions}
          canAsk={canAsk}
          isReadOnly={isReadOnly}
          onOpen={open}
        />
      )}
    </SidePane>
  );
}
