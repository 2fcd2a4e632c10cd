import { expect, type Locator, type Page } from '@playwright/test';

/** Opens the command palette by its key and writes into it. */
export async function searchEverything(window: Page, text: string): Promise<Locator> {
  await window.keyboard.press('ControlOrMeta+k');
  const palette = window.getByRole('dialog', { name: 'Search and commands' });
  await palette.getByRole('textbox').fill(text);
  return palette;
}

/** Runs the action of this name by the palette. */
export async function runAction(window: Page, name: string): Promise<void> {
  const palette = await searchEverything(window, name);
  await palette.getByRole('button', { name }).first().click();
  await expect(palette).toBeHidden();
}

/** Waits until the palette shows contacts, conversations and messages, in this order, with the text among each of the first two. */
export async function findsPeopleAndMessages(palette: Locator, text: string): Promise<void> {
  const shown = new RegExp(`text: Contacts\\n[^]*${text}[^]*text: Conversations\\n[^]*${text}[^]*text: Messages\\n`);
  await expect.poll(() => palette.ariaSnapshot()).toMatch(shown);
}
