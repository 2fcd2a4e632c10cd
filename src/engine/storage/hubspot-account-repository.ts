import { z } from 'zod';
import type { Problem } from '../../shared/errors/error-code';
import { problemSchema } from '../../shared/errors/error-code';
import type { Capability, ConnectionHealth, HubSpotAccount } from '../../shared/model/account';
import { capabilitySchema, connectionHealthSchema } from '../../shared/model/account';
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
  connection_kind: string;
  token_kind: string | null;
  asked_scopes: string;
  capabilities: string;
  lost_capabilities: string;
}

const namesSchema = z.array(z.string());
/** app = a private or project app's token, serviceKey = HubSpot tells nothing about it; null = signed in by OAuth. */
export type StaticTokenKind = 'app' | 'serviceKey';

/** What a sign-in tells about the account; its health is noted apart. */
export type HubSpotAccountRecord = Omit<HubSpotAccount, 'health' | 'checkedAt' | 'problem' | 'connectionKind'> & {
  /** null with a static token. */
  clientId: string | null;
  tokenKind: StaticTokenKind | null;
  /** Scopes that the sign-in asked for; none with a static token. */
  askedScopes: readonly string[];
};

/** The one HubSpot account of this data folder. */
export function createHubSpotAccountRepository(database: Storage) {
  const select = database.prepare<[], Row>('SELECT * FROM hubspot_account LIMIT 1');
  const upsert = database.prepare(`
    INSERT INTO hubspot_account (hub_id, name, ui_domain, time_zone, account_type, user_email, client_id, scopes, connected_at, health, checked_at,
      connection_kind, token_kind, asked_scopes, capabilities)
    VALUES (@hubId, @name, @uiDomain, @timeZone, @accountType, @userEmail, @clientId, @scopes, @connectedAt, 'ok', @connectedAt,
      @connectionKind, @tokenKind, @askedScopes, @capabilities)
    ON CONFLICT (hub_id) DO UPDATE SET name = excluded.name, ui_domain = excluded.ui_domain, time_zone = excluded.time_zone,
      account_type = excluded.account_type, user_email = excluded.user_email, client_id = excluded.client_id, scopes = excluded.scopes,
      health = 'ok', checked_at = excluded.checked_at, problem = NULL, connection_kind = excluded.connection_kind,
      token_kind = excluded.token_kind, asked_scopes = excluded.asked_scopes`);
  const saveScopes = database.prepare('UPDATE hubspot_account SET scopes = ?');
  const saveCapabilities = database.prepare('UPDATE hubspot_account SET capabilities = ?, lost_capabilities = ?');
  const remove = database.prepare('DELETE FROM hubspot_account');
  const readCapabilities = (row: Row): Capability[] => {
    const parsed = z.array(capabilitySchema).safeParse(JSON.parse(row.capabilities));
    return parsed.success ? parsed.data : [];
  };
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
        scopes: namesSchema.parse(JSON.parse(row.scopes)),
        connectionKind: row.connection_kind === 'token' ? 'token' : 'oauth',
        capabilities: readCapabilities(row),
        connectedAt: row.connected_at,
        health: connectionHealthSchema.parse(row.health),
        checkedAt: row.checked_at,
        problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
      };
    },
    /** A first sign-in, or a later one to the same account: then `connectedAt` keeps its first value. */
    save(account: HubSpotAccountRecord): void {
      upsert.run({
        ...account,
        connectionKind: account.tokenKind === null ? 'oauth' : 'token',
        scopes: JSON.stringify(account.scopes),
        askedScopes: JSON.stringify(account.askedScopes),
        capabilities: '[]',
      });
      this.saveCapabilities(account.capabilities);
    },
    tokenKind(): StaticTokenKind | null {
      const kind = select.get()?.token_kind;
      return kind === 'app' || kind === 'serviceKey' ? kind : null;
    },
    /** What HubSpot says now about the scopes that the connection has. */
    saveScopes(scopes: readonly string[]): void {
      saveScopes.run(JSON.stringify(scopes));
    },
    /** Scopes that the last sign-in asked for; a sign-in of an earlier version asked for fewer. */
    askedScopes(): string[] {
      return namesSchema.parse(JSON.parse(select.get()?.asked_scopes ?? '[]'));
    },
    /** Keeps what the connection allows now; what was allowed before and is not any more is remembered as lost. */
    saveCapabilities(capabilities: readonly Capability[]): void {
      const row = select.get();
      if (row === undefined) return;
      const isOpen = (name: string) => capabilities.some((found) => found.name === name && found.isAvailable);
      const before = readCapabilities(row).flatMap((found) => (found.isAvailable ? [found.name] : []));
      const lost = new Set([...namesSchema.parse(JSON.parse(row.lost_capabilities)), ...before]);
      const stillLost = [...lost].filter((name) => !isOpen(name));
      saveCapabilities.run(JSON.stringify(capabilities), JSON.stringify(stillLost));
    },
    /** Capabilities that were there before and are not any more. */
    lostCapabilities(): Capability[] {
      const row = select.get();
      if (row === undefined) return [];
      const lost = namesSchema.parse(JSON.parse(row.lost_capabilities));
      return readCapabilities(row).filter((found) => lost.includes(found.name));
    },
    /** Forgets the account (it was disconnected). */
    remove(): void {
      remove.run();
    },
    noteHealth(health: ConnectionHealth, problem: Problem | null, at: number): void {
      note.run(health, at, problem === null ? null : JSON.stringify(problem));
    },
  };
}
export type HubSpotAccountRepository = ReturnType<typeof createHubSpotAccountRepository>;
