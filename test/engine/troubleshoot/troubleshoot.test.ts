import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Finding } from '../../../src/shared/contract/accounts-contract';
import { eventually } from '../support/eventually';
import { IntegrationWorld } from '../support/integration-world';

const wordsSchema = z.object({
  findings: z.record(z.string(), z.string()),
  fixes: z.record(z.string(), z.string()),
});
const words = ['en', 'ja'].map((language) => {
  const file = new URL(`../../../src/renderer/i18n/${language}/troubleshoot.json`, import.meta.url);
  return wordsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
});

const look = async (world: IntegrationWorld): Promise<Finding[]> => {
  const { findings } = await world.engine.troubleshoot.run(undefined);
  // whatever is found has words in every language
  for (const { finding, state } of findings) {
    for (const { findings: found, fixes } of words) {
      expect(Object.keys(found)).toContain(finding);
      const isWrong = state === 'warning' || state === 'problem';
      if (isWrong) expect(Object.keys(fixes)).toContain(finding);
    }
  }
  expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  return findings;
};
const wrong = (findings: readonly Finding[]) =>
  findings.filter(({ state }) => state === 'problem').map(({ finding }) => finding);
const named = (findings: readonly Finding[], name: string) => findings.find(({ finding }) => finding === name);

async function healthy(): Promise<IntegrationWorld> {
  const world = await IntegrationWorld.start();
  await world.connectHubSpot(['firstname', 'lastname', 'email']);
  await world.connectLine(0);
  await world.sync();
  await world.engine.lists.refresh(undefined);
  return world;
}

test('nothing is called wrong where nothing is', async () => {
  const world = await healthy();
  const findings = await look(world);
  expect(wrong(findings)).toEqual([]);
  for (const topic of ['lists', 'contacts', 'property', 'hubSpot', 'line', 'webhook', 'relay', 'clock', 'storage']) {
    expect(findings.map((found) => found.topic)).toContain(topic);
  }
  expect(named(findings, 'contactsScheduleOff')?.state).toBe('warning');
  expect(named(findings, 'webhookOk')?.params.name).toBe(world.offered(0).displayName);
});

test('nothing connected: each situation leads to the accounts', async () => {
  const world = await IntegrationWorld.start();
  const findings = await look(world);
  expect(wrong(findings)).toEqual(['hubSpotNotConnected', 'lineNone']);
  for (const name of ['listsNotConnected', 'contactsNotConnected', 'propertyNotConnected']) {
    expect(named(findings, name)?.fix).toEqual({ action: 'open', target: '/settings/accounts' });
  }
});

test("an added property isn't reflected: nobody has a value, paused, refused, or not read yet", async () => {
  const world = await healthy();
  await world.engine.setup.saveProperties({ names: ['firstname', 'lastname', 'email', 'fax'] });
  await eventually('read', async () => (await world.engine.dashboard.state(undefined)).running === null);
  await world.engine.mapping.change({ propertyName: 'lastname', isPaused: true });
  world.database((database) => {
    database.exec("UPDATE sync_item SET last_synced_at = NULL WHERE property_name = 'email'");
  });
  const findings = await look(world);
  expect(named(findings, 'propertyEmptyInHubSpot')?.params).toMatchObject({ name: 'fax' });
  expect(named(findings, 'propertyPaused')).toMatchObject({
    id: 'property/propertyPaused/lastname',
    fix: { action: 'open', target: '/sync/contact' },
  });
  expect(named(findings, 'propertyNeverRead')).toMatchObject({
    id: 'property/propertyNeverRead/email',
    fix: { action: 'resync' },
  });
});

test("contact data isn't syncing: never read, more in HubSpot than here, and the connection that keeps it from coming", async () => {
  const world = await IntegrationWorld.start();
  await world.connectHubSpot();
  await world.connectLine(0);
  expect(wrong(await look(world))).toEqual(expect.arrayContaining(['contactsDiffer', 'contactsNeverRead']));
  await world.sync();
  expect(wrong(await look(world)).filter((name) => name.startsWith('contacts'))).toEqual([]);
  await world.control('POST', '/hubspot/uninstall', {});
  const findings = await look(world);
  expect(named(findings, 'hubSpotSignedOut')?.fix).toEqual({ action: 'signIn', target: '' });
});

test('webhooks, the network and a lost relay are found, each with what cures it', async () => {
  const world = await healthy();
  const id = world.offered(0).botUserId;
  await world.control('PATCH', `/line/accounts/${id}`, { isEndpointActive: false });
  expect(named(await look(world), 'webhookSwitchedOff')).toMatchObject({
    state: 'problem',
    fix: { action: 'testLine', target: id },
  });
  await world.control('PATCH', `/line/accounts/${id}`, { isEndpointActive: true });
  await world.control('POST', '/network', { isUp: false });
  expect(wrong(await look(world))).toEqual(expect.arrayContaining(['hubSpotUnreachable', 'lineUnreachable']));
  await world.control('POST', '/network', { isUp: true });
  await world.relay.close();
  expect(named(await look(world), 'relayOffline')).toMatchObject({ state: 'problem', fix: { action: 'testRelay' } });
});

test("list data isn't displayed: not allowed, none chosen, or gone", async () => {
  const world = await IntegrationWorld.start();
  const scopes = [
    'oauth',
    'crm.objects.contacts.read',
    'crm.objects.contacts.write',
    'crm.schemas.contacts.read',
    'crm.schemas.contacts.write',
    'crm.objects.companies.read',
  ];
  const { token } = await world.control<{ token: string }>('POST', '/hubspot/tokens/static', { scopes });
  await world.engine.setup.connectHubSpotToken(token);
  expect(named(await look(world), 'listsNotAllowed')).toMatchObject({
    state: 'problem',
    params: { scope: 'crm.lists.read' },
    fix: { action: 'open', target: '/settings/accounts' },
  });
  await world.control('PUT', '/hubspot/tokens/static/scopes', { token, scopes: [...scopes, 'crm.lists.read'] });
  const findings = await look(world);
  expect(findings.filter(({ topic }) => topic === 'lists')).toMatchObject([
    { finding: 'listsNeverRead', fix: { action: 'refreshLists' } },
  ]);
  await world.engine.lists.refresh(undefined);
  const { lists } = await world.engine.lists.all(undefined);
  expect(named(await look(world), 'listsNoneChosen')?.params).toEqual({ lists: lists.length });
});

test('every finding that there can be has words in every language, and a cure where something is wrong', () => {
  const folder = new URL('../../../src/engine/troubleshoot/', import.meta.url);
  const code = readdirSync(folder)
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  const named = [...code.matchAll(/'(ok|warning|problem|unknown)',\s+'(\w+)'/g)];
  expect(named.length).toBeGreaterThan(60);
  for (const [, state, name] of named) {
    for (const { findings, fixes } of words) {
      expect(Object.keys(findings)).toContain(name);
      if (state === 'warning' || state === 'problem') expect(Object.keys(fixes)).toContain(name);
    }
  }
});
