import { expect } from '@playwright/test';
import type { ConsoleApp } from './console-app';
import type { SyncWorld } from './sync-world';
import type { FindWords } from './words';

/** Brings one screen or state of the contact sync on, whatever was shown before. */
export type ShowScreen = () => Promise<void>;

/** Every screen and state of the contact sync, by a name of its own, in the language of `words`. */
export function syncScreens(app: ConsoleApp, world: SyncWorld, words: FindWords): Readonly<Record<string, ShowScreen>> {
  const { window } = app;
  const dialog = window.getByRole('dialog');
  const button = (name: string) => window.getByRole('button', { name, exact: true });
  const isRead = () => expect(window.locator('.mantine-Skeleton-root')).toHaveCount(0);
  /** Leaves the last screen first, and with it every dialog that it had open. */
  const at = async (place: string): Promise<void> => {
    for (const hash of ['/settings/about', place]) {
      await window.evaluate((next) => {
        location.hash = next;
      }, hash);
      await expect.poll(() => window.evaluate(() => location.hash)).toBe(`#${hash}`);
    }
    await window.getByRole('heading', { level: 1 }).first().waitFor();
    await isRead();
  };
  const row = (text: string) => window.getByRole('row').filter({ hasText: text });
  const choose = async (action: string): Promise<void> => {
    await at('/sync/contact');
    await row('phone').locator('[data-column="actions"] button').first().click();
    await window.getByRole('menuitem', { name: words(`sync:menu.${action}`), exact: true }).click();
    await dialog.waitFor();
    await isRead();
  };
  const problems = async (): Promise<void> => {
    await at('/sync/problems');
    await window.locator('.problems-cause').first().waitFor();
  };
  const cause = async (): Promise<void> => {
    await problems();
    await window.locator('.problems-cause').first().click();
    await row(world.refusedName).waitFor();
  };
  const record = async (): Promise<void> => {
    await cause();
    await window.getByRole('button', { name: world.refusedName }).click();
    await window.locator('.problems-compare').waitFor();
  };
  const company = async (): Promise<void> => {
    await at('/sync/groups');
    await row(world.groupName).locator('.sync-company').click();
    await window.locator('.sync-aside').waitFor();
    await isRead();
  };
  const friend = async (): Promise<void> => {
    await at('/match');
    await window.getByRole('textbox', { name: words('match:search') }).fill(world.friendName);
    await window.getByRole('option').filter({ hasText: world.friendName }).click();
    await window.locator('.link-candidate').filter({ hasText: world.candidateName }).waitFor();
    await isRead();
  };
  const dryRun = async (): Promise<void> => {
    await at('/dashboard');
    await button(words('history:dryRun.button')).click();
    await dialog.locator('.dry-run-change').first().waitFor();
  };
  const contact = async (): Promise<void> => {
    await at(`/contacts/${world.contactId}`);
    await window.locator('.contact-pane .lumo-record').first().waitFor();
  };
  const run = async (): Promise<void> => {
    await at(`/history/${world.runId}`);
    await window.locator('.history-change').first().waitFor();
  };
  return {
    'sync-contact': () => at('/sync/contact'),
    'sync-contact-property': async () => {
      await at('/sync/contact?open=phone');
      await window.locator('.sync-aside').waitFor();
      await isRead();
    },
    'sync-add-property-choose': async () => {
      await at('/sync/contact');
      await button(words('sync:contact.add')).click();
      await dialog.getByRole('option').first().waitFor();
    },
    'sync-add-property': async () => {
      await at('/sync/contact');
      await button(words('sync:contact.add')).click();
      await dialog.getByRole('combobox').first().fill('jobtitle');
      await dialog.getByRole('combobox').first().press('Enter');
      await dialog.getByRole('radio').first().waitFor();
      await isRead();
    },
    'sync-change-rule': () => choose('changeRule'),
    'sync-change-item': () => choose('changeItem'),
    'sync-apply': () => choose('apply'),
    'sync-remove': () => choose('remove'),
    'sync-line': () => at('/sync/line'),
    'sync-lists': () => at('/sync/lists'),
    'sync-list-members': async () => {
      await at('/sync/lists');
      await row(world.listName).locator('[data-row-open]').click();
      await window.locator('.sync-aside').getByRole('link').first().waitFor();
    },
    'sync-groups': async () => {
      await at('/sync/groups');
      await row(world.groupName).waitFor();
    },
    'sync-group-tie': async () => {
      await at('/sync/groups');
      await row(world.groupName).locator('[data-column="actions"] button').click();
      await window.getByRole('menuitem', { name: words('sync:groups.tieOther') }).click();
      await dialog.waitFor();
    },
    'sync-companies': async () => {
      await at('/sync/groups');
      await window.getByText(words('sync:groups.viewCompanies'), { exact: true }).first().click();
      await window.locator('table.sync-companies').waitFor();
      await isRead();
    },
    'sync-company': company,
    'repair-causes': problems,
    'repair-records': cause,
    'repair-record': record,
    'repair-fix': async () => {
      await record();
      await button(words('sync:problems.fix.button')).click();
      await window.locator('.problems-fix').waitFor();
      await isRead();
    },
    'repair-exclude': async () => {
      await record();
      await button(words('sync:problems.exclude.button')).click();
      await dialog.waitFor();
    },
    'repair-excluded': async () => {
      await at('/sync/problems?view=excluded');
      await window.locator('.problems-excluded').waitFor();
    },
    match: friend,
    'match-create': async () => {
      await friend();
      await button(words('match:create.open')).click();
      await dialog.waitFor();
    },
    'match-ask': async () => {
      await friend();
      await button(words('match:desk.moreFor', { name: world.candidateName })).click();
      await window.getByRole('menuitem', { name: words('match:request.ask') }).click();
      await dialog.waitFor();
    },
    'match-nobody': async () => {
      await at('/match');
      await window.getByRole('textbox', { name: words('match:search') }).fill('zzz');
      await window.getByText(words('match:empty.noMatch'), { exact: true }).waitFor();
      await window.getByRole('textbox', { name: words('match:search') }).press('Tab');
    },
    troubleshoot: async () => {
      await at('/troubleshoot');
      await window.locator('.trouble-finding').first().waitFor({ timeout: 30_000 });
      await isRead();
    },
    'history-run-changes': run,
    'history-undo': async () => {
      await run();
      await button(words('history:undo.button')).click();
      await dialog.waitFor();
      await isRead();
    },
    'dry-run': dryRun,
    'dry-run-start': async () => {
      await dryRun();
      await dialog.getByRole('button', { name: words('history:dryRun.again') }).click();
      await dialog.getByRole('radio').first().waitFor();
    },
    'contact-fields': contact,
    'contact-edit': async () => {
      await contact();
      await window.locator('.contact-pane .lumo-property[data-editable="true"] dd button').first().click();
      await window.locator('.lumo-field-editor').waitFor();
    },
    'contact-why': async () => {
      await contact();
      await window.locator('.lumo-property').filter({ hasText: '5555' }).locator('.lumo-why-button').click();
      await window.locator('.lumo-why-changes').waitFor();
    },
    'contact-records': async () => {
      await contact();
      await window.locator('.contact-pane .lumo-record').last().scrollIntoViewIfNeeded();
    },
    'settings-token': async () => {
      await at('/settings/accounts');
      await button(words('settings:accounts.reconnect')).first().click();
      await button(words('setup:hubSpotToken.use')).click();
      await window.getByText(words('setup:hubSpotToken.label'), { exact: true }).first().waitFor();
    },
    'settings-disconnect': async () => {
      await at('/settings/accounts');
      await button(words('settings:disconnect.open')).last().click();
      await dialog.locator('.settings-rehearsal').waitFor();
    },
    'settings-disconnect-hubspot': async () => {
      await at('/settings/accounts');
      await button(words('settings:disconnect.open')).first().click();
      await dialog.locator('.settings-rehearsal').waitFor();
    },
  };
}
