import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/engine/core/clock';
import { createLogger } from '../../../src/engine/core/logger';
import { createHubSpotAccountRepository } from '../../../src/engine/storage/hubspot-account-repository';
import { migrations } from '../../../src/engine/storage/migrate';
import { integrationsSchema } from '../../../src/engine/storage/migrations/0004-integrations';
import { createOfficialAccountRepository } from '../../../src/engine/storage/official-account-repository';
import { openDatabase } from '../../../src/engine/storage/open-database';

test('accounts that were connected before come along: signed in by OAuth, switches off, interval as in the settings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lumo-storage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const logger = createLogger(() => undefined, systemClock.now);
  const open = (steps: readonly string[]) => {
    const path = join(folder, 'lumo.db');
    return openDatabase({ path, backupFolder: join(folder, 'backups'), clock: systemClock, logger, steps }).database;
  };
  const old = open(migrations.slice(0, migrations.indexOf(integrationsSchema)));
  old.exec(`
    INSERT INTO hubspot_account (hub_id, name, ui_domain, time_zone, account_type, user_email, client_id, scopes, connected_at, health)
    VALUES ('7', 'shop.example', 'app.hubspot.com', 'Asia/Tokyo', 'STANDARD', 'a@shop.example', 'client', '["oauth"]', 5, 'ok');
    INSERT INTO official_account (bot_user_id, channel_id, basic_id, display_name, sequence_number, connected_at)
    VALUES ('Ubot', '1000', '@shop', 'Shop', 12, 6)`);
  old.close();
  const storage = open(migrations);
  onTestFinished(() => {
    storage.close();
  });
  expect(createHubSpotAccountRepository(storage).get()).toMatchObject({
    hubId: '7',
    connectionKind: 'oauth',
    capabilities: [],
    scopes: ['oauth'],
    connectedAt: 5,
  });
  expect(createOfficialAccountRepository(storage).all()).toMatchObject([
    {
      sequenceNumber: 12,
      createsContactsOnFollow: false,
      createsContactsOnMessage: false,
      syncsGroups: false,
      syncIntervalMinutes: null,
    },
  ]);
});
