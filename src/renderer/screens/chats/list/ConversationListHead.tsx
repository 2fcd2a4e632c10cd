import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficialAccount } from '../../../../shared/model/account';
import type { ConversationView } from '../../../../shared/model/chat';
import { useSettings } from '../../../bridge/useSettings';
import { AccountFilter } from '../../../components/AccountFilter';
import { SearchInput } from '../../../components/SearchInput';
import { useChatView } from '../chat-view';
import { ViewTabs } from './ViewTabs';

interface ConversationListHeadProps {
  readonly accounts: readonly OfficialAccount[];
  readonly counts: Partial<Readonly<Record<ConversationView, number>>> | null;
  readonly filterInput: RefObject<HTMLInputElement | null>;
}

/** What narrows the list: words, account, view. */
export function ConversationListHead({ accounts, counts, filterInput }: ConversationListHeadProps) {
  const { t } = useTranslation('chats');
  const { officialAccountId, text, setOfficialAccountId, setText } = useChatView();
  const [{ chatView: view }, change] = useSettings();
  return (
    <div className="chat-list-head">
      <SearchInput input={filterInput} label={t('list.search')} value={text} onChange={setText} />
      {accounts.length > 1 ? (
        <AccountFilter accounts={accounts} value={officialAccountId} onChange={setOfficialAccountId} />
      ) : null}
      <ViewTabs view={view} counts={counts} onChange={(next) => change({ chatView: next })} />
    </div>
  );
}
