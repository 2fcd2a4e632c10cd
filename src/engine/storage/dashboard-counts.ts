import { type Problem, problemSchema } from '../../shared/errors/error-code';
import type { Storage } from './storage';

type Count = { count: number };
type Trouble = { count: number; problem: string | null };

/** What is wrong with some records of a kind: how many, and the first one's problem. */
export interface KindTrouble {
  count: number;
  problem: Problem;
}

/** The numbers of the dashboard that no capability keeps by itself. */
export function createDashboardCounts(database: Storage) {
  const linked = database.prepare<[], Count>('SELECT count(*) AS count FROM id_link');
  const sync = database.prepare<
    [],
    { failing: number; excluded: number; unlinkedFriends: number; pendingWrites: number }
  >(
    `SELECT (SELECT count(*) FROM (SELECT DISTINCT record_kind, record_id FROM sync_problem)) AS failing,
       (SELECT count(*) FROM sync_exclusion) AS excluded,
       (SELECT coalesce(sum(n), 0) FROM match_desk_count WHERE view = 'open' AND bot_user_id IN (SELECT bot_user_id FROM official_account)) AS unlinkedFriends,
       (SELECT count(*) FROM contact_field WHERE state IN ('pending', 'refused')) + (SELECT count(*) FROM id_link WHERE needs_write = 1)
         + (SELECT count(*) FROM id_link_removal) AS pendingWrites`,
  );
  const lists = database.prepare<[], Trouble>(
    'SELECT count(*) AS count, min(problem) AS problem FROM hubspot_list WHERE is_synced = 1 AND problem IS NOT NULL',
  );
  const groups = database.prepare<[], Trouble>(
    'SELECT count(*) AS count, min(problem) AS problem FROM line_group WHERE is_member = 1 AND problem IS NOT NULL',
  );
  const trouble = (row: Trouble | undefined): KindTrouble | null => {
    if (row === undefined || row.problem === null) return null;
    const parsed = problemSchema.safeParse(JSON.parse(row.problem));
    return parsed.success ? { count: row.count, problem: parsed.data } : null;
  };
  return {
    linkedFriends: (): number => linked.get()?.count ?? 0,
    /** Records that HubSpot refuses, records left out, friends without a contact, writes that wait. */
    sync: () => sync.get() ?? { failing: 0, excluded: 0, unlinkedFriends: 0, pendingWrites: 0 },
    /** Synced lists that cannot be read; null = there is none. */
    lists: (): KindTrouble | null => trouble(lists.get()),
    /** Groups whose company could not be written; null = there is none. */
    groups: (): KindTrouble | null => trouble(groups.get()),
  };
}
