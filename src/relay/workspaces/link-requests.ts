import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import type { LinkPageLanguage, LinkRequestOutcome, RegisterLinkRequest } from '../../shared/relay-protocol';
import type { SecretCipher } from './secret-cipher';

/** A link request as its page needs it. */
export interface StoredLinkRequest {
  readonly workspaceId: string;
  readonly requestId: string;
  readonly nonceHash: string;
  readonly linkTokenHash: string;
  readonly expiresAt: number;
  readonly companyName: string;
  readonly customerName: string | null;
  readonly language: LinkPageLanguage;
  readonly openedAt: number | null;
  readonly confirmedAt: number | null;
  readonly outcome: LinkRequestOutcome | null;
}

interface Row {
  ws: string;
  id: string;
  nonce_hash: string;
  link_token_hash: string;
  expires_at: number;
  names: Uint8Array;
  language: LinkPageLanguage;
  opened_at: number | null;
  confirmed_at: number | null;
  outcome: LinkRequestOutcome | null;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS link_request (
  ws TEXT NOT NULL, id TEXT NOT NULL, page_id_hash TEXT NOT NULL UNIQUE, nonce_hash TEXT NOT NULL, link_token_hash TEXT NOT NULL,
  expires_at INTEGER NOT NULL, names BLOB NOT NULL, language TEXT NOT NULL, opened_at INTEGER, confirmed_at INTEGER, outcome TEXT,
  PRIMARY KEY (ws, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS link_request_by_expiry ON link_request (expires_at);
`;

/** A page that is over goes on saying so for a day, then it is unknown. */
const KEPT_AFTER_EXPIRY_MS = 24 * 60 * 60 * 1000;

/**
 * The open questions to customers whether a contact is theirs. Page id, nonce and link token are kept as hashes, names encrypted,
 * and everything is deleted a day after it expired.
 */
export class LinkRequests {
  readonly #db: Database.Database;
  readonly #cipher: SecretCipher;
  readonly #now: () => number;

  constructor(file: string, cipher: SecretCipher, now: () => number) {
    this.#db = new Database(file);
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    this.#db.pragma('busy_timeout = 5000');
    this.#db.exec(SCHEMA);
    this.#cipher = cipher;
    this.#now = now;
  }

  /** Registers a request; the same one again changes nothing. False when the page's id belongs to another request. */
  register(workspaceId: string, requestId: string, request: RegisterLinkRequest): boolean {
    this.#db.prepare('DELETE FROM link_request WHERE expires_at < ?').run(this.#now() - KEPT_AFTER_EXPIRY_MS);
    const names = JSON.stringify([request.companyName, request.customerName]);
    this.#db
      .prepare(
        `INSERT OR IGNORE INTO link_request (ws, id, page_id_hash, nonce_hash, link_token_hash, expires_at, names, language)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        workspaceId,
        requestId,
        request.pageIdHash,
        request.nonceHash,
        request.linkTokenHash,
        request.expiresAt,
        this.#cipher.encrypt(names, contextOf(workspaceId, requestId)),
        request.language,
      );
    const held = this.#db
      .prepare<[string, string], { hash: string }>(
        'SELECT page_id_hash AS hash FROM link_request WHERE ws = ? AND id = ?',
      )
      .get(workspaceId, requestId);
    return held?.hash === request.pageIdHash;
  }

  /** The request of a page, or null. The lookup is by hash: its timing tells nothing of the id. */
  ofPage(pageId: string): StoredLinkRequest | null {
    const row = this.#db
      .prepare<[string], Row>('SELECT * FROM link_request WHERE page_id_hash = ?')
      .get(linkHash(pageId));
    if (row === undefined || row.expires_at < this.#now() - KEPT_AFTER_EXPIRY_MS) return null;
    const [companyName, customerName] = JSON.parse(this.#cipher.decrypt(row.names, contextOf(row.ws, row.id))) as [
      string,
      string | null,
    ];
    return {
      workspaceId: row.ws,
      requestId: row.id,
      nonceHash: row.nonce_hash,
      linkTokenHash: row.link_token_hash,
      expiresAt: row.expires_at,
      companyName,
      customerName,
      language: row.language,
      openedAt: row.opened_at,
      confirmedAt: row.confirmed_at,
      outcome: row.outcome,
    };
  }

  /** True the first time. */
  markOpened({ workspaceId, requestId }: StoredLinkRequest): boolean {
    return this.#mark('opened_at', workspaceId, requestId);
  }

  /** True the first time: a nonce goes to LINE once. */
  markConfirmed({ workspaceId, requestId }: StoredLinkRequest): boolean {
    return this.#mark('confirmed_at', workspaceId, requestId);
  }

  /** What became of a request. An unknown one is none of this relay's any more. */
  settle(workspaceId: string, requestId: string, outcome: LinkRequestOutcome): void {
    this.#db
      .prepare('UPDATE link_request SET outcome = ? WHERE ws = ? AND id = ?')
      .run(outcome, workspaceId, requestId);
  }

  close(): void {
    this.#db.close();
  }

  #mark(column: 'opened_at' | 'confirmed_at', workspaceId: string, requestId: string): boolean {
    const sql = `UPDATE link_request SET ${column} = ? WHERE ws = ? AND id = ? AND ${column} IS NULL`;
    return this.#db.prepare(sql).run(this.#now(), workspaceId, requestId).changes > 0;
  }
}

/** SHA-256 in base64url, as consoles send it. The hashed values are random: no slow hash is needed. */
export function linkHash(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}

function contextOf(workspaceId: string, requestId: string): string {
  return `link-request|${workspaceId}|${requestId}`;
}
