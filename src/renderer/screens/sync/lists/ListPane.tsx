import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HubSpotList } from '../../../../shared/model/crm';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { NumberText } from '../../../components/NumberText';
import { TimeText } from '../../../components/TimeText';
import { useDebounced } from '../../../components/useDebounced';
import { PaneBody, PaneFacts, PaneSection } from '../layout/PaneBody';
import { SearchBox } from '../layout/SearchBox';
import { ListFreshnessMark, ListKindMark } from './ListTable';
import { listKind } from './list-state';
import { MemberList } from './MemberList';
import type { ListActions } from './useListActions';

interface ListPaneProps {
  readonly list: HubSpotList;
  readonly actions: ListActions;
  readonly canAsk: boolean;
  readonly onClose: () => void;
}

/** One list: its kind, counts and freshness, and its members. */
export function ListPane({ list, actions, canAsk, onClose }: ListPaneProps) {
  const { t } = useTranslation('sync');
  const [text, setText] = useState('');
  const settled = useDebounced(text.trim(), 150);
  const kind = listKind(list.processingType);
  return (
    <PaneBody title={list.name} detail={<ListKindMark kind={kind} />} closeLabel={t('lists.close')} onClose={onClose}>
      <PaneSection>
        <p className="sync-pane-text">{t(kind === 'dynamic' ? 'lists.dynamicHint' : 'lists.staticHint')}</p>
        <div className="sync-pane-row">
          <div>
            <ListFreshnessMark list={list} />
          </div>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={15} aria-hidden />}
            loading={actions.syncingId === list.id}
            disabled={!canAsk || !list.isSynced || actions.syncingId !== null}
            onClick={() => actions.syncNow(list)}
          >
            {t('lists.syncNow')}
          </Button>
        </div>
        {list.problem === null ? null : (
          <div className="sync-pane-problem">
            <ErrorNotice problem={list.problem} severity="warning" />
          </div>
        )}
      </PaneSection>
      <PaneSection>
        <PaneFacts
          facts={[
            [t('lists.columns.size'), <NumberText key="size" value={list.size} />],
            [t('lists.columns.members'), <NumberText key="members" value={list.isSynced ? list.memberCount : null} />],
            [t('lists.columns.linked'), <NumberText key="linked" value={list.isSynced ? list.linkedCount : null} />],
            [t('lists.updated'), <TimeText key="updated" at={list.updatedAt} />],
            ...(list.folderName === null ? [] : [[t('lists.folder'), list.folderName] as const]),
          ]}
        />
      </PaneSection>
      <PaneSection title={t('lists.membersTitle')}>
        <SearchBox label={t('lists.searchMembers')} value={text} onChange={setText} />
        <MemberList key={settled} list={list} text={settled} />
      </PaneSection>
    </PaneBody>
  );
}
