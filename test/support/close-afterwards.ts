import { expect, test } from '@playwright/test';
import { type ConsoleApp, removeProfile } from './console-app';
import type { TrialProcess } from './trial-process';

/**
 * For a file whose tests share one console and one sandbox: after each test no page may have written an error, and after the
 * last one both are ended and the profile is removed. Whatever did not start is left out, so that the first failure is the one told.
 */
export function closeAfterwards(world: () => { readonly app?: ConsoleApp; readonly trial?: TrialProcess }): void {
  test.afterEach(() => {
    expect(world().app?.pageErrors ?? []).toEqual([]);
  });
  test.afterAll(async () => {
    const { app, trial } = world();
    await app?.quit();
    await trial?.stop();
    if (app !== undefined) removeProfile(app.profile);
  });
}
