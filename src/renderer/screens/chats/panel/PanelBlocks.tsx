import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import type { ContactDetail } from '../../../../shared/model/contact';
import type { CompanyId } from '../../../../shared/model/ids';
import { useSettings } from '../../../bridge/useSettings';
import { ContactLists } from '../../../components/contact/ContactLists';
import { CrmRecords } from '../../../components/contact/CrmRecords';
import { FoldSection } from '../../../components/contact/FoldSection';
import type { SearchMenuHandle } from '../team/SearchMenu';
import { CompanyBlock } from './CompanyBlock';
import { MembersBlock } from './MembersBlock';
import { NotesBlock } from './NotesBlock';
import { OtherChatsBlock } from './OtherChatsBlock';
import { PropertiesBlock } from './PropertiesBlock';
import { orderBlocks, type PanelBlock } from './panel-blocks';

interface PanelBlocksProps {
  readonly conversation: ConversationDetail;
  /** The company of a group; null for people and for groups without one. */
  readonly groupCompanyId: CompanyId | null;
  readonly present: readonly PanelBlock[];
  readonly propertyChooser: RefObject<SearchMenuHandle | null>;
}

/** The blocks that a conversation has: a person's differ from a group's, and from those of a friend who is not linked. */
export function blocksOf(conversation: ConversationDetail, groupCompanyId: CompanyId | null): readonly PanelBlock[] {
  const { contact, friendId } = conversation;
  if (friendId === null)
    return ['company', 'members', ...(groupCompanyId === null ? [] : ['records' as const]), 'notes'];
  if (contact === null) return ['notes'];
  const others = contact.friends.some((friend) => friend.conversationId !== conversation.id);
  return [
    'fields',
    ...(contact.companyId === null ? [] : ['company' as const]),
    'lists',
    'records',
    'notes',
    ...(others ? ['otherChats' as const] : []),
  ];
}

/** The blocks in the order and choice of the person. */
export function PanelBlocks({ conversation, groupCompanyId, present, propertyChooser }: PanelBlocksProps) {
  const [{ panelBlocks, hiddenPanelBlocks }] = useSettings();
  const { contact } = conversation;
  const draw = (block: PanelBlock): ReactNode => {
    switch (block) {
      case 'fields':
        return contact === null ? null : <PropertiesBlock contact={contact} chooser={propertyChooser} />;
      case 'company':
        return (
          <CompanyBlock
            companyId={contact === null ? groupCompanyId : contact.companyId}
            companyName={contact === null ? conversation.companyName : contact.companyName}
            isGroup={conversation.friendId === null}
          />
        );
      case 'members':
        return <MembersBlock conversationId={conversation.id} />;
      case 'lists':
        return contact === null ? null : <ListsBlock contact={contact} />;
      case 'records':
        if (contact !== null) return <CrmRecords contactId={contact.id} className="chat-panel-section" />;
        return groupCompanyId === null ? null : (
          <CrmRecords companyId={groupCompanyId} className="chat-panel-section" />
        );
      case 'notes':
        return <NotesBlock conversationId={conversation.id} />;
      case 'otherChats':
        return contact === null ? null : (
          <OtherChatsBlock friends={contact.friends.filter((each) => each.conversationId !== conversation.id)} />
        );
    }
  };
  return orderBlocks(panelBlocks)
    .filter((block) => present.includes(block) && !hiddenPanelBlocks.includes(block))
    .map((block) => (
      <div key={block} className="chat-panel-block" data-block={block}>
        {draw(block)}
      </div>
    ));
}

function ListsBlock({ contact }: { readonly contact: ContactDetail }) {
  const { t } = useTranslation('contacts');
  return (
    <FoldSection name="lists" className="chat-panel-section" title={t('lists.title')} count={contact.lists.length}>
      <ContactLists lists={contact.lists} />
    </FoldSection>
  );
}
