import { useTranslation } from 'react-i18next';
import type { PanelBlock } from './panel-blocks';

/** The heading of a block, in the reader's language. */
export function useBlockTitle(): (block: PanelBlock) => string {
  const { t } = useTranslation(['chats', 'contacts']);
  const titles: Readonly<Record<PanelBlock, string>> = {
    fields: t('chats:panel.properties'),
    company: t('chats:panel.company'),
    members: t('chats:panel.members'),
    lists: t('contacts:lists.title'),
    records: t('contacts:records.title'),
    notes: t('chats:notes.title'),
    otherChats: t('chats:panel.otherChats'),
  };
  return (block) => titles[block];
}
