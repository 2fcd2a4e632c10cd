import { useTranslation } from 'react-i18next';
import { type StandardLumoItem, standardLumoItemSchema } from '../../../../shared/model/sync';

/** The standard item that a Lumo item is; null = an item of its own. */
export function standardItem(lumoItem: string): StandardLumoItem | null {
  return standardLumoItemSchema.safeParse(lumoItem).data ?? null;
}

/** Names a Lumo item of a contact in the reader's language. */
export function useLumoItemLabel(): (lumoItem: string) => string {
  const { t } = useTranslation('sync');
  return (lumoItem) => t(`items.${standardItem(lumoItem) ?? 'own'}`);
}
