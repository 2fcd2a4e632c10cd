import { UnstyledButton } from '@mantine/core';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficialAccount } from '../../../shared/model/account';
import { AccountFilter } from '../../components/AccountFilter';
import { SearchInput } from '../../components/SearchInput';
import { useFormat } from '../../i18n/useFormat';
import { MATCH_VIEWS, type MatchView, useMatchView } from './match-view';

interface MatchListHeadProps {
  readonly accounts: readonly OfficialAccount[];
  readonly counts: Readonly<Record<MatchView, number>> | null;
  readonly searchInput: RefObject<HTMLInputElement | null>;
}

/** What narrows the list: words, account, view. */
export function MatchListHead({ accounts, counts, searchInput }: MatchListHeadProps) {
  const { t } = useTranslation('match');
  const format = useFormat();
  const { view, officialAccountId, text, setView, setOfficialAccountId, setText } = useMatchView();
  return (
    <div className="match-list-head">
      <SearchInput input={searchInput} label={t('search')} value={text} onChange={setText} />
      {accounts.length > 1 ? (
        <AccountFilter accounts={accounts} value={officialAccountId} onChange={setOfficialAccountId} />
      ) : null}
      <fieldset className="match-views" aria-label={t('viewsLabel')}>
        {MATCH_VIEWS.map((each) => (
          <UnstyledButton key={each} className="match-view" aria-pressed={each === view} onClick={() => setView(each)}>
            {t(`views.${each}`)}
            <span className="match-view-count">{counts === null ? '–' : format.number(counts[each])}</span>
          </UnstyledButton>
        ))}
      </fieldset>
    </div>
  );
}
