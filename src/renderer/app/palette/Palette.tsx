import './Palette.css';
import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../bridge/client';
import { isImeEnter } from '../../components/ime';
import { useDebounced } from '../../components/useDebounced';
import { useActionsStore } from '../../stores/actions';
import { useGlobalKeys } from '../useGlobalKeys';
import { ActionHits } from './ActionHits';
import { isNamed, matchActions } from './match-actions';
import { chooseFirst, paletteStore } from './palette-store';
import { SearchHitList } from './SearchHitList';

const SEARCH_WAIT_MS = 120;
const HITS = 6;

/** Every action with its key, and a search over contacts, conversations and messages, in one box. Opens with mod+K. */
export function Palette() {
  const { t } = useTranslation('palette');
  const [text, setText] = useState('');
  const byOwner = useActionsStore((state) => state.byOwner);
  const actions = [...byOwner.values()].flat();
  useGlobalKeys(actions);

  const wanted = text.trim();
  const settled = useDebounced(wanted, SEARCH_WAIT_MS);
  const search = useQuery(
    orpc.search.query.queryOptions({
      input: { text: settled, limit: HITS },
      enabled: settled !== '' && wanted !== '',
      placeholderData: keepPreviousData,
    }),
  );
  const hits = wanted === '' ? null : (search.data ?? null);
  const matching = matchActions(actions, wanted);
  const hasHits = hits !== null && hits.contacts.length + hits.conversations.length + hits.messages.length > 0;
  const isCommand = wanted !== '' && matching[0] !== undefined && isNamed(matching[0], wanted);
  const found = [...matching.map(({ id }) => id), ...(hits === null ? [] : [search.dataUpdatedAt])].join();

  // Enter takes the first line, also when the lines came after the last key press.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first line is chosen anew whenever other lines are shown
  useEffect(() => {
    if (wanted !== '') chooseFirst();
  }, [found, wanted]);

  return (
    <Spotlight.Root
      store={paletteStore}
      query={text}
      onQueryChange={setText}
      shortcut={null}
      attributes={{ content: { 'aria-label': t('title') } }}
      clearQueryOnClose
      scrollable
      maxHeight={460}
      size={640}
      overlayProps={{ backgroundOpacity: 0.35 }}
    >
      <Spotlight.Search
        placeholder={t('placeholder')}
        aria-label={t('placeholder')}
        leftSection={<IconSearch size={18} aria-hidden />}
        onKeyDown={(event) => {
          if (isImeEnter(event)) event.stopPropagation();
        }}
      />
      <Spotlight.ActionsList aria-label={t('results')}>
        {isCommand ? <ActionHits actions={matching} /> : null}
        {hits === null ? null : <SearchHitList hits={hits} />}
        {isCommand ? null : <ActionHits actions={matching} />}
        {matching.length === 0 && !hasHits && !search.isFetching ? (
          <Spotlight.Empty>{t('nothing', { text: wanted })}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
