import { z } from 'zod';
import { LumoError, toProblem } from '../shared/errors/lumo-error';
import { type OutgoingFile, outgoingFileIdSchema, outgoingFileSchema } from '../shared/model/outgoing';

/** What the engine does with files that the page gives it; each stream is read once, to its end or to a refusal. */
export interface OutgoingFiles {
  add(
    body: ReadableStream<Uint8Array>,
    about: Pick<OutgoingFile, 'kind' | 'name' | 'contentType' | 'durationMs'>,
  ): Promise<OutgoingFile>;
  addPreview(id: string, body: ReadableStream<Uint8Array>): Promise<OutgoingFile>;
}

const longestDurationMs = 24 * 3_600_000;
const aboutSchema = z.object({
  kind: outgoingFileSchema.shape.kind,
  name: z.string().min(1).max(255),
  contentType: z.string().regex(/^[\w.+-]{1,60}\/[\w.+-]{1,120}$/),
  durationMs: z.coerce.number().int().min(0).max(longestDurationMs).nullable().default(null),
});
const previewPath = /^\/outgoing-file\/([^/]+)\/preview$/;

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
  });
}

function isOwn(request: Request, ownOrigin: string): boolean {
  const origin = request.headers.get('origin');
  const { referrer } = request;
  const isReferrerOwn = referrer === '' || referrer === 'about:client' || referrer.startsWith(`${ownOrigin}/`);
  return (origin === null || origin === ownOrigin) && isReferrerOwn;
}

/**
 * The way of a file from the page to the engine: `POST /outgoing-file?kind&name&contentType[&durationMs]` with the bytes,
 * then `POST /outgoing-file/<id>/preview` with the small picture. Answers with the file as the contract has it, or with
 * code and params of the refusal. Null = the request is not for this door.
 *
 * Only pages of `ownOrigin` are heard. An own scheme is served to the default session alone, where the navigation guard lets
 * no page but ours live (pages of others have sessions of their own); Electron gives such requests no origin, and our pages
 * send no referrer, so that whatever names another place is refused as a second lock.
 */
export async function receiveFile(
  request: Request,
  files: OutgoingFiles | null,
  ownOrigin: string,
): Promise<Response | null> {
  const url = new URL(request.url);
  const previewOf = previewPath.exec(url.pathname)?.[1];
  if (request.method !== 'POST' || (url.pathname !== '/outgoing-file' && previewOf === undefined)) return null;
  if (!isOwn(request, ownOrigin)) return answer(403, { code: 'INPUT_INVALID', params: {} });
  try {
    if (files === null) throw new LumoError('LINE_NOT_CONNECTED');
    const body = request.body;
    if (body === null) throw new LumoError('FILE_UNREADABLE');
    if (previewOf !== undefined) {
      const id = outgoingFileIdSchema.safeParse(previewOf);
      if (!id.success) throw new LumoError('FILE_GONE');
      return answer(200, await files.addPreview(id.data, body));
    }
    const about = aboutSchema.safeParse(Object.fromEntries(url.searchParams));
    if (!about.success) throw new LumoError('INPUT_INVALID', { field: 'file' });
    return answer(200, await files.add(body, about.data));
  } catch (error) {
    return answer(422, toProblem(error));
  }
}
