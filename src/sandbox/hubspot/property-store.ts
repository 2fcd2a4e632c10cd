import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { AccountDefinition } from './accounts';
import { companyProperties, companyPropertyGroups } from './company-properties';
import { contactProperties, contactPropertyGroups } from './contact-properties';
import { dealProperties, dealPropertyGroups } from './deal-properties';
import type { ObjectTypeName } from './object-types';
import type { PropertyDefinition } from './property-definition';
import { ticketProperties, ticketPropertyGroups } from './ticket-properties';

const standardGroups: Readonly<Record<ObjectTypeName, readonly (readonly [name: string, label: string])[]>> = {
  contacts: contactPropertyGroups,
  companies: companyPropertyGroups,
  deals: dealPropertyGroups,
  tickets: ticketPropertyGroups,
};
const standardProperties: Readonly<Record<ObjectTypeName, readonly PropertyDefinition[]>> = {
  contacts: contactProperties,
  companies: companyProperties,
  deals: dealProperties,
  tickets: ticketProperties,
};

/** A property group as it is kept. */
export type PropertyGroup = {
  readonly name: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly archived: boolean;
};

const definitionRow = z.object({ definition: z.string() });
const groupRow = z.object({ name: z.string(), label: z.string(), display_order: z.number(), archived: z.number() });

/**
 * Property definitions and groups of every account. HubSpot's own definitions come from code; only what an account
 * added or changed is stored, so a newer stand-in brings its newer definitions to an old database.
 */
export class PropertyStore {
  readonly #database: Database.Database;
  readonly #cache = new Map<string, ReadonlyMap<string, PropertyDefinition>>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** Live definitions of one object type by name; archived ones are left out. */
  live(accountId: number, type: ObjectTypeName): ReadonlyMap<string, PropertyDefinition> {
    const key = `${accountId}/${type}`;
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    const definitions = new Map([...this.#all(accountId, type)].filter(([, definition]) => !definition.archived));
    this.#cache.set(key, definitions);
    return definitions;
  }

  /** Every definition with the given archived state, in display order of creation. */
  list(accountId: number, type: ObjectTypeName, archived: boolean): readonly PropertyDefinition[] {
    return [...this.#all(accountId, type).values()].filter((definition) => definition.archived === archived);
  }

  /** One definition in either state. */
  find(accountId: number, type: ObjectTypeName, name: string): PropertyDefinition | undefined {
    return this.#all(accountId, type).get(name);
  }

  /** Adds or replaces one definition. */
  save(accountId: number, type: ObjectTypeName, definition: PropertyDefinition): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO hs_property (account, type, name, archived, definition) VALUES (?, ?, ?, ?, ?)')
      .run(accountId, type, definition.name, definition.archived ? 1 : 0, JSON.stringify(definition));
    this.#cache.delete(`${accountId}/${type}`);
  }

  /** Forgets a definition that an account added: its name is free again. */
  purge(accountId: number, type: ObjectTypeName, name: string): void {
    this.#database
      .prepare('DELETE FROM hs_property WHERE account = ? AND type = ? AND name = ?')
      .run(accountId, type, name);
    this.#cache.delete(`${accountId}/${type}`);
  }

  /** Live groups, HubSpot's own first. */
  groups(accountId: number, type: ObjectTypeName): readonly PropertyGroup[] {
    const groups = new Map<string, PropertyGroup>();
    standardGroups[type].forEach(([name, label], index) => {
      groups.set(name, { name, label, displayOrder: index, archived: false });
    });
    const rows = this.#database
      .prepare('SELECT name, label, display_order, archived FROM hs_property_group WHERE account = ? AND type = ?')
      .all(accountId, type);
    for (const row of z.array(groupRow).parse(rows)) {
      groups.set(row.name, {
        name: row.name,
        label: row.label,
        displayOrder: row.display_order,
        archived: row.archived === 1,
      });
    }
    return [...groups.values()].filter((group) => !group.archived);
  }

  /** Adds or replaces one group. */
  saveGroup(accountId: number, type: ObjectTypeName, group: PropertyGroup): void {
    this.#database
      .prepare(
        'INSERT OR REPLACE INTO hs_property_group (account, type, name, label, display_order, archived) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(accountId, type, group.name, group.label, group.displayOrder, group.archived ? 1 : 0);
  }

  #all(accountId: number, type: ObjectTypeName): Map<string, PropertyDefinition> {
    const definitions = new Map(standardProperties[type].map((definition) => [definition.name, definition]));
    const rows = this.#database
      .prepare('SELECT definition FROM hs_property WHERE account = ? AND type = ?')
      .all(accountId, type);
    for (const row of z.array(definitionRow).parse(rows)) {
      const definition: PropertyDefinition = JSON.parse(row.definition);
      definitions.set(definition.name, definition);
    }
    return definitions;
  }
}

/** Owner ids of an account that a record may be given to. */
export function assignableOwnerIds(account: AccountDefinition): ReadonlySet<string> {
  return new Set(account.users.filter((user) => !user.isArchived).map((user) => String(user.ownerId)));
}
