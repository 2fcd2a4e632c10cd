import type Database from 'better-sqlite3';
import type { ObjectType } from './object-types';
import { prepared } from './prepared';

/** One row of `associationTypes[]` (facts section 8). */
export type AssociationKind = {
  readonly category: 'HUBSPOT_DEFINED';
  readonly typeId: number;
  readonly label: string | null;
};

/** Kinds of link between two types; null where a pair has no primary link. */
export type LinkKinds = { readonly plain: AssociationKind; readonly primary: AssociationKind | null };

/** A record linked to another one, with the kinds of the link, seen from the asking side. */
export type LinkedRecord = { readonly id: number; readonly kinds: readonly AssociationKind[] };

// Facts section 8.2: unlabeled, then primary.
const typeIds: Readonly<Record<string, readonly [plain: number, primary: number | null]>> = {
  'contacts/companies': [279, 1],
  'companies/contacts': [280, 2],
  'deals/companies': [341, 5],
  'companies/deals': [342, 6],
  'tickets/companies': [339, 26],
  'companies/tickets': [340, 25],
  'contacts/deals': [4, null],
  'deals/contacts': [3, null],
  'contacts/tickets': [15, null],
  'tickets/contacts': [16, null],
  'deals/tickets': [27, null],
  'tickets/deals': [28, null],
};

/** Type ids of links from one type to another; null when records of the two are never linked here. */
export function linkKinds(from: ObjectType, to: ObjectType): LinkKinds | null {
  const ids = typeIds[`${from.name}/${to.name}`];
  if (ids === undefined) return null;
  const [plain, primary] = ids;
  return {
    plain: { category: 'HUBSPOT_DEFINED', typeId: plain, label: null },
    primary: primary === null ? null : { category: 'HUBSPOT_DEFINED', typeId: primary, label: 'Primary' },
  };
}

type LinkRow = { id: number; isPrimary: number };

/**
 * Links between records. Those of contacts and companies have a table of their own, and the primary company is kept on the
 * contact; every other link is two rows of one table, seen from either side.
 */
