import type { Storage } from './storage';

/** The numbers of the dashboard that no capability keeps by itself. */
export function createDashboardCounts(database: Storage) {
  const friends = database.prepare<[], { count: number }>(
    "SELECT count(*) AS count FROM friend WHERE follow_status <> 'blocked'",
  );
  const linked = database.prepare<[], { count: number }>('SELECT count(*) AS count FROM id_link');
  return {
    friends: (): number => friends.get()?.count ?? 0,
    linkedFriends: (): number => linked.get()?.count ?? 0,
  };
}
