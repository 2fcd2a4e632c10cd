import { useCallback, useEffect, useState } from 'react';
import type { MessageId } from '../../../../shared/model/ids';
import type { Anchor } from './useThread';

/** How long a message that was jumped to stays marked. */
const highlightMs = 2500;

interface Highlight {
  /** The message that is marked now. */
  readonly highlightedId: MessageId | null;
  /** Marks a message for a while. */
  readonly highlight: (id: MessageId) => void;
}

/** Marks the message of a jump for a while, once it can be seen. */
export function useHighlight(anchor: Anchor, isShown: boolean): Highlight {
  const [marked, setMarked] = useState<{ readonly id: MessageId } | null>(null);
  const highlight = useCallback((id: MessageId) => setMarked({ id }), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a jump to the same message again marks it again
  useEffect(() => {
    if (anchor.id !== null && isShown) setMarked({ id: anchor.id });
  }, [anchor.id, anchor.turn, isShown]);
  useEffect(() => {
    if (marked === null) return;
    const timer = setTimeout(() => setMarked(null), highlightMs);
    return () => clearTimeout(timer);
  }, [marked]);
  return { highlightedId: marked?.id ?? null, highlight };
}
