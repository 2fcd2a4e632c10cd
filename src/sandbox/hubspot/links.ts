import type Database from 'better-sqlite3';
import type { ObjectType } from './object-types';

/** One row of `associationTypes[]` (facts section 8). */
export type AssociationKind = {
  readonly category: 'HUBSPOT_DEFINED';
  readonly typeId: number;
  readonly label: string | null;
};

/** A record linked to another one, with the kinds of the link, seen from the asking side. */
export type LinkedRecord = { readonly id: number; readonly kinds: readonly AssociationKind[] };

/** Type ids of contact <-> company links (facts section 8.2), seen from the given side. */
export function linkKinds(from: ObjectType): { readonly plain: AssociationKind; readonly primary: AssociationKind } {
  const isContact = from.name === 'contacts';
  return {
    plain: { category: 'HUBSPOT_DEFINED', typeId: isContact ? 279 : 280, label: null },
    primary: { category: 'HUBSPOT_DEFINED', typeId: isContact ? 1 : 2, label: 'Primary' },
  };
}

/** Links between contacts and companies. The primary company itself is kept on the contact. */
export class LinkStore {
  readonly #database: Database.Database;
  readonly #companies: Database.Statement<[number, number, number], { id: number; isPrimary: number }>;
  readonly #contacts: Database.Statement<[number, number, number], { id: number; isPrimary: number }>;

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

  /** Records of the other type linked to this one, by id, after `afterId`. */
  read(from: ObjectType, id: number, afterId: number, limit: number): readonly LinkedRecord[] {
    const { plain, primary } = linkKinds(from);
    const rows = (from.name === 'contacts' ? this.#companies : this.#contacts).all(id, afterId, limit);
    return rows.map((row) => ({ id: row.id, kinds: row.isPrimary === 1 ? [primary, plain] : [plain] }));
  }

  /** True when the pair is linked. */
  has(contactId: number, companyId: number): boolean {
    return (
      this.#database
        .prepare('SELECT 1 FROM hs_link WHERE contact_id = ? AND company_id = ?')
        .get(contactId, companyId) !== undefined
    );
  }

  /** Links the pair; repeating it changes nothing. */
  add(contactId: number, companyId: number): void {
    this.#database
      .prepare('INSERT OR IGNORE INTO hs_link (contact_id, company_id) VALUES (?, ?)')
      .run(contactId, companyId);
  }

  /** Unlinks the pair. */
  remove(contactId: number, companyId: number): void {
    this.#database.prepare('DELETE FROM hs_link WHERE contact_id = ? AND company_id = ?').run(contactId, companyId);
  }

  /** Unlinks a record from everything. */
  removeAll(from: ObjectType, id: number): void {
    const column = from.name === 'contacts' ? 'contact_id' : 'company_id';
    this.#database.prepare(`DELETE FROM hs_link WHERE ${column} = ?`).run(id);
  }

  /** Gives the links of an absorbed record to the one that stands for it. */
  move(from: ObjectType, oldId: number, newId: number): void {
    const [own, other] = from.name === 'contacts' ? ['contact_id', 'company_id'] : ['company_id', 'contact_id'];
    this.#database
      .prepare(`INSERT OR IGNORE INTO hs_link (${own}, ${other}) SELECT ?, ${other} FROM hs_link WHERE ${own} = ?`)
      .run(newId, oldId);
    this.removeAll(from, oldId);
  }
}
