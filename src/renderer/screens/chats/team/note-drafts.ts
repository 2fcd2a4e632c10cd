import { create } from 'zustand';
import type { ConversationId } from '../../../../shared/model/ids';

interface NoteDrafts {
  /** Notes that were begun and not added, by conversation. */
  readonly byId: ReadonlyMap<ConversationId, string>;
  readonly set: (id: ConversationId, text: string) => void;
}

/** Keeps a note that was begun while the person looks at other conversations. It ends with the window. */
export const useNoteDrafts = create<NoteDrafts>((set) => ({
  byId: new Map(),
  set: (id, text) =>
    set(({ byId }) => {
      const next = new Map(byId);
      if (text === '') next.delete(id);
      else next.set(id, text);
      return { byId: next };
    }),
}));

/** The field in which a note is written now, so that a key can go to it. */
export const noteField: { current: HTMLTextAreaElement | null } = { current: null };
