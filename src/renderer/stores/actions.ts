import { useEffect, useId } from 'react';
import { create } from 'zustand';

/** Something that a person can do from the command palette, perhaps by a key too. */
export interface AppAction {
  readonly id: string;
  /** In the reader's language. */
  readonly label: string;
  readonly group: 'go' | 'sync' | 'chat' | 'contact' | 'view' | 'app';
  /** Such as `mod+1` or `shift+D`. Without `mod` it does not fire while a text is typed. */
  readonly keys?: string;
  /** Further words that find it. */
  readonly words?: string;
  readonly run: () => void;
}

interface ActionsState {
  readonly byOwner: ReadonlyMap<string, readonly AppAction[]>;
  readonly register: (owner: string, actions: readonly AppAction[]) => void;
  readonly unregister: (owner: string) => void;
}

/** What can be done now, by the component that offers it. */
export const useActionsStore = create<ActionsState>((set) => ({
  byOwner: new Map(),
  register: (owner, actions) => set(({ byOwner }) => ({ byOwner: new Map(byOwner).set(owner, actions) })),
  unregister: (owner) =>
    set(({ byOwner }) => {
      const left = new Map(byOwner);
      left.delete(owner);
      return { byOwner: left };
    }),
}));

/** Offers actions in the command palette and by their keys while the calling component is mounted. */
export function useActions(actions: readonly AppAction[]): void {
  const owner = useId();
  useEffect(() => {
    useActionsStore.getState().register(owner, actions);
  });
  useEffect(() => () => useActionsStore.getState().unregister(owner), [owner]);
}
