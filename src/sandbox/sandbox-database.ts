import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';

/** What must be the same for stored state to be used again. */
export interface SeedPlan {
  readonly seed: number;
  readonly contacts: number;
  readonly friends: number;
  readonly messages: number;
}

const ports = z.record(z.string(), z.number().int().positive());

/** The sandbox's own database: the state of both stand-ins, the ports used last, and what the state was seeded from. */
export class SandboxDatabase {
  readonly connection: Database.Database;

  constructor(dataFolder: string | null) {
    if (dataFolder !== null) mkdirSync(dataFolder, { recursive: true });
    this.connection = new Database(dataFolder === null ? ':memory:' : join(dataFolder, 'sandbox.db'));
    this.connection.pragma('journal_mode = WAL');
    // Losing the last moments of a sandbox in a power cut is no harm; a crash of the process loses nothing.
    this.connection.pragma('synchronous = NORMAL');
    this.connection.exec('CREATE TABLE IF NOT EXISTS sb_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
  }

  /** The ports of the last run. */
  storedPorts(): Readonly<Record<string, number>> {
    const parsed = ports.safeParse(JSON.parse(this.#get('ports') ?? '{}'));
    return parsed.success ? parsed.data : {};
  }

  /** Keeps the ports for the next run. */
  storePorts(used: Readonly<Record<string, number>>): void {
    this.#set('ports', JSON.stringify(used));
  }

  /** Drops state that was seeded from another plan, so that a changed `--contacts` or seed takes effect. */
  keepOnlyStateOf(plan: SeedPlan): void {
    const stored = this.#get('plan');
    const wanted = JSON.stringify([plan.seed, plan.contacts, plan.friends, plan.messages]);
    if (stored !== null && stored !== wanted) {
      this.dropTables('hs_');
      this.dropTables('ln_');
    }
    this.#set('plan', wanted);
  }

  /** How far the scenario has moved the clock ahead, in ms; kept, so that stored times are never in the future. */
  clockLeadMs(): number {
    return Number(this.#get('clock-lead') ?? 0);
  }

  /** Keeps the clock's lead. */
  storeClockLead(leadMs: number): void {
    this.#set('clock-lead', String(leadMs));
  }

  /** Removes every table whose name begins with the prefix. */
  dropTables(prefix: string): void {
    const tables = this.connection
      .prepare<[string], { name: string; sql: string | null }>(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 3) = ? ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC",
      )
      .all(prefix);
    for (const { name } of tables) this.connection.exec(`DROP TABLE IF EXISTS "${name}"`);
  }

  close(): void {
    this.connection.close();
  }

  #get(key: string): string | null {
    return (
      this.connection.prepare<[string], { value: string }>('SELECT value FROM sb_meta WHERE key = ?').get(key)?.value ??
      null
    );
  }

  #set(key: string, value: string): void {
    this.connection.prepare('INSERT OR REPLACE INTO sb_meta VALUES (?, ?)').run(key, value);
  }
}
