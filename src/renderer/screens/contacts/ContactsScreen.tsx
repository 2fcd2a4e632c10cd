import './contacts.css';
import '../../components/contact/contact.css';
import { Button, Title } from '@mantine/core';
import { useDocumentTitle, useElementSize } from '@mantine/hooks';
import { IconAddressBook, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contactIdSchema } from '../../../shared/model/ids';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { useSettings } from '../../bridge/useSettings';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { MAX_PANEL, MIN_PANEL } from '../../components/fit-widths';
import { LoadingRows } from '../../components/LoadingRows';
import { SplitEdge } from '../../components/SplitEdge';
import { useDebounced } from '../../components/useDebounced';
import { ContactFilters } from './ContactFilters';
import { ContactPane } from './ContactPane';
import { type ContactMover, ContactTable } from './ContactTable';
import { isNarrowed, useContactsView } from './contacts-view';
import { useContactActions } from './useContactActions';
import { useContactHead } from './useContactPages';

/** Below this many px beside the table, the contact lies over it. */
const narrowBelow = 760;

/** All synced contacts as a table with filters, and one of them beside it. */
export function ContactsScreen({ contactId }: { readonly contactId: string | null }) {
  const { t } = useTranslation('contacts');
  useDocumentTitle(`${t('title')} - Lumo Console`);
  const { filter, sort, clear } = useContactsView();
  const [settings, changeSettings] = useSettings();
  const [dragged, setDragged] = useState<number | null>(null);
  const { ref, width } = useElementSize();
  const mover = useRef<ContactMover>(null);
  const searchInput = useRef<HTMLInputElement>(null);

  const text = useDebounced(filter.text.trim(), 150);
  const question = { filter: { ...filter, text }, sort };
  const head = useContactHead(question);
  const options = useQuery(orpc.contacts.filterOptions.queryOptions()).data;
  const items = useQuery(orpc.mapping.items.queryOptions()).data ?? null;
  const isSyncing = (useQuery(orpc.sync.progress.queryOptions()).data ?? null) !== null;
  const stages = options?.lifecycleStages ?? [];
  const statuses = options?.leadStatuses ?? [];

  const selectedId = contactId === null ? null : (contactIdSchema.safeParse(contactId).data ?? null);
  const close = (): void => goTo(places.contacts);
  useContactActions({ selectedId, mover, searchInput, close, clear });

  const paneWidth = dragged ?? settings.panelWidth;
  const isNarrow = width > 0 && width - paneWidth < narrowBelow - MIN_PANEL;
  const narrowed = isNarrowed(question.filter);
  const total = head.data?.total ?? null;
  return (
    <div className="contact-screen" ref={ref}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the contact from anywhere in the screen */}
      <div
        className="contact-main"
        onKeyDown={(event) => {
          if (event.key === 'Escape' && selectedId !== null && !event.defaultPrevented) close();
        }}
      >
        <header className="contact-header">
          <Title order={1} size="h3">
            {t('title')}
          </Title>
          <span className="contact-total" role="status">
            {total === null ? '' : t(narrowed ? 'matches' : 'total', { count: total })}
          </span>
        </header>
        <ContactFilters stages={stages} statuses={statuses} searchInput={searchInput} />
        {head.isError ? (
          <div className="contact-notice">
            <ErrorNotice problem={problemOf(head.error)} onRetry={() => void head.refetch()} />
          </div>
        ) : null}
        {head.isPending ? <LoadingRows rows={12} height={20} /> : null}
        {total === 0 ? (
          <EmptyState
            icon={narrowed ? IconSearch : IconAddressBook}
            title={t(narrowed ? 'empty.noMatch' : 'empty.title')}
            hint={t(narrowed ? 'empty.noMatchHint' : isSyncing ? 'empty.syncing' : 'empty.hint')}
            action={
              narrowed ? (
                <Button variant="default" onClick={clear}>
                  {t('filter.clear')}
                </Button>
              ) : (
                <Button onClick={() => goTo(places.dashboard)}>{t('empty.go')}</Button>
              )
            }
          />
        ) : null}
        {head.data !== undefined && head.data.total > 0 ? (
          <ContactTable
            key={JSON.stringify(question)}
            question={question}
            head={head.data}
            items={items}
            stages={stages}
            statuses={statuses}
            selectedId={selectedId}
            onSelect={(id) => goTo(places.contact(id), { replace: selectedId !== null })}
            mover={mover}
          />
        ) : null}
      </div>
      {selectedId === null ? null : (
        <>
          {isNarrow ? null : (
            <SplitEdge
              label={t('detailLabel')}
              value={paneWidth}
              min={MIN_PANEL}
              max={MAX_PANEL}
              grows="left"
              onDrag={setDragged}
              onSettle={(panelWidth) => {
                changeSettings({ panelWidth });
                setDragged(null);
              }}
            />
          )}
          <aside
            className="contact-aside"
            data-over={isNarrow}
            style={{ width: paneWidth }}
            aria-label={t('detailLabel')}
          >
            <ContactPane key={selectedId} contactId={selectedId} stages={stages} onClose={close} />
          </aside>
        </>
      )}
    </div>
  );
}
