import type { LinkOrigin } from '../../shared/model/contact';
import { createConversationList, type SourceType } from './conversation-list';
import { foldText } from './search-text';
import type { Storage } from './storage';
import { pastMs, pastOfAccount } from './workspace-account-repository';

export type { ConversationListRow, SourceType } from './conversation-list';

/** A chat by LINE's ids, which are alike in every console. */
export interface ConversationSource {
  botUserId: string;
  sourceType: SourceType;
  sourceId: string;
}

export interface ConversationExtras {
  officialAccountName: string | null;
  quotaLimit: number | null;
  quotaUsed: number | null;
  linkOrigin: LinkOrigin | null;
  linkedAt: number | null;
  followedAt: number | null;
  statusMessage: string | null;
  language: string | null;
  replyToken: string | null;
  replyTokenUntil: number | null;
}

export type ConversationRepository = ReturnType<typeof createConversationRepository>;

/** Chats with one user, group or room at one Official Account, with their counters. Counters move with the messages. */
export function createConversationRepository(storage: Storage) {
  const list = createConversationList(storage);
  const bySource = storage.prepare<[string, string, string], { id: number }>(
    'SELECT id FROM conversation WHERE bot_user_id = ? AND source_type = ? AND source_id = ?',
  );
  // What was written more than an hour before the workspace met the account is past: it calls for nobody.
  const insert = storage.prepare<{ bot: string; type: string; source: string; friend: number | null }>(
    `INSERT INTO conversation (bot_user_id, source_type, source_id, friend_id, status, last_answer_at, done_until)
     SELECT @bot, @type, @source, @friend, 'done', past, past
     FROM (SELECT ${pastOfAccount} AS past)`,
  );
  const sourceOf = storage.prepare<[number], ConversationSource>(
    'SELECT bot_user_id AS botUserId, source_type AS sourceType, source_id AS sourceId FROM conversation WHERE id = ?',
  );
  const extras = storage.prepare<[number], ConversationExtras>(
    `SELECT coalesce(a.display_name, d.display_name) AS officialAccountName, a.quota_limit AS quotaLimit, a.quota_used AS quotaUsed, l.origin AS linkOrigin,
       l.linked_at AS linkedAt, f.followed_at AS followedAt, f.status_message AS statusMessage, f.language,
       c.reply_token AS replyToken, c.reply_token_until AS replyTokenUntil
     FROM conversation c LEFT JOIN official_account a ON a.bot_user_id = c.bot_user_id
     LEFT JOIN former_official_account d ON d.bot_user_id = c.bot_user_id
     LEFT JOIN friend f ON f.id = c.friend_id LEFT JOIN id_link l ON l.friend_id = c.friend_id WHERE c.id = ?`,
  );
  const hasAccount = storage.prepare<[number], { found: number }>(
    `SELECT EXISTS (SELECT 1 FROM conversation c JOIN official_account a ON a.bot_user_id = c.bot_user_id WHERE c.id = ?) AS found`,
  );
  const incoming = storage.prepare<{ id: number; seq: number; at: number }>(
    `UPDATE conversation SET
       last_message_seq = CASE WHEN last_message_at IS NULL OR @at >= last_message_at THEN @seq ELSE last_message_seq END,
       last_message_at = max(coalesce(last_message_at, 0), @at),
       unread_count = unread_count + (@at > coalesce(
         (SELECT connected_at - ${pastMs} FROM official_account a WHERE a.bot_user_id = conversation.bot_user_id), 0)),
       waiting_since_at = CASE WHEN @at > max(last_answer_at, done_until) THEN min(coalesce(waiting_since_at, @at), @at) ELSE waiting_since_at END,
       status = CASE WHEN @at > done_until THEN 'todo' ELSE status END
     WHERE id = @id`,
  );
  const outgoing = storage.prepare<{ id: number; seq: number; at: number }>(
    `UPDATE conversation SET
       last_message_seq = CASE WHEN last_message_at IS NULL OR @at >= last_message_at THEN @seq ELSE last_message_seq END,
       last_message_at = max(coalesce(last_message_at, 0), @at) WHERE id = @id`,
  );
  const answered = storage.prepare<{ id: number; at: number }>(
    'UPDATE conversation SET last_answer_at = max(last_answer_at, @at) WHERE id = @id',
  );
  const recount = storage.prepare<{ id: number }>(
    `UPDATE conversation SET
       waiting_since_at = (SELECT min(m.sent_at) FROM message m
         WHERE m.conversation_id = conversation.id AND m.sent_at > max(last_answer_at, done_until) AND m.direction = 'in' AND m.state = 'received'),
       unread_count = min(unread_count, (SELECT count(*) FROM message m
         WHERE m.conversation_id = conversation.id AND m.sent_at > max(last_answer_at, done_until) AND m.direction = 'in'))
     WHERE id = @id`,
  );
  const refreshLast = storage.prepare<{ id: number }>(
    `UPDATE conversation SET (last_message_at, last_message_seq) = (SELECT max(sent_at), seq FROM
       (SELECT sent_at, seq FROM message WHERE conversation_id = @id AND (state <> 'queued' OR scheduled_at IS NULL)
          ORDER BY sent_at DESC, seq DESC LIMIT 1)),
       failed_count = (SELECT count(*) FROM message WHERE conversation_id = @id AND state = 'failed') WHERE id = @id`,
  );
  const countFailed = storage.prepare<{ id: number }>(
    `UPDATE conversation SET failed_count = (SELECT count(*) FROM message WHERE conversation_id = @id AND state = 'failed') WHERE id = @id`,
  );
  const readNow = storage.prepare<[number, number]>(
    'UPDATE conversation SET unread_count = 0, read_until_at = ? WHERE id = ? AND unread_count > 0',
  );
  const status = storage.prepare<{ id: number; status: 'todo' | 'done'; until: number }>(
    `UPDATE conversation SET done_until = @until, status = CASE WHEN @status = 'todo' OR EXISTS (SELECT 1 FROM message m
         WHERE m.conversation_id = @id AND m.sent_at > @until AND m.direction = 'in' AND m.state = 'received') THEN 'todo' ELSE 'done' END
     WHERE id = @id`,
  );
  const doneUntil = storage.prepare<[number], number>('SELECT done_until FROM conversation WHERE id = ?').pluck();
  const newestIncoming = storage
    .prepare<[number], number>(
      `SELECT sent_at FROM message WHERE conversation_id = ? AND direction = 'in' ORDER BY sent_at DESC, seq DESC LIMIT 1`,
    )
    .pluck();
  const assign = storage.prepare<[string | null, number]>('UPDATE conversation SET assignee_id = ? WHERE id = ?');
  const offerToken = storage.prepare<{ id: number; token: string; until: number }>(
    `UPDATE conversation SET reply_token = @token, reply_token_until = @until
     WHERE id = @id AND (reply_token IS NULL OR reply_token_until <= @until)`,
  );
  const takeToken = storage.prepare<{ id: number; now: number }, { token: string }>(
    `SELECT reply_token AS token FROM conversation WHERE id = @id AND reply_token IS NOT NULL AND reply_token_until > @now`,
  );
  const dropToken = storage.prepare<[number]>(
    'UPDATE conversation SET reply_token = NULL, reply_token_until = NULL WHERE id = ?',
  );
  const groups = storage.prepare<[number], { id: number; botUserId: string; sourceId: string }>(
    `SELECT id, bot_user_id AS botUserId, source_id AS sourceId FROM conversation
     WHERE friend_id IS NULL AND source_type = 'group' AND title IS NULL LIMIT ?`,
  );
  const saveTitle = storage.prepare<[string, string | null, string, number]>(
    'UPDATE conversation SET title = ?, picture_url = ?, search_text = ? WHERE id = ?',
  );
  const byFriend = storage.prepare<[number], { id: number }>('SELECT id FROM conversation WHERE friend_id = ?');
  return {
    ensure(botUserId: string, sourceType: SourceType, sourceId: string, friendId: number | null): number {
      const known = bySource.get(botUserId, sourceType, sourceId);
      if (known !== undefined) return known.id;
      const row = { bot: botUserId, type: sourceType, source: sourceId, friend: friendId };
      return Number(insert.run(row).lastInsertRowid);
    },
    find: (botUserId: string, sourceType: SourceType, sourceId: string) =>
      bySource.get(botUserId, sourceType, sourceId)?.id ?? null,
    ofFriend: (friendId: number) => byFriend.get(friendId)?.id ?? null,
    ...list,
    extras: (id: number) => extras.get(id) ?? null,
    /** A customer message came in. From before this console met the account it is past, and counts neither as unread nor as waiting. */
    noteIncoming: (id: number, seq: number, at: number) => void incoming.run({ id, seq, at }),
    /** A message of ours is in the thread; it answers nothing before LINE accepted it. */
    noteOutgoing: (id: number, seq: number, at: number) => void outgoing.run({ id, seq, at }),
    /** What customers wrote until `at` is answered. */
    noteAnswer(id: number, at: number) {
      answered.run({ id, at });
      recount.run({ id });
    },
    /** False once its account was disconnected. */
    hasAccount: (id: number) => hasAccount.get(id)?.found === 1,
    recount: (id: number) => void recount.run({ id }),
    refreshLast: (id: number) => void refreshLast.run({ id }),
    countFailed: (id: number) => void countFailed.run({ id }),
    /** True when something was unread. */
    markRead: (id: number, at: number) => readNow.run(at, id).changes > 0,
    /**
     * `until` = what customers wrote until then was called done (epoch ms). What came after, also when it came in before this
     * was known, keeps a conversation in "to do".
     */
    setStatus(id: number, to: 'todo' | 'done', until: number) {
      status.run({ id, status: to, until });
      recount.run({ id });
    },
    /** Until when what customers wrote was called done; 0 = never. */
    doneUntil: (id: number) => doneUntil.get(id) ?? 0,
    /** When the newest message of the customer that is here was written; null = there is none. */
    newestIncomingAt: (id: number) => newestIncoming.get(id) ?? null,
    /** Who is to answer; null = nobody in particular. */
    assign: (id: number, agentId: string | null) => void assign.run(agentId, id),
    source: (id: number) => sourceOf.get(id) ?? null,
    /** Keeps the token that lives longest. */
    offerReplyToken: (id: number, token: string, until: number) => void offerToken.run({ id, token, until }),
    /** Takes the reply token out for one use, for ever; null when there is none that lives. */
    takeReplyToken(id: number, now: number): string | null {
      const token = takeToken.get({ id, now })?.token ?? null;
      if (token !== null) dropToken.run(id);
      return token;
    },
    groupsWithoutTitle: (limit: number) => groups.all(limit),
    saveTitle: (id: number, title: string, pictureUrl: string | null) =>
      void saveTitle.run(title, pictureUrl, foldText(title), id),
  };
}
