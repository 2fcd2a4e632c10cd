import type { Problem } from '../../shared/errors/error-code';
import { problemSchema } from '../../shared/errors/error-code';
import type { LinkRequest } from '../../shared/model/contact';
import { withoutLinkSecrets } from '../../shared/relay-protocol';
import type { Storage } from './storage';

export type LinkRequestState = LinkRequest['state'];

/** A request to a customer to confirm that a contact is theirs. */
export interface LinkRequestRow {
  id: string;
  friendId: number;
  contactId: string;
  contactName: string;
  state: LinkRequestState;
  /** Client id of its message in the outbox. */
  messageClientId: string;
  sentAt: number;
  expiresAt: number;
  finishedAt: number | null;
  problem: Problem | null;
}

interface StoredRow extends Omit<LinkRequestRow, 'problem'> {
  problem: string | null;
}

const columns = `id, friend_id AS friendId, contact_hubspot_id AS contactId, contact_name AS contactName, state, message_client_id AS messageClientId,
  sent_at AS sentAt, expires_at AS expiresAt, finished_at AS finishedAt, problem`;
const isOpen = "state IN ('sending', 'sent', 'opened')";

/** Requests to customers, kept as the history of what they were asked. A nonce is stored as its hash. */
export function createLinkRequestRepository(storage: Storage) {
  const insert = storage.prepare<[string, number, string, string, string, string, number, number]>(
    `INSERT INTO link_request (id, friend_id, contact_hubspot_id, contact_name, state, nonce_hash, message_client_id, sent_at, expires_at)
     VALUES (?, ?, ?, ?, 'sending', ?, ?, ?, ?)`,
  );
  const get = storage.prepare<[string], StoredRow>(`SELECT ${columns} FROM link_request WHERE id = ?`);
  const byNonce = storage.prepare<[string], StoredRow>(`SELECT ${columns} FROM link_request WHERE nonce_hash = ?`);
  const sending = storage.prepare<[], StoredRow>(
    `SELECT ${columns} FROM link_request WHERE ${isOpen} AND state = 'sending'`,
  );
  const ofFriend = storage.prepare<[number, number], StoredRow>(
    `SELECT ${columns} FROM link_request WHERE friend_id = ? ORDER BY sent_at DESC, id DESC LIMIT ?`,
  );
  const openOfFriend = storage.prepare<[number], StoredRow>(
    `SELECT ${columns} FROM link_request WHERE friend_id = ? AND ${isOpen} ORDER BY sent_at`,
  );
  const due = storage.prepare<[number], StoredRow>(
    `SELECT ${columns} FROM link_request WHERE ${isOpen} AND expires_at <= ? ORDER BY expires_at LIMIT 100`,
  );
  const nextExpiry = storage.prepare<[], { at: number | null }>(
    `SELECT min(expires_at) AS at FROM link_request WHERE ${isOpen}`,
  );
  const setState = storage.prepare<[string, string]>(`UPDATE link_request SET state = ? WHERE id = ? AND ${isOpen}`);
  const finish = storage.prepare<[string, number, string | null, string | null, string]>(
    'UPDATE link_request SET state = ?, finished_at = ?, problem = ?, replaced_contact_id = ? WHERE id = ?',
  );
  const messageState = storage.prepare<[string], { id: string; state: string; problem: string | null }>(
    'SELECT id, state, problem FROM message WHERE client_id = ?',
  );

  const messageRaw = storage.prepare<[string], { raw: string }>('SELECT raw FROM message WHERE client_id = ?');
  const setMessageRaw = storage.prepare<[string, string]>('UPDATE message SET raw = ? WHERE client_id = ?');

  return {
    insert(row: {
      id: string;
      friendId: number;
      contactId: string;
      contactName: string;
      nonceHash: string;
      messageClientId: string;
      sentAt: number;
      expiresAt: number;
    }) {
      const { id, friendId, contactId, contactName, nonceHash, messageClientId, sentAt, expiresAt } = row;
      insert.run(id, friendId, contactId, contactName, nonceHash, messageClientId, sentAt, expiresAt);
    },
    get: (id: string) => toRow(get.get(id)),
    byNonceHash: (hash: string) => toRow(byNonce.get(hash)),
    /** Those whose message LINE has not accepted yet. */
    sending: () => sending.all().map(fromStored),
    /** Newest first. */
    ofFriend: (friendId: number, limit: number) => ofFriend.all(friendId, limit).map(fromStored),
    openOf: (friendId: number) => openOfFriend.all(friendId).map(fromStored),
    /** Open ones whose time is over. */
    due: (at: number) => due.all(at).map(fromStored),
    nextExpiry: (): number | null => nextExpiry.get()?.at ?? null,
    /** Moves an open request on; false when it is over. */
    advance: (id: string, state: 'sent' | 'opened'): boolean => setState.run(state, id).changes > 0,
    finish(
      id: string,
      state: 'linked' | 'failed' | 'expired' | 'cancelled',
      at: number,
      problem: Problem | null = null,
      replacedContactId: string | null = null,
    ) {
      finish.run(state, at, problem === null ? null : JSON.stringify(problem), replacedContactId, id);
    },
    /** The message stays without the address of the page, which is a secret and of no more use. */
    forgetAddress({ messageClientId }: LinkRequestRow) {
      const raw = messageRaw.get(messageClientId)?.raw;
      if (raw !== undefined) setMessageRaw.run(withoutLinkSecrets(raw), messageClientId);
    },
    /** How the message of a request fares; null = it is gone. */
    message({ messageClientId }: LinkRequestRow): { id: string; state: string; problem: Problem | null } | null {
      const found = messageState.get(messageClientId);
      return found === undefined ? null : { ...found, problem: toProblem(found.problem) };
    },
  };
}
export type LinkRequestRepository = ReturnType<typeof createLinkRequestRepository>;

function toProblem(text: string | null): Problem | null {
  return text === null ? null : problemSchema.parse(JSON.parse(text));
}

function fromStored(row: StoredRow): LinkRequestRow {
  return { ...row, problem: toProblem(row.problem) };
}

function toRow(row: StoredRow | undefined): LinkRequestRow | null {
  return row === undefined ? null : fromStored(row);
}
