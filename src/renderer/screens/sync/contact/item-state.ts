import type { SyncItem } from '../../../../shared/model/sync';
import type { StatusTone } from '../../../components/StatusMark';
import { hasWords } from '../layout/find-words';

/** How an item stands, in one word; `failing` and `waiting` are active items with work left. */
export type ItemState = SyncItem['status'] | 'failing' | 'waiting';

/** What is worst about an item comes first: its own status, then refused values, then values on their way. */
export function itemState(item: Pick<SyncItem, 'status' | 'errorCount' | 'pendingCount'>): ItemState {
  if (item.status !== 'active') return item.status;
  if (item.errorCount > 0) return 'failing';
  return item.pendingCount > 0 ? 'waiting' : 'active';
}

/** Shape and colour of each state. */
export const ITEM_TONE: Readonly<Record<ItemState, StatusTone>> = {
  active: 'ok',
  waiting: 'neutral',
  failing: 'warning',
  paused: 'neutral',
  missing: 'error',
  typeChanged: 'error',
  detached: 'off',
};

/** Actions that an item's menu offers, in their order. */
export type ItemAction = 'changeRule' | 'changeItem' | 'apply' | 'pause' | 'resume' | 'addAgain' | 'remove';

/** A removed item whose values were kept can only be added again or lose its values; a missing one cannot be applied. */
export function itemActions(
  item: Pick<SyncItem, 'status' | 'lockReason' | 'officialAccountId'>,
): readonly ItemAction[] {
  if (item.officialAccountId !== null) return [];
  if (item.status === 'detached') return ['addAgain', 'remove'];
  const actions: ItemAction[] = [];
  if (item.lockReason === null) actions.push('changeRule');
  if (item.status !== 'missing') actions.push('changeItem');
  if (item.status === 'active') actions.push('apply');
  actions.push(item.status === 'paused' ? 'resume' : 'pause', 'remove');
  return actions;
}

/** Items whose property or Lumo item has the words, in the order of attention: broken first, then by label. */
export function arrangeItems<
  Item extends Pick<SyncItem, 'propertyName' | 'label' | 'status' | 'errorCount' | 'pendingCount'>,
>(items: readonly Item[], text: string, lumoLabelOf: (item: Item) => string): readonly Item[] {
  return items
    .filter((item) => hasWords(text, [item.label, item.propertyName, lumoLabelOf(item)]))
    .sort((one, other) => rank(one) - rank(other) || one.label.localeCompare(other.label));
}

function rank(item: Pick<SyncItem, 'status' | 'errorCount' | 'pendingCount'>): number {
  const order: readonly ItemState[] = ['missing', 'typeChanged', 'failing'];
  const place = order.indexOf(itemState(item));
  if (place >= 0) return place;
  return item.status === 'detached' ? order.length + 1 : order.length;
}
