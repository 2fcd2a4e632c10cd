import { z } from 'zod';
import type { Problem } from '../../shared/errors/error-code';
import { problemSchema } from '../../shared/errors/error-code';
import type { Storage } from './storage';

/** A LINE group of a connected Official Account, and the company that stands for it. */
export interface LineGroup {
  conversationId: number;
  botUserId: string;
  officialAccountName: string;
  groupId: string;
  /** null = LINE was not asked yet; empty = LINE does not tell. */
  name: string | null;
  /** LINE's own address of it. */
  pictureUrl: string | null;
  memberCount: number | null;
  isMember: boolean;
  /** A person's word about the company, above the account's switch. */
  wish: 'company' | 'none' | null;
  companyId: string | null;
  companyName: string | null;
  origin: 'created' | 'tied' | null;
  /** Properties as HubSpot last accepted them; null = nothing was written to this company yet. */
  written: Readonly<Record<string, string>> | null;
  writtenAt: number | null;
  problem: Problem | null;
}

/** A group whose name, picture and members are to be read from LINE. */
export interface GroupToRead {
  conversationId: number;
  botUserId: string;
  groupId: string;
}

/** Properties that are still to be cleared on a company. */
export interface GroupRemoval {
  id: number;
  companyId: string;
  groupKey: string;
}

type Row = Omit<LineGroup, 'isMember' | 'wish' | 'origin' | 'written' | 'problem'> & {
  isMember: number;
  wish: string | null;
  origin: string | null;
  written: string | null;
  problem: string | null;
};

const writtenSchema = z.record(z.string(), z.string());
const wishSchema = z.enum(['company', 'none']).nullable();
const originSchema = z.enum(['created', 'tied']).nullable();

const select = `SELECT line_group.conversation_id AS conversationId, conversation.bot_user_id AS botUserId,
    official_account.display_name AS officialAccountName, conversation.source_id AS groupId, conversation.title AS name,
    conversation.picture_url AS pictureUrl, member_count AS memberCount, is_member AS isMember, wish, company_id AS companyId,
    company.name AS companyName, origin, written, written_at AS writtenAt, line_group.problem
  FROM line_group JOIN conversation ON conversation.id = line_group.conversation_id
  JOIN official_account ON official_account.bot_user_id = conversation.bot_user_id
  LEFT JOIN company ON company.hubspot_id = line_group.company_id`;

