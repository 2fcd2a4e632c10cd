import { createHash } from 'node:crypto';
import type { LinkPageLanguage, LinkRequestOutcome, RegisterLinkRequest } from '../../shared/relay-protocol';
import type { RelayDatabase } from './relay-database';
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

/** A page that is over goes on saying so for a day, then it is unknown. */
const KEPT_AFTER_EXPIRY_MS = 24 * 60 * 60 * 1000;

/**
 * The open questions to customers whether a contact is theirs. Page id, nonce and link token are kept as hashes, names encrypted,
 * and everything is deleted a day after it expired.
 */
export class LinkRequests {
  readonly #db: RelayDatabase;
  readonly #cipher: SecretCipher;
  readonly #now: () => number;

  constructor(db: RelayDatabase, cipher: SecretCipher, now: () => number) {
    this.#db = db;
    this.#cipher = cipher;
    this.#now = now;
  }

  /** Registers a request; the same one again changes nothing. False when the page's id belongs to another request. */
  async register(workspaceId: string, requestId: string, request: RegisterLinkRequest): Promise<boolean> {
    await this.#db.run('DELETE FROM link_request WHERE expires_at < ?', [this.#now() - KEPT_AFTER_EXPIRY_MS]);
    const names = JSON.stringify([request.companyName, request.customerName]);
    await this.#db.run(
      `INSERT INTO link_request (ws, id, page_id_hash, nonce_hash, link_token_hash, expires_at, names, language)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      [
        workspaceId,
        requestId,
        request.pageIdHash,
        request.nonceHash,
        request.linkTokenHash,
        request.expiresAt,
        this.#cipher.encrypt(names, contextOf(workspaceId, requestId)),
        request.language,
      ],
    );
    const [held] = await this.#db.rows<{ hash: string }>(
      'SELECT page_id_hash AS hash FROM link_request WHERE ws = ? AND id = ?',
      [workspaceId, requestId],
    );
    return held?.hash === request.pageIdHash;
  }

  /** The request of a page, or null. The lookup is by hash: its timing tells nothing of the id. */
  async ofPage(pageId: string): Promise<StoredLinkRequest | null> {
    const [row] = await this.#db.rows<Row>('SELECT * FROM link_request WHERE page_id_hash = ?', [linkHash(pageId)]);
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
  markOpened({ workspaceId, requestId }: StoredLinkRequest): Promise<boolean> {
    return this.#mark('opened_at', workspaceId, requestId);
  }

  /** True the first time: a nonce goes to LINE once. */
  markConfirmed({ workspaceId, requestId }: StoredLinkRequest): Promise<boolean> {
    return this.#mark('confirmed_at', workspaceId, requestId);
  }

  /** What became of a request. An unknown one is none of this relay's any more. */
  async settle(workspaceId: string, requestId: string, outcome: LinkRequestOutcome): Promise<void> {
    const sql = 'UPDATE link_request SET outcome = ? WHERE ws = ? AND id = ?';
    await this.#db.run(sql, [outcome, workspaceId, requestId]);
  }

  async #mark(column: 'opened_at' | 'confirmed_at', workspaceId: string, requestId: string): Promise<boolean> {
    const sql = `UPDATE link_request SET ${column} = ? WHERE ws = ? AND id = ? AND ${column} IS NULL`;
    return (await this.#db.run(sql, [this.#now(), workspaceId, requestId])) > 0;
  }
}

/** SHA-256 in base64url, as consoles send it. The hashed values are random: no slow hash is needed. */
export function linkHash(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}

function contextOf(workspaceId: string, requestId: string): string {
  return `link-request|${workspaceId}|${requestId}`;
}
