import { Button } from '@mantine/core';
import { IconPlus, IconSearch, IconTableOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncItem } from '../../../../shared/model/sync';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { usePropertyLabel } from '../../../components/property-label';
import { useActions } from '../../../stores/actions';
import { DryRunDialog } from '../../history/dry-run/DryRunDialog';
import { SearchBox } from '../layout/SearchBox';
import { SidePane } from '../layout/SidePane';
import { useOpened } from '../layout/useOpened';
import { useAbility } from '../useAbility';
import { AddPropertyModal } from './AddPropertyModal';
import { type ItemDialog, ItemDialogs } from './ItemDialogs';
import { ItemPane } from './ItemPane';
import { ItemTable } from './ItemTable';
import { arrangeItems } from './item-state';
import { useLumoItemLabel } from './useLumoItemLabel';
import { usePause } from './usePause';

/** Contact properties: what each is mapped to, by which rule, and how it stands; adding, changing, removing. */
export function ContactTab() {
  const { t } = useTranslation('sync');
  const labelOf = usePropertyLabel();
  const lumoLabelOf = useLumoItemLabel();
  const { isReadOnly } = useAbility();
  const pause = usePause();
  const { data, error, refetch, isFetching } = useQuery(orpc.mapping.items.queryOptions());
  const [text, setText] = useState('');
  const [adding, setAdding] = useState<{ readonly propertyName: string | null } | null>(null);
  const [dialog, setDialog] = useState<ItemDialog | null>(null);
  const [isDryRun, setDryRun] = useState(false);
  const [opened, open, close] = useOpened('contact');

  const items: readonly SyncItem[] | undefined = data
    ?.filter((item) => item.officialAccountId === null)
    .map((item) => ({ ...item, label: labelOf({ name: item.propertyName, label: item.label }) }));
  const shown = arrangeItems(items ?? [], text, (item) => lumoLabelOf(item.lumoItem));
  const openedItem = items?.find((item) => item.propertyName === opened) ?? null;
  const onAdd = (): void => setAdding({ propertyName: null });
  useActions(isReadOnly ? [] : [{ id: 'sync-add-property', group: 'sync', label: t('actions.add'), run: onAdd }]);

  const addButton = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} disabled={isReadOnly} onClick={onAdd}>
      {t('contact.add')}
    </Button>
  );
  return (
    <SidePane
      label={t('pane.label')}
      onClose={close}
      pane={openedItem === null ? null : <ItemPane key={openedItem.propertyName} item={openedItem} onClose={close} />}
    >
      <div className="sync-bar">
        <SearchBox label={t('contact.search')} value={text} onChange={setText} hasKey />
        <span className="sync-bar-note" role="status">
          {items === undefined
            ? ''
            : t('contact.count', { count: items.filter((item) => item.status !== 'detached').length })}
        </span>
        <span className="sync-bar-space" />
        {addButton}
      </div>
      {error === null || items !== undefined ? null : (
        <div className="sync-notice">
          <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} isRetrying={isFetching} />
        </div>
      )}
      {items === undefined && error === null ? <LoadingRows rows={8} height={24} /> : null}
      {items?.length === 0 ? (
        <EmptyState icon={IconTableOff} title={t('contact.empty')} hint={t('contact.emptyHint')} action={addButton} />
      ) : null}
      {items !== undefined && items.length > 0 && shown.length === 0 ? (
        <EmptyState icon={IconSearch} title={t('contact.noMatch', { text })} />
      ) : null}
      {shown.length === 0 ? null : (
        <ItemTable
          items={shown}
          openedName={opened}
          isReadOnly={isReadOnly}
          onOpen={(item) => open(item.propertyName)}
          onAction={(item, action) => {
            if (action === 'addAgain') setAdding({ propertyName: item.propertyName });
            else if (action === 'pause' || action === 'resume') pause(item, action === 'pause');
            else setDialog({ item, action });
          }}
        />
      )}
      {adding === null ? null : (
        <AddPropertyModal
          items={items ?? []}
          initialName={adding.propertyName}
          onClose={() => setAdding(null)}
          onAdded={(name) => open(name)}
          onDryRun={() => setDryRun(true)}
        />
      )}
      {dialog === null ? null : (
        <ItemDialogs
          dialog={dialog}
          onClose={() => setDialog(null)}
          onRemoved={close}
          onDryRun={() => setDryRun(true)}
        />
      )}
      {isDryRun ? <DryRunDialog onClose={() => setDryRun(false)} /> : null}
    </SidePane>
  );
}
