import { useRef } from 'react';
import { type Draft, emptyDraft } from '../../../../shared/model/chat';
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

type OfText = Omit<DraftState, 'isReading'>;

function stateOf(draft: Draft, members: readonly Mentionable[]): OfText {
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
}

/** Follows a draft without drawing anew at every key: the same state is the same object. */
export function useDraftState(conversationId: ConversationId, members: readonly Mentionable[]): DraftState {
  const isReading = useUploads((state) =>
    state.uploads.some((upload) => upload.conversationId === conversationId && upload.problem === null),
  );
  const last = useRef<OfText | null>(null);
  const state = useDraftStore(({ byId }) => {
    const next = stateOf(byId.get(conversationId) ?? emptyDraft, members);
    const held = last.current;
    const isSame =
      held !== null &&
      held.problem === next.problem &&
      held.bubbles === next.bubbles &&
      held.shownUnits === next.shownUnits &&
      held.over === next.over;
    if (isSame) return held;
    last.current = next;
    return next;
  });
  return { ...state, isReading };
}
