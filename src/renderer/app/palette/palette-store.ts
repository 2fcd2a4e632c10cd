import { createSpotlight } from '@mantine/spotlight';

/** The palette's own store, so that any part of the window can open it. */
export const [paletteStore, palette] = createSpotlight();

/** Opens the command palette. */
export function openPalette(): void {
  palette.open();
}
