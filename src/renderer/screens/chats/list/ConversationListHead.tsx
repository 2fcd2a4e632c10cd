import { ActionIcon, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../../shared/contract/chat-contract';
import type { OfficialAccount } from '../../../../shared/model/account';
import { AccountFilter } from '../../../components/AccountFilter';
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
  const { view, officialAccountId, text, setView, setOfficialAccountId, setText } = useChatView();
  return (
    <div className="chat-list-head">
      <TextInput
        ref={filterInput}
        size="sm"
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          event.stopPropagation();
          setText('');
        }}
        maxLength={200}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          text === '' ? null : (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t('list.clearSearch')}
              onClick={() => setText('')}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          )
        }
      />
      {accounts.length > 1 ? (
        <AccountFilter accounts={accounts} value={officialAccountId} onChange={setOfficialAccountId} />
      ) : null}
      <ViewTabs view={view} counts={counts} onChange={setView} />
    </div>
  );
}