/** LINE groups: whether the account is in them, what LINE says of them, and their companies. */
export function createGroupRepository(database: Storage) {
  const note = database.prepare<{ id: number; at: number; isMember: number }>(`
    INSERT INTO line_group (conversation_id, is_member, membership_at) VALUES (@id, @isMember, @at)
    ON CONFLICT (conversation_id) DO UPDATE SET needs_read = CASE WHEN @isMember = 1 THEN 1 ELSE needs_read END,
      is_member = CASE WHEN @at >= membership_at THEN @isMember ELSE is_member END, membership_at = max(membership_at, @at)`);
  const noteAlive = database.prepare<{ id: number; at: number }>(`
    INSERT INTO line_group (conversation_id, membership_at) VALUES (@id, @at)
    ON CONFLICT (conversation_id) DO UPDATE SET is_member = 1, needs_read = 1, membership_at = @at WHERE is_member = 0 AND @at > membership_at`);
  const toRead = database.prepare<[number, number], GroupToRead>(`
    SELECT conversation_id AS conversationId, conversation.bot_user_id AS botUserId, source_id AS groupId
    FROM line_group JOIN conversation ON conversation.id = conversation_id
    JOIN official_account ON official_account.bot_user_id = conversation.bot_user_id
    WHERE needs_read = 1 AND is_member = 1 AND conversation_id > ? ORDER BY conversation_id LIMIT ?`);
  const askAgain =
    database.prepare(`UPDATE line_group SET needs_read = 1 WHERE is_member = 1 AND coalesce(read_at, 0) < ?
    AND (company_id IS NOT NULL OR wish = 'company' OR EXISTS (SELECT 1 FROM conversation
      JOIN official_account ON official_account.bot_user_id = conversation.bot_user_id
      WHERE conversation.id = line_group.conversation_id AND official_account.syncs_groups = 1))`);
  const saveRead = database.prepare(
    'UPDATE line_group SET member_count = ?, read_at = ?, needs_read = 0 WHERE conversation_id = ?',
  );
  const saveAbsent = database.prepare(
    'UPDATE line_group SET is_member = 0, needs_read = 0, read_at = ? WHERE conversation_id = ? AND membership_at <= ?',
  );
  const all = database.prepare<{ bot: string | null }, Row>(
    `${select} WHERE @bot IS NULL OR conversation.bot_user_id = @bot ORDER BY conversation.title IS NULL, conversation.title, line_group.conversation_id`,
  );
  const after = database.prepare<[number, number], Row>(
    `${select} WHERE line_group.conversation_id > ? ORDER BY line_group.conversation_id LIMIT ?`,
  );
  const one = database.prepare<[number], Row>(`${select} WHERE line_group.conversation_id = ?`);
  const ofCompany = database.prepare<[string], Row>(
    `${select} WHERE company_id = ? ORDER BY line_group.conversation_id`,
  );
  const wish = database.prepare('UPDATE line_group SET wish = ?, problem = NULL WHERE conversation_id = ?');
  const tie =
    database.prepare(`UPDATE line_group SET company_id = ?, origin = ?, wish = 'company', written = NULL, written_at = NULL,
    problem = NULL WHERE conversation_id = ?`);
  const untie =
    database.prepare(`UPDATE line_group SET company_id = NULL, origin = NULL, wish = 'none', written = NULL, written_at = NULL,
    problem = ? WHERE conversation_id = ?`);
  const write =
    database.prepare(`UPDATE line_group SET company_id = @companyId, origin = coalesce(origin, 'created'), written = @written,
    written_at = @at, problem = NULL WHERE conversation_id = @id AND company_id IS @before AND coalesce(wish, '') <> 'none'`);
  const fail = database.prepare('UPDATE line_group SET problem = ? WHERE conversation_id = ?');
  const repoint = database.prepare('UPDATE line_group SET company_id = ? WHERE company_id = ?');
  const addRemoval = database.prepare(
    'INSERT INTO line_group_removal (company_id, group_key, removed_at) VALUES (?, ?, ?)',
  );
  const removals = database.prepare<[number, number], GroupRemoval>(
    'SELECT id, company_id AS companyId, group_key AS groupKey FROM line_group_removal WHERE id > ? ORDER BY id LIMIT ?',
  );
  const dropRemoval = database.prepare('DELETE FROM line_group_removal WHERE id = ?');
  const repointRemoval = database.prepare('UPDATE line_group_removal SET company_id = ? WHERE company_id = ?');

  return {
    /** An event at `at` says that the account is in the group, or not; of two events the later one counts. */
    noteMembership: (conversationId: number, isMember: boolean, at: number) =>
      void note.run({ id: conversationId, at, isMember: Number(isMember) }),
    /** Something was said in the group: the account is in it. True when that was news. */
    noteAlive: (conversationId: number, at: number): boolean => noteAlive.run({ id: conversationId, at }).changes > 0,
    /** Groups that LINE is to be asked about, in the order of their keys. */
    toRead: (afterId: number, limit: number): GroupToRead[] => toRead.all(afterId, limit),
    /** Asks again about groups that stand as companies, or shall, and were read before `before`. */
    askAgain: (before: number) => void askAgain.run(before),
    saveRead: (conversationId: number, memberCount: number | null, at: number) =>
      void saveRead.run(memberCount, at, conversationId),
    /** LINE knows nothing of the group: the account is not in it, unless it came back after `askedAt`. */
    saveAbsent: (conversationId: number, askedAt: number) => void saveAbsent.run(askedAt, conversationId, askedAt),
    all: (botUserId: string | null): LineGroup[] => all.all({ bot: botUserId }).map(toGroup),
    after: (id: number, limit: number): LineGroup[] => after.all(id, limit).map(toGroup),
    get(conversationId: number): LineGroup | null {
      const row = one.get(conversationId);
      return row === undefined ? null : toGroup(row);
    },
    ofCompany: (companyId: string): LineGroup[] => ofCompany.all(companyId).map(toGroup),
    setWish: (conversationId: number, wanted: 'company' | 'none' | null) => void wish.run(wanted, conversationId),
    /** The group's company from now on; nothing was written to it yet. */
    tie: (conversationId: number, companyId: string, origin: 'created' | 'tied') =>
      void tie.run(companyId, origin, conversationId),
    /** No company from now on, and none by itself. */
    untie: (conversationId: number, problem: Problem | null = null) =>
      void untie.run(problem === null ? null : JSON.stringify(problem), conversationId),
    /** HubSpot accepted these properties; nothing is noted where the tie was changed meanwhile. True when it was noted. */
    noteWritten(
      group: Pick<LineGroup, 'conversationId' | 'companyId'>,
      companyId: string,
      properties: Readonly<Record<string, string>>,
      at: number,
    ): boolean {
      const written = JSON.stringify(properties);
      return write.run({ id: group.conversationId, before: group.companyId, companyId, written, at }).changes > 0;
    },
    setProblem: (conversationId: number, problem: Problem | null) =>
      void fail.run(problem === null ? null : JSON.stringify(problem), conversationId),
    /** A company was merged into another. */
    repoint(fromCompanyId: string, toCompanyId: string): void {
      repoint.run(toCompanyId, fromCompanyId);
      repointRemoval.run(toCompanyId, fromCompanyId);
    },
    addRemoval: (companyId: string, groupKey: string, at: number) => void addRemoval.run(companyId, groupKey, at),
    removalsAfter: (id: number, limit: number): GroupRemoval[] => removals.all(id, limit),
    dropRemoval: (id: number) => void dropRemoval.run(id),
  };
}
export type GroupRepository = ReturnType<typeof createGroupRepository>;

function toGroup(row: Row): LineGroup {
  return {
    ...row,
    isMember: row.isMember === 1,
    wish: wishSchema.parse(row.wish),
    origin: originSchema.parse(row.origin),
    written: row.written === null ? null : writtenSchema.parse(JSON.parse(row.written)),
    problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
  };
}
