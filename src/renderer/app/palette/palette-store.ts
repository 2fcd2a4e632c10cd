import { createSpotlight } from '@mantine/spotlight';

/** The palette's own store, so that any part of the window can open it. */
export const [paletteStore, palette] = createSpotlight();

/** Opens the command palette. */
export function openPalette(): void {
  palette.open();
}

/**
 * Chooses the palette's first line. Spotlight does so only at a key press, before lines that arrive later are there,
 * and keeps the choice as an attribute of the line, so it is moved in the same way here.
 */
export function chooseFirst(): void {
  const list = document.getElementById(paletteStore.getState().listId);
  const lines = list?.querySelectorAll('[data-action]');
  const first = lines?.item(0);
  if (first == null) return;
  list?.querySelector('[data-selected]')?.removeAttribute('data-selected');
  first.setAttribute('data-selected', 'true');
  first.scrollIntoView({ block: 'nearest' });
  paletteStore.updateState((state) => ({ ...state, selected: 0 }));
}
