import type { z } from 'zod';
import type { Problem } from '../../shared/errors/error-code';
import { problemSchema } from '../../shared/errors/error-code';
import { type HubSpotList, hubSpotListSchema, listTypeSchema } from '../../shared/model/crm';
import type { Storage } from './storage';

/** A list as HubSpot describes it. `stamp` changes whenever the list or its members may have changed. */
export interface FoundList {
  id: string;
  name: string;
  processingType: z.infer<typeof listTypeSchema>;
  folderName: string | null;
  size: number | null;
  isInFlux: boolean;
  updatedAt: number | null;
  stamp: string;
}

/** Where the reading of a list's members stands. */
export interface ListPull {
  id: string;
  name: string;
  size: number | null;
  isInFlux: boolean;
  isGone: boolean;
  isSynced: boolean;
  stamp: string;
  membersAt: number | null;
  membersStamp: string | null;
  generation: number;
  /** Not null while a reading is under way. */
  pullStamp: string | null;
  pullAfter: string | null;
  pullDone: number;
}

interface ListRow {
  id: string;
  name: string;
  processingType: string;
  folderName: string | null;
  size: number | null;
  isInFlux: number;
  isSynced: number;
  isGone: number;
  updatedAt: number | null;
  stamp: string;
  membersAt: number | null;
  membersStamp: string | null;
  memberCount: number;
  linkedCount: number;
  problem: string | null;
}

type PullRow = Omit<ListPull, 'isInFlux' | 'isGone' | 'isSynced'> & {
  isInFlux: number;
  isGone: number;
  isSynced: number;
};

const columns = `id, name, processing_type AS processingType, folder_name AS folderName, size, is_in_flux AS isInFlux, is_synced AS isSynced,
  is_gone AS isGone, updated_at AS updatedAt, stamp, members_at AS membersAt, members_stamp AS membersStamp, member_count AS memberCount,
  linked_count AS linkedCount, problem`;
const pullColumns = `id, name, size, is_in_flux AS isInFlux, is_gone AS isGone, is_synced AS isSynced, stamp, members_at AS membersAt,
  members_stamp AS membersStamp, generation, pull_stamp AS pullStamp, pull_after AS pullAfter, pull_done AS pullDone`;

