import { Hono } from 'hono';
import { z } from 'zod';
import { fileBody } from '../files/file-body';
import { addressName, plainFileName, plainMediaType } from '../files/file-names';
import type { FileShelf } from '../files/file-shelf';
import { Refusal } from '../refusal';
import { type ConsoleEnv, parsed } from './console-request';

export interface FileApiDeps {
  readonly files: FileShelf;
  readonly now: () => number;
  /** Base address of files, without a trailing slash. */
  publicUrl(): string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const USUAL_TERM_MS = 30 * DAY_MS;
/** LINE shows a picture from its address for as long as the chat is kept (LINE facts, section 6), so terms may be long. */
const LONGEST_TERM_MS = 400 * DAY_MS;
const MAX_UPLOADS = 8;

const headersSchema = z.object({
  'x-expires-at': z.coerce.number().int().positive().optional(),
  'x-sha256': z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .transform((text) => text.toLowerCase())
    .optional(),
  'content-length': z.coerce.number().int().nonnegative().optional(),
});

/** `POST .../files`: takes a file for customers as raw bytes and answers with its public address. */
export function createFileApi(deps: FileApiDeps): Hono<ConsoleEnv> {
  const api = new Hono<ConsoleEnv>();
  const uploads = new Map<string, number>();

  api.post('/:workspaceId/files', async (c) => {
    const { workspaceId } = c.get('device');
    const headers = parsed(headersSchema, c.req.header());
    const contentType = plainMediaType(c.req.header('content-type') ?? null);
    if (contentType === null)
      throw new Refusal(400, 'CONTENT_TYPE_MISSING', 'The content type of the file is missing.');
    const now = deps.now();
    const expiresAt = Math.min(headers['x-expires-at'] ?? now + USUAL_TERM_MS, now + LONGEST_TERM_MS);
    if (expiresAt <= now) throw new Refusal(400, 'REQUEST_MALFORMED', 'The file would be over before it came.');
    const running = uploads.get(workspaceId) ?? 0;
    if (running >= MAX_UPLOADS) {
      throw new Refusal(429, 'TOO_MANY_UPLOADS', 'Other files of this workspace are still coming. Try again.');
    }
    const name = plainFileName(c.req.header('x-file-name') ?? null);
    uploads.set(workspaceId, running + 1);
    try {
      const file = {
        name,
        contentType,
        expiresAt,
        sha256: headers['x-sha256'] ?? null,
        length: headers['content-length'] ?? null,
      };
      const token = await deps.files.add(workspaceId, file, fileBody(c.req.raw));
      return c.json({ url: `${deps.publicUrl()}/files/${token}/${addressName(name)}`, expiresAt });
    } finally {
      const left = (uploads.get(workspaceId) ?? 1) - 1;
      if (left === 0) uploads.delete(workspaceId);
      else uploads.set(workspaceId, left);
    }
  });

  return api;
}
