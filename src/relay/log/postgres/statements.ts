import { NOW, type Statement } from './database';

/**
 * The SQL of everything but appends. In all of them $1 is the workspace, except in HEADS and EXPIRE.
 * The newest position is that of the newest entry: positions that duplicates burned would look like something still to come.
 */
const HEAD_OF = (workspaceId: string): string => `
  SELECT greatest(floor, coalesce((SELECT max(seq) FROM relay_entry WHERE ws = ${workspaceId}), 0)) AS head, floor
  FROM (SELECT coalesce((SELECT floor FROM relay_floor WHERE ws = ${workspaceId}), 0) AS floor) f`;

const ENTRY = 'e.seq, e.source, e.id, e.at, e.meta, e.body, e.key';

/** Keeps what fits into $4 bytes of bodies, the first one always. The rows come in the order of positions. */
const withinBytes = (rows: string): string => `
  SELECT * FROM (SELECT *, sum(octet_length(body)) OVER (ORDER BY seq) AS bytes, row_number() OVER (ORDER BY seq) AS place
                 FROM (${rows}) r) s WHERE place = 1 OR bytes <= $4`;

/** The order of pages, heads and entries in one statement, so that they belong together. */
export const READ: Statement = {
  name: 'read',
  text: `SELECT h.head, h.floor, p.* FROM (${HEAD_OF('$1')}) h LEFT JOIN (${withinBytes(
    `SELECT ${ENTRY} FROM relay_entry e WHERE e.ws = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`,
  )}) p ON true ORDER BY p.seq`,
};

/** In the order of positions, so that all pages together pass over each key once. */
export const LATEST: Statement = {
  name: 'latest',
  text: `${withinBytes(
    `SELECT ${ENTRY} FROM (SELECT ws, seq FROM relay_latest WHERE ws = $1 AND seq > $2 AND starts_with(key, $5)
                           ORDER BY seq LIMIT $3) l JOIN relay_entry e USING (ws, seq)`,
  )} ORDER BY seq`,
};

export const HEADS: Statement = {
  name: 'heads',
  text: `SELECT u.ws, h.head, h.floor FROM unnest($1::text[]) AS u (ws) CROSS JOIN LATERAL (${HEAD_OF('u.ws')}) h`,
};

/** While work is held, `due` is the end of its lease. */
export const CLAIM: Statement = {
  name: 'claim',
  text: `
WITH due AS (
  SELECT ws, seq, due FROM relay_work WHERE ws = $1 AND queue = $2 AND NOT is_aside AND due <= ${NOW}
  ORDER BY due, seq LIMIT $4 FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE relay_work w SET owner = $3, due = ${NOW} + $5, fence = w.fence + 1, tries = w.tries + 1
  FROM due WHERE w.ws = due.ws AND w.seq = due.seq
  RETURNING w.ws, w.seq, w.fence, w.tries, w.due AS "leaseUntil", due.due AS since
)
SELECT c.fence, c.tries, c."leaseUntil", ${ENTRY} FROM claimed c JOIN relay_entry e USING (ws, seq) ORDER BY c.since, c.seq`,
};

const HELD = 'ws = $1 AND seq = $2 AND owner = $3 AND fence = $4';
const loosening = (change: string): string =>
  `WITH ended AS (${change} WHERE ${HELD} RETURNING ws, seq), loosened AS (INSERT INTO relay_loosened SELECT ws, seq FROM ended)
   SELECT seq FROM ended`;

export const DONE: Statement = { name: 'done', text: loosening('DELETE FROM relay_work') };
export const SET_ASIDE: Statement = {
  name: 'set-aside',
  text: loosening('UPDATE relay_work SET owner = NULL, is_aside = true'),
};
export const GIVE_BACK: Statement = {
  name: 'give-back',
  text: `UPDATE relay_work SET owner = NULL, due = ${NOW} + $5 WHERE ${HELD} RETURNING seq`,
};
export const EXTEND: Statement = {
  name: 'extend',
  text: `UPDATE relay_work SET due = ${NOW} + $5 WHERE ${HELD} RETURNING seq`,
};

/** Fences come from a sequence, so that a lease whose row was deleted never gets an old one. */
export const LEASE: Statement = {
  name: 'lease',
  text: `
INSERT INTO relay_lease AS l (ws, name, owner, until, fence) VALUES ($1, $2, $3, ${NOW} + $4, nextval('relay_fence'))
ON CONFLICT (ws, name) DO UPDATE SET owner = EXCLUDED.owner, until = EXCLUDED.until,
  fence = CASE WHEN l.owner = EXCLUDED.owner THEN l.fence ELSE nextval('relay_fence') END
WHERE l.owner = EXCLUDED.owner OR l.until <= ${NOW}
RETURNING fence, until`,
};

/** The row stays until it expires: without it a contender that came too early would insert the fence it drew before. */
export const RELEASE: Statement = {
  name: 'release',
  text: `UPDATE relay_lease SET owner = '', until = 0 WHERE ws = $1 AND name = $2 AND owner = $3 AND fence = $4 RETURNING fence`,
};

/** Entries that may not have to be kept any more are looked at: the newest of their key and open work still are. */
export const LOOSEN: Statement = {
  text: `
WITH taken AS (
  DELETE FROM relay_loosened WHERE ctid = ANY (ARRAY(SELECT ctid FROM relay_loosened LIMIT $1 FOR UPDATE SKIP LOCKED))
  RETURNING ws, seq
), freed AS (
  UPDATE relay_entry e SET kept = false FROM (SELECT DISTINCT ws, seq FROM taken) t WHERE e.ws = t.ws AND e.seq = t.seq AND e.kept
    AND NOT EXISTS (SELECT 1 FROM relay_latest l WHERE l.ws = e.ws AND l.seq = e.seq)
    AND NOT EXISTS (SELECT 1 FROM relay_work w WHERE w.ws = e.ws AND w.seq = e.seq AND NOT w.is_aside)
)
SELECT count(*) AS count FROM taken`,
};

/** $1 = received before, $2 = at most so many. */
export const EXPIRE: Statement = {
  text: `
WITH old AS (
  SELECT ws, seq FROM relay_entry WHERE NOT kept AND at < $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED
), gone AS (
  DELETE FROM relay_entry e USING old WHERE e.ws = old.ws AND e.seq = old.seq AND NOT e.kept RETURNING e.ws, e.seq
), floor AS (
  INSERT INTO relay_floor AS f (ws, floor) SELECT ws, max(seq) FROM gone GROUP BY ws ORDER BY ws
  ON CONFLICT (ws) DO UPDATE SET floor = greatest(f.floor, EXCLUDED.floor)
), work AS (
  DELETE FROM relay_work w USING gone WHERE w.ws = gone.ws AND w.seq = gone.seq
), lease AS (
  DELETE FROM relay_lease WHERE until < $1 AND (ws, name) IN (SELECT ws, name FROM relay_lease WHERE until < $1 LIMIT $2)
)
SELECT count(*) AS count FROM gone`,
};
