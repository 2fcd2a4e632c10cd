import { useEffect, useRef } from 'react';
import type { AppAction } from '../stores/actions';
import { isTypingPlace, matchesKeys } from './keys';

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
      action.run();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
