import { useShallow } from 'zustand/react/shallow';
import { emptyDraft } from '../../../../shared/model/chat';
import type { Mentionable } from '../../../../shared/model/draft-text';
import type { ConversationId } from '../../../../shared/model/ids';
import { contentsOf, type DraftProblem, problemOfDraft, unitsOf } from './draft-model';
import { useDraftStore } from './draft-store';
import { useUploads } from './files/upload-store';
import { longestText, textLength } from './text-length';

/** What the foot of the composer says of a draft; it changes at few keys. */
export interface DraftState {
  readonly problem: DraftProblem | null;
  readonly bubbles: number;
  /** Units of the text, once they are worth showing. */
  readonly shownUnits: number | null;
  /** Units that the text is too long by. */
  readonly over: number;
  /** True while a file is being read. */
  readonly isReading: boolean;
}

/** Follows a draft without drawing anew at every key. */
export function useDraftState(conversationId: ConversationId, members: readonly Mentionable[]): DraftState {
  const isReading = useUploads((state) =>
    state.uploads.some((upload) => upload.conversationId === conversationId && upload.problem === null),
  );
  const state = useDraftStore(
    useShallow(({ byId }) => {
      const draft = byId.get(conversationId) ?? emptyDraft;
      const contents = contentsOf(draft, members);
      const longest = contents.reduce(
        (most, content) => Math.max(most, content.type === 'text' ? unitsOf(content.parts) : 0),
        0,
      );
      const length = textLength(longest);
      return {
        problem: problemOfDraft(draft, contents),
        bubbles: contents.length,
        shownUnits: length.isShown ? length.units : null,
        over: Math.max(0, longest - longestText),
      };
    }),
  );
  return { ...state, isReading };
}
