import { expect, type Locator, type Page } from '@playwright/test';
import type { ConsoleApp } from './console-app';
import { runAction } from './palette';

/** The customer's phone in its own window, used as a person would: by its buttons. Its words may be in any language. */
export interface PhoneWindow {
  readonly page: Page;
  /** A new customer, who has not added the account yet. */
  newCustomer(name: string): Promise<void>;
  addFriend(): Promise<void>;
  writes(text: string): Promise<void>;
  sendsSticker(): Promise<void>;
  sendsPhoto(): Promise<void>;
  sendsPlace(title: string): Promise<void>;
  unsends(text: string): Promise<void>;
  /** What the Official Account's bubbles with this text are. */
  received(text: string): Locator;
}

/** Opens the phone from the command palette. */
export async function openPhone(app: ConsoleApp): Promise<PhoneWindow> {
  const opened = app.electron.waitForEvent('window');
  await runAction(app.window, "Open the customer's phone");
  const page = await opened;
  await page.locator('#customers .customer').first().waitFor();
  const own = page.locator('#chat .row.mine');
  const grows = async (act: () => Promise<void>): Promise<void> => {
    const before = await own.count();
    await act();
    await expect(own).toHaveCount(before + 1);
  };
  return {
    page,
    newCustomer: async (name) => {
      await page.locator('#stranger-name').fill(name);
      await page.locator('#stranger button').click();
      await expect(page.locator('.customer.chosen .name')).toHaveText(name);
      await expect(own).toHaveCount(0);
    },
    addFriend: async () => {
      await page.locator('#friend-action').click();
      await expect(page.locator('#friend-action')).not.toHaveClass(/primary/);
    },
    writes: (text) =>
      grows(async () => {
        await page.locator('#text').fill(text);
        await page.locator('#send').click();
      }),
    sendsSticker: () =>
      grows(async () => {
        await page.locator('#stickers').click();
        await page.locator('#sheet .tile').first().click();
      }),
    sendsPhoto: () =>
      grows(async () => {
        await page.locator('#more').click();
        await page.locator('#sheet .photos .tile').first().click();
      }),
    sendsPlace: (title) =>
      grows(async () => {
        await page.locator('#more').click();
        await page.locator('#sheet .line').filter({ hasText: title }).click();
      }),
    unsends: async (text) => {
      await own.filter({ hasText: text }).locator('.unsend').click();
      await expect(own.filter({ hasText: text })).toHaveCount(0);
    },
    received: (text) => page.locator('#chat .row.theirs').filter({ hasText: text }),
  };
}
