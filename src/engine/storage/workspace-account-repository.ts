import type { Storage } from './storage';

export type WorkspaceAccountRepository = ReturnType<typeof createWorkspaceAccountRepository>;

/** What is older than this when the workspace meets an account is past: it calls for nobody. */
export const pastMs = 60 * 60_000;

/** SQL for the time before which what customers of `@bot` wrote is past: no console of the workspace had the account then. */
export const pastOfAccount = `coalesce((SELECT min(a.connected_at, coalesce(w.since, a.connected_at)) - ${pastMs}
    FROM official_account a LEFT JOIN workspace_account w USING (bot_user_id) WHERE a.bot_user_id = @bot), 0)`;

/** Since when the consoles of the workspace look after an Official Account. */
export function createWorkspaceAccountRepository(storage: Storage) {
  const since = storage.prepare<[string], number>('SELECT since FROM workspace_account WHERE bot_user_id = ?').pluck();
  const save = storage.prepare<[string, number]>(
    `INSERT INTO workspace_account (bot_user_id, since) VALUES (?, ?) ON CONFLICT DO UPDATE SET since = excluded.since`,
  );
  const past = storage.prepare<{ bot: string }, number>(`SELECT ${pastOfAccount}`).pluck();
  const hasNewer = (until: string) =>
    `EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = conversation.id AND m.sent_at > ${until} AND m.direction = 'in' AND m.state = 'received')`;
  const move = storage.prepare<{ bot: string; from: number; to: number }>(
    `UPDATE conversation SET done_until = @to, last_answer_at = CASE WHEN last_answer_at = @from THEN @to ELSE last_answer_at END,
       status = CASE WHEN ${hasNewer('@to')} THEN 'todo' ELSE status END,
       waiting_since_at = (SELECT min(m.sent_at) FROM message m WHERE m.conversation_id = conversation.id AND m.direction = 'in'
         AND m.state = 'received' AND m.sent_at > max(@to, CASE WHEN last_answer_at = @from THEN @to ELSE last_answer_at END))
     WHERE bot_user_id = @bot AND done_until = @from`,
  );
  return {
    /** Epoch ms; null = no console has told yet. */
    since: (botUserId: string): number | null => since.get(botUserId) ?? null,
    /**
     * Saves it. Conversations that were made before it was known, and that nobody called done, are moved to it. Inside the
     * caller's transaction; true when there were any.
     */
    save(botUserId: string, at: number): boolean {
      const from = past.get({ bot: botUserId }) ?? 0;
      save.run(botUserId, at);
      const to = past.get({ bot: botUserId }) ?? 0;
      return from !== to && move.run({ bot: botUserId, from, to }).changes > 0;
    },
  };
}
