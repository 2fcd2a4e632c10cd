import { useEffect, useRef } from 'react';
import type { AppAction } from '../stores/actions';
import { isTypingPlace, matchesKeys } from './keys';
import { palette, paletteStore } from './palette/palette-store';

/** Id of the action that opens the palette; its keys close it again. */
export const PALETTE_ACTION = 'palette';

/** Runs an action when its keys are pressed anywhere. Without `mod` nothing fires while a text is typed. */
export function useGlobalKeys(actions: readonly AppAction[]): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return;
      const action = latest.current.find(({ keys }) => keys !== undefined && matchesKeys(keys, event));
      if (action === undefined) return;
      const hasMod = event.ctrlKey || event.metaKey;
      if (!hasMod && event.target instanceof Element && isTypingPlace(event.target)) return;
      event.preventDefault();
      const isPaletteOpen = paletteStore.getState().opened;
      // A question that waits for its answer is not left behind by a key.
      if (!isPaletteOpen && document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return;
      if (isPaletteOpen) palette.close();
      if (isPaletteOpen && action.id === PALETTE_ACTION) return;
      action.run();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
