import { createRouterClient } from '@orpc/server';
import { expect, test } from 'vitest';
import { createRouter, type RouterParts } from '../../src/main/bridge/router';
import { LumoError } from '../../src/shared/errors/lumo-error';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const noService: RouterParts['app'] & RouterParts['setup'] = new Proxy(Object.create(null), {
  get: () => () => Promise.reject(new LumoError('NOT_FOUND')),
});

/** A router of which only the way to the engine matters. */
function routerWith(parts: Pick<RouterParts, 'engine' | 'settled'>) {
  const router = createRouter({
    app: noService,
    setup: noService,
    subscribe: () => () => undefined,
    logger: silent,
    ...parts,
  });
  return createRouterClient(router);
}

test('a question of the first screen waits for the engine instead of failing', async () => {
  let isOpen = false;
  const opened = Promise.withResolvers<void>();
  const client = routerWith({
    settled: () => opened.promise,
    engine: () => {
      throw new LumoError(isOpen ? 'SYNC_NOT_RUNNING' : 'HUBSPOT_NOT_CONNECTED');
    },
  });
  const answer = client.sync.progress();
  isOpen = true;
  opened.resolve();
  await expect(answer).rejects.toMatchObject({ code: 'SYNC_NOT_RUNNING' });
});

test('what needs no engine is answered while one is being opened', async () => {
  const client = routerWith({
    settled: () => new Promise(() => undefined),
    engine: () => {
      throw new LumoError('INTERNAL');
    },
  });
  await expect(client.app.info()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(client.setup.state()).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
