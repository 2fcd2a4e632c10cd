import type { SyncItem } from '../../../../shared/model/sync';
import { ApplyModal } from './ApplyModal';
import { ChangeItemModal } from './ChangeItemModal';
import { ChangeRuleModal } from './ChangeRuleModal';
import type { ItemAction } from './item-state';
import { RemoveItemModal } from './RemoveItemModal';

/** An action of an item's menu that asks something first. */
export interface ItemDialog {
  readonly item: SyncItem;
  readonly action: Exclude<ItemAction, 'addAgain' | 'pause' | 'resume'>;
}

interface ItemDialogsProps {
  readonly dialog: ItemDialog;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
  readonly onDryRun: () => void;
}

/** The dialog of a chosen action. */
export function ItemDialogs({ dialog, onClose, onRemoved, onDryRun }: ItemDialogsProps) {
  const { item, action } = dialog;
  switch (action) {
    case 'changeRule':
      return <ChangeRuleModal item={item} onClose={onClose} />;
    case 'changeItem':
      return <ChangeItemModal item={item} onClose={onClose} />;
    case 'apply':
      return <ApplyModal item={item} onClose={onClose} onDryRun={onDryRun} />;
    case 'remove':
      return <RemoveItemModal item={item} onClose={onClose} onRemoved={onRemoved} />;
  }
}
