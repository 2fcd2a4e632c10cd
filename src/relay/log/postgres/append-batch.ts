import type { AppendOutcome } from '../commit-queue';
import type { NewLogEvent } from '../relay-log';
import { type Database, NOW, type Statement } from './database';
import { isServerFailure, refusalOf } from './database-error';

/**
 * One statement, so that a batch costs one commit. Head rows are locked in the order of workspaces (no two batches wait for each
 * other) until the commit. What is in `entry` afterwards is new; the rest of the batch was there already.
 */
const APPEND: Statement = {
  name: 'append',
  text: `
WITH given AS (
  SELECT *, row_number() OVER (PARTITION BY ws ORDER BY o) AS k, count(*) OVER (PARTITION BY ws) AS n
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::text[], $8::bigint[])
    WITH ORDINALITY AS u (ws, source, id, meta, body, key, queue, due, o)
), head AS (
  INSERT INTO relay_head AS h (ws, seq) SELECT DISTINCT ws, n FROM given ORDER BY ws
  ON CONFLICT (ws) DO UPDATE SET seq = h.seq + EXCLUDED.seq
  RETURNING ws, seq
), entry AS (
  INSERT INTO relay_entry (ws, seq, source, id, at, meta, body, key, kept)
  SELECT g.ws, head.seq - g.n + g.k, g.source, g.id, ${NOW}, g.meta, g.body, g.key, g.key IS NOT NULL OR g.queue IS NOT NULL
  FROM given g JOIN head USING (ws)
  ON CONFLICT (ws, source, id) DO NOTHING
  RETURNING ws, seq, source, id, key
), keyed AS (
  SELECT ws, key, seq, max(seq) OVER (PARTITION BY ws, key) AS newest FROM entry WHERE key IS NOT NULL
), latest AS (
  INSERT INTO relay_latest AS l (ws, key, seq) SELECT ws, key, seq FROM keyed WHERE seq = newest
  ON CONFLICT (ws, key) DO UPDATE SET seq = EXCLUDED.seq, before = l.seq
  RETURNING ws, before
), loosened AS (
  INSERT INTO relay_loosened (ws, seq)
  SELECT ws, seq FROM keyed WHERE seq < newest UNION ALL SELECT ws, before FROM latest WHERE before IS NOT NULL
), work AS (
  INSERT INTO relay_work (ws, seq, queue, due)
  SELECT ws, e.seq, g.queue, coalesce(g.due, ${NOW}) FROM entry e JOIN given g USING (ws, source, id) WHERE g.queue IS NOT NULL
)
SELECT ws, seq, source, id FROM entry`,
};

const FIND: Statement = {
  name: 'find',
  text: `
SELECT u.o, e.seq FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS u (ws, source, id, o)
CROSS JOIN LATERAL (SELECT seq FROM relay_entry WHERE ws = u.ws AND source = u.source AND id = u.id LIMIT 1) e`,
};

interface EntryRow {
  ws: string;
  seq: number;
  source: string;
  id: string;
}

/**
 * Appends a batch and gives an outcome for each entry. An entry that the database does not take rejects itself alone: the batch
 * is halved until it stands by itself. When the server fails, all that is left fails. Never rejects.
 */
export async function appendBatch(database: Database, events: readonly NewLogEvent[]): Promise<AppendOutcome[]> {
  // the same id twice in one statement would break it
  const first = new Map<string, number>();
  const unique = events.filter((event) => {
    const isFirst = !first.has(idOf(event));
    if (isFirst) {
      first.set(idOf(event), first.size);
    }
    return isFirst;
  });
  const outcomes = await appendUnique(database, unique);
  const isTold = new Set<string>();
  return events.map((event) => {
    const id = idOf(event);
    const outcome = outcomes[first.get(id) ?? -1] ?? { refusal: 'failed', message: 'not appended' };
    const isRepeated = isTold.has(id);
    isTold.add(id);
    return 'seq' in outcome && isRepeated ? { ...outcome, isDuplicate: true } : outcome;
  });
}

async function appendUnique(database: Database, events: readonly NewLogEvent[]): Promise<AppendOutcome[]> {
  try {
    return await appendAtOnce(database, events);
  } catch (error) {
    if (events.length === 1 || isServerFailure(error)) {
      return events.map(() => refusalOf(error));
    }
  }
  const half = Math.ceil(events.length / 2);
  const before = await appendUnique(database, events.slice(0, half));
  return [...before, ...(await appendUnique(database, events.slice(half)))];
}

async function appendAtOnce(database: Database, events: readonly NewLogEvent[]): Promise<AppendOutcome[]> {
  const rows = await database.write<EntryRow>(APPEND, [
    events.map(({ workspaceId }) => workspaceId),
    events.map(({ source }) => source),
    events.map(({ id }) => id),
    events.map(({ meta }) => meta),
    events.map(({ body }) => Buffer.from(body.buffer, body.byteOffset, body.byteLength)),
    events.map(({ key }) => key ?? null),
    events.map(({ work }) => work?.queue ?? null),
    events.map(({ work }) => work?.dueAt ?? null),
  ]);
  const added = new Map(rows.map((row) => [keyOf(row.ws, row.source, row.id), row.seq]));
  const known = events.filter((event) => !added.has(idOf(event)));
  const seqs = known.length === 0 ? new Map<string, number>() : await find(database, known);
  return events.map((event) => {
    const seq = added.get(idOf(event));
    return seq === undefined ? { seq: seqs.get(idOf(event)) ?? 0, isDuplicate: true } : { seq, isDuplicate: false };
  });
}

/** The positions of entries that are stored. One that expired at this very moment has none any more and is left out. */
async function find(database: Database, events: readonly NewLogEvent[]): Promise<Map<string, number>> {
  const rows = await database.write<{ o: number; seq: number }>(FIND, [
    events.map(({ workspaceId }) => workspaceId),
    events.map(({ source }) => source),
    events.map(({ id }) => id),
  ]);
  return new Map(
    rows.flatMap(({ o, seq }) => {
      const event = events[o - 1];
      return event === undefined ? [] : [[idOf(event), seq] as const];
    }),
  );
}

function idOf({ workspaceId, source, id }: NewLogEvent): string {
  return keyOf(workspaceId, source, id);
}

/** The id comes last and the source has no slash, so no two of them give the same text for one workspace. */
function keyOf(workspaceId: string, source: string, id: string): string {
  return `${workspaceId.length}/${workspaceId}/${source}/${id}`;
}