/** The account's contact lists and which of them are synced. Members are in {@link createListMemberRepository}. */
export function createListRepository(database: Storage) {
  const all = database.prepare<[], ListRow>(
    `SELECT ${columns} FROM hubspot_list WHERE is_gone = 0 OR is_synced = 1 ORDER BY name, id`,
  );
  const one = database.prepare<[string], ListRow>(`SELECT ${columns} FROM hubspot_list WHERE id = ?`);
  const pull = database.prepare<[string], PullRow>(`SELECT ${pullColumns} FROM hubspot_list WHERE id = ?`);
  const synced = database
    .prepare<[], string>('SELECT id FROM hubspot_list WHERE is_synced = 1 ORDER BY pull_stamp IS NULL, members_at, id')
    .pluck();
  const upsert = database.prepare(`
    INSERT INTO hubspot_list (id, name, processing_type, folder_name, size, is_in_flux, updated_at, stamp, found_at)
    VALUES (@id, @name, @processingType, @folderName, @size, @isInFlux, @updatedAt, @stamp, @at)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, processing_type = excluded.processing_type, folder_name = excluded.folder_name,
      size = excluded.size, is_in_flux = excluded.is_in_flux, updated_at = excluded.updated_at, stamp = excluded.stamp,
      found_at = max(found_at, excluded.found_at), problem = CASE WHEN is_gone = 1 THEN NULL ELSE problem END, is_gone = 0`);
  const notFound = database
    .prepare<[number], string>('SELECT id FROM hubspot_list WHERE is_synced = 1 AND found_at < ?')
    .pluck();
  const forgetOthers = database.prepare('DELETE FROM hubspot_list WHERE is_synced = 0 AND found_at < ?');
  const markGone = database.prepare('UPDATE hubspot_list SET is_gone = 1, problem = ? WHERE id = ?');
  const forget = database.prepare('DELETE FROM hubspot_list WHERE id = ? AND is_gone = 1 AND is_synced = 0');
  const choose = database.prepare('UPDATE hubspot_list SET is_synced = 1 WHERE id = ?');
  const unchoose =
    database.prepare(`UPDATE hubspot_list SET is_synced = 0, members_at = NULL, members_stamp = NULL, pull_stamp = NULL,
    pull_after = NULL, pull_done = 0, member_count = 0, known_count = 0, linked_count = 0, problem = NULL WHERE id = ?`);
  const begin =
    database.prepare(`UPDATE hubspot_list SET generation = generation + 1, pull_stamp = stamp, pull_after = NULL, pull_done = 0
    WHERE id = ?`);
  const goOn = database.prepare('UPDATE hubspot_list SET pull_after = ?, pull_done = ? WHERE id = ?');
  const finish =
    database.prepare(`UPDATE hubspot_list SET members_at = ?, members_stamp = ?, pull_stamp = NULL, pull_after = NULL,
    pull_done = 0, problem = NULL WHERE id = ? AND is_synced = 1`);
  const setProblem = database.prepare('UPDATE hubspot_list SET problem = ? WHERE id = ?');
  const setCounts = database.prepare(
    'UPDATE hubspot_list SET member_count = ?, known_count = ?, linked_count = ? WHERE id = ? AND is_synced = 1',
  );
  const counts = database.prepare<[string], { members: number; known: number; linked: number }>(
    'SELECT member_count AS members, known_count AS known, linked_count AS linked FROM hubspot_list WHERE id = ?',
  );
  const ofContact = database.prepare<[string], { id: string; name: string; processingType: string }>(`
    SELECT hubspot_list.id, name, processing_type AS processingType FROM list_member JOIN hubspot_list ON hubspot_list.id = list_id
    WHERE contact_hubspot_id = ? AND is_synced = 1 ORDER BY name, hubspot_list.id`);

  return {
    /** Everything that is to be shown: what HubSpot has, and synced ones that it has no more. */
    all: (): HubSpotList[] => all.all().map(toList),
    get(id: string): HubSpotList | null {
      const row = one.get(id);
      return row === undefined ? null : toList(row);
    },
    pull(id: string): ListPull | null {
      const row = pull.get(id);
      if (row === undefined) return null;
      return { ...row, isInFlux: row.isInFlux === 1, isGone: row.isGone === 1, isSynced: row.isSynced === 1 };
    },
    /** Ids of the chosen lists: those whose reading is under way first, then the longest unread. */
    syncedIds: (): string[] => synced.all(),
    /** One list as it was found; keeps what a person chose and what was read of its members. */
    saveFound(list: FoundList, at: number): void {
      upsert.run({ ...list, isInFlux: Number(list.isInFlux), at });
    },
    /** Chosen lists that a complete look since `at` did not find. */
    notFoundSince: (at: number): string[] => notFound.all(at),
    /** Drops lists that nobody chose and that were not found since `at`. */
    forgetOthers: (at: number) => void forgetOthers.run(at),
    markGone: (id: string, problem: Problem) => void markGone.run(JSON.stringify(problem), id),
    /** Drops a list that is gone from HubSpot and that nobody wants any more. */
    forgetGone: (id: string) => void forget.run(id),
    choose: (id: string) => void choose.run(id),
    unchoose: (id: string) => void unchoose.run(id),
    /** A new reading of the members: a new generation from the first page on. */
    beginPull: (id: string) => void begin.run(id),
    goOn: (id: string, after: string, done: number) => void goOn.run(after, done, id),
    /** All members were read. `stamp` null = the list was in flux: it counts as changed. */
    finishPull: (id: string, stamp: string | null, at: number) => void finish.run(at, stamp, id),
    setProblem: (id: string, problem: Problem | null) =>
      void setProblem.run(problem === null ? null : JSON.stringify(problem), id),
    setCounts: (id: string, { members, known, linked }: { members: number; known: number; linked: number }) =>
      void setCounts.run(members, known, linked, id),
    counts: (id: string) => counts.get(id) ?? { members: 0, known: 0, linked: 0 },
    /** Synced lists that hold the contact. */
    ofContact: (contactHubSpotId: string) => ofContact.all(contactHubSpotId),
  };
}
export type ListRepository = ReturnType<typeof createListRepository>;

function toList(row: ListRow): HubSpotList {
  return hubSpotListSchema.parse({
    ...row,
    processingType: listTypeSchema.parse(row.processingType),
    isSynced: row.isSynced === 1,
    isInFlux: row.isInFlux === 1 && row.isGone === 0,
    isStale: row.isSynced === 1 && row.isGone === 0 && row.membersStamp !== row.stamp,
    problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
  });
}
