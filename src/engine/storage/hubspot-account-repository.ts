import { z } from 'zod';
import type { Problem } from '../../shared/errors/error-code';
import { problemSchema } from '../../shared/errors/error-code';
import type { ConnectionHealth, HubSpotAccount } from '../../shared/model/account';
import { connectionHealthSchema } from '../../shared/model/account';
import type { Storage } from './storage';

interface Row {
  hub_id: string;
  name: string;
  ui_domain: string;
  time_zone: string;
  account_type: string;
  user_email: string | null;
  scopes: string;
  connected_at: number;
  health: string;
  checked_at: number | null;
  problem: string | null;
}

/** What a sign-in tells about the account; its health is noted apart. */
export type HubSpotAccountRecord = Omit<
  HubSpotAccount,
  'health' | 'checkedAt' | 'problem' | 'capabilities' | 'connectionKind'
> & { clientId: string };

/** The one HubSpot account of this data folder. */
export function createHubSpotAccountRepository(database: Storage) {
  const select = database.prepare<[], Row>('SELECT * FROM hubspot_account LIMIT 1');
  const upsert = database.prepare(`
    INSERT INTO hubspot_account (hub_id, name, ui_domain, time_zone, account_type, user_email, client_id, scopes, connected_at, health, checked_at)
    VALUES (@hubId, @name, @uiDomain, @timeZone, @accountType, @userEmail, @clientId, @scopes, @connectedAt, 'ok', @connectedAt)
    ON CONFLICT (hub_id) DO UPDATE SET name = excluded.name, ui_domain = excluded.ui_domain, time_zone = excluded.time_zone,
      account_type = excluded.account_type, user_email = excluded.user_email, client_id = excluded.client_id, scopes = excluded.scopes,
      health = 'ok', checked_at = excluded.checked_at, problem = NULL`);
  const note = database.prepare('UPDATE hubspot_account SET health = ?, checked_at = ?, problem = ?');

  return {
    get(): HubSpotAccount | null {
      const row = select.get();
      if (row === undefined) return null;
      return {
        hubId: row.hub_id,
        name: row.name,
        uiDomain: row.ui_domain,
        timeZone: row.time_zone,
        accountType: row.account_type,
        userEmail: row.user_email,
        scopes: z.array(z.string()).parse(JSON.parse(row.scopes)),
        connectionKind: 'oauth',
        capabilities: [],
        connectedAt: row.connected_at,
        health: connectionHealthSchema.parse(row.health),
        checkedAt: row.checked_at,
        problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
      };
    },
    /** A first sign-in, or a later one to the same account: then `connectedAt` keeps its first value. */
    save(account: HubSpotAccountRecord): void {
      upsert.run({ ...account, scopes: JSON.stringify(account.scopes) });
    },
    noteHealth(health: ConnectionHealth, problem: Problem | null, at: number): void {
      note.run(health, at, problem === null ? null : JSON.stringify(problem));
    },
  };
}
export type HubSpotAccountRepository = ReturnType<typeof createHubSpotAccountRepository>;