export class LinkStore {
  readonly #database: Database.Database;
  readonly #companies: Database.Statement<[number, number, number], LinkRow>;
  readonly #contacts: Database.Statement<[number, number, number], LinkRow>;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#companies = database.prepare(
      `SELECT l.company_id AS id, c.company_id IS l.company_id AS isPrimary FROM hs_link l
       JOIN hs_contact c ON c.id = l.contact_id
       JOIN hs_company o ON o.id = l.company_id AND o.archived = 0
       WHERE l.contact_id = ? AND l.company_id > ? ORDER BY l.company_id LIMIT ?`,
    );
    this.#contacts = database.prepare(
      `SELECT l.contact_id AS id, c.company_id IS l.company_id AS isPrimary FROM hs_link l
       JOIN hs_contact c ON c.id = l.contact_id AND c.archived = 0
       WHERE l.company_id = ? AND l.contact_id > ? ORDER BY l.contact_id LIMIT ?`,
    );
  }

  /** Records of another type linked to this one, by id, after `afterId`. */
  read(from: ObjectType, to: ObjectType, id: number, afterId: number, limit: number): readonly LinkedRecord[] {
    const kinds = linkKinds(from, to);
    if (kinds === null) return [];
    const { plain, primary } = kinds;
    return this.#rows(from, to, id, afterId, limit).map((row) => ({
      id: row.id,
      kinds: row.isPrimary === 1 && primary !== null ? [primary, plain] : [plain],
    }));
  }

  /** True when the pair is linked. */
  has(from: ObjectType, to: ObjectType, fromId: number, toId: number): boolean {
    const pair = companyPair(from, to, fromId, toId);
    return pair === null
      ? prepared(
          this.#database,
          'SELECT 1 FROM hs_record_link WHERE from_type = ? AND from_id = ? AND to_type = ? AND to_id = ?',
        ).get(from.name, fromId, to.name, toId) !== undefined
      : prepared(this.#database, 'SELECT 1 FROM hs_link WHERE contact_id = ? AND company_id = ?').get(...pair) !==
          undefined;
  }

  /** Links the pair; repeating it changes nothing. A primary company of a deal or ticket takes the place of the one before. */
  add(from: ObjectType, to: ObjectType, fromId: number, toId: number, isPrimary = false): void {
    const pair = companyPair(from, to, fromId, toId);
    if (pair !== null) {
      prepared(this.#database, 'INSERT OR IGNORE INTO hs_link (contact_id, company_id) VALUES (?, ?)').run(...pair);
      return;
    }
    const insert = prepared(
      this.#database,
      `INSERT INTO hs_record_link VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET is_primary = max(is_primary, excluded.is_primary)`,
    );
    const [owner, ownerId, company] = to.name === 'companies' ? [from, fromId, to] : [to, toId, from];
    if (isPrimary && company.name === 'companies') {
      for (const { id } of this.#rows(owner, company, ownerId, 0, 1_000)) {
        for (const key of [
          [owner.name, ownerId, company.name, id],
          [company.name, id, owner.name, ownerId],
        ] as const) {
          prepared(
            this.#database,
            'UPDATE hs_record_link SET is_primary = 0 WHERE from_type = ? AND from_id = ? AND to_type = ? AND to_id = ?',
          ).run(...key);
        }
      }
    }
    insert.run(from.name, fromId, to.name, toId, isPrimary ? 1 : 0);
    insert.run(to.name, toId, from.name, fromId, isPrimary ? 1 : 0);
  }

  /** Unlinks the pair. */
  remove(from: ObjectType, to: ObjectType, fromId: number, toId: number): void {
    const pair = companyPair(from, to, fromId, toId);
    if (pair !== null) {
      prepared(this.#database, 'DELETE FROM hs_link WHERE contact_id = ? AND company_id = ?').run(...pair);
      return;
    }
    const drop = prepared(
      this.#database,
      'DELETE FROM hs_record_link WHERE from_type = ? AND from_id = ? AND to_type = ? AND to_id = ?',
    );
    drop.run(from.name, fromId, to.name, toId);
    drop.run(to.name, toId, from.name, fromId);
  }

  /** Unlinks a record from everything. */
  removeAll(from: ObjectType, id: number): void {
    for (const column of ['from', 'to']) {
      prepared(this.#database, `DELETE FROM hs_record_link WHERE ${column}_type = ? AND ${column}_id = ?`).run(
        from.name,
        id,
      );
    }
    const own = ownColumn(from);
    if (own !== null) prepared(this.#database, `DELETE FROM hs_link WHERE ${own} = ?`).run(id);
  }

  /** Gives the links of an absorbed record to the one that stands for it. */
  move(from: ObjectType, oldId: number, newId: number): void {
    for (const [near, far] of [
      ['from', 'to'],
      ['to', 'from'],
    ]) {
      prepared(
        this.#database,
        `INSERT OR IGNORE INTO hs_record_link (${near}_type, ${near}_id, ${far}_type, ${far}_id, is_primary)
         SELECT ${near}_type, ?, ${far}_type, ${far}_id, is_primary FROM hs_record_link WHERE ${near}_type = ? AND ${near}_id = ?`,
      ).run(newId, from.name, oldId);
    }
    const own = ownColumn(from);
    if (own !== null) {
      const other = own === 'contact_id' ? 'company_id' : 'contact_id';
      prepared(
        this.#database,
        `INSERT OR IGNORE INTO hs_link (${own}, ${other}) SELECT ?, ${other} FROM hs_link WHERE ${own} = ?`,
      ).run(newId, oldId);
    }
    this.removeAll(from, oldId);
  }

  #rows(from: ObjectType, to: ObjectType, id: number, afterId: number, limit: number): readonly LinkRow[] {
    if (from.name === 'contacts' && to.name === 'companies') return this.#companies.all(id, afterId, limit);
    if (from.name === 'companies' && to.name === 'contacts') return this.#contacts.all(id, afterId, limit);
    return prepared<[string, number, string, number, number], LinkRow>(
      this.#database,
      `SELECT l.to_id AS id, l.is_primary AS isPrimary FROM hs_record_link l JOIN ${to.table} r ON r.id = l.to_id AND r.archived = 0
       WHERE l.from_type = ? AND l.from_id = ? AND l.to_type = ? AND l.to_id > ? ORDER BY l.to_id LIMIT ?`,
    ).all(from.name, id, to.name, afterId, limit);
  }
}

/** Contact and company of such a pair, in this order; null for every other pair. */
function companyPair(
  from: ObjectType,
  to: ObjectType,
  fromId: number,
  toId: number,
): readonly [contactId: number, companyId: number] | null {
  if (from.name === 'contacts' && to.name === 'companies') return [fromId, toId];
  return from.name === 'companies' && to.name === 'contacts' ? [toId, fromId] : null;
}

function ownColumn(type: ObjectType): 'contact_id' | 'company_id' | null {
  if (type.name === 'contacts') return 'contact_id';
  return type.name === 'companies' ? 'company_id' : null;
}
