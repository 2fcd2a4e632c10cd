import { expect, type Locator, type Page } from '@playwright/test';

/** Opens a screen by its place in the main navigation. */
export async function goToScreen(
  window: Page,
  name: 'Dashboard' | 'Chats' | 'Contacts' | 'Match desk' | 'Sync data' | 'Sync history' | 'Settings',
): Promise<void> {
  await window
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click();
}

/** Opens the conversation with the person of this name, whatever view it is in. */
export async function openChat(window: Page, name: string): Promise<void> {
  await goToScreen(window, 'Chats');
  await window.getByRole('group', { name: 'Views' }).getByRole('button', { name: /All$/ }).click();
  await window.getByRole('option').filter({ hasText: name }).click();
  await composerOf(window, name).waitFor();
}

export function composerOf(window: Page, name: string): Locator {
  return window.getByRole('textbox', { name: `Message to ${name}` });
}

/** Writes into the open conversation and sends. */
export async function send(window: Page, name: string, text: string): Promise<void> {
  await composerOf(window, name).fill(text);
  await window.getByRole('button', { name: /^Send(,|$)/ }).click();
}

/** The bubble with this text in the open conversation. */
export function bubbleOf(window: Page, text: string): Locator {
  return window.getByRole('region', { name: 'Messages' }).locator('[data-message]').filter({ hasText: text });
}

/** Waits until the one bubble of this text says that LINE took it. */
export async function isAccepted(window: Page, text: string, timeout = 30_000): Promise<void> {
  await expect(bubbleOf(window, text)).toHaveCount(1);
  await expect(bubbleOf(window, text).getByRole('img', { name: 'Accepted by LINE' })).toBeVisible({ timeout });
}
