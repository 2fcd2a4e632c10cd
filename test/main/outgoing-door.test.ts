import { describe, expect, it } from 'vitest';
import { type OutgoingFiles, receiveFile } from '../../src/main/outgoing-door';
import { LumoError } from '../../src/shared/errors/lumo-error';
import type { OutgoingFile } from '../../src/shared/model/outgoing';

const origin = 'app://bundle';
const file: OutgoingFile = {
  id: 'abcdefghij',
  kind: 'image',
  name: '靴.jpg',
  contentType: 'image/jpeg',
  byteSize: 3,
  url: `${origin}/outgoing/a.jpg`,
  previewUrl: null,
  durationMs: null,
};

/** A keeper that takes anything and notes what it was given. */
function keeper(refusal?: LumoError): OutgoingFiles & { readonly taken: unknown[] } {
  const taken: unknown[] = [];
  const read = async (note: unknown, body: ReadableStream<Uint8Array>): Promise<OutgoingFile> => {
    taken.push([note, await new Response(body).text()]);
    if (refusal !== undefined) throw refusal;
    return file;
  };
  return { taken, add: (body, about) => read(about, body), addPreview: (id, body) => read(id, body) };
}

function post(path: string, options: { origin?: string; referrer?: string; method?: string } = {}): Request {
  const { method = 'POST', referrer } = options;
  const headers = new Headers(options.origin === undefined ? {} : { origin: options.origin });
  const request = new Request(`http://bundle${path}`, {
    method,
    headers,
    ...(method === 'POST' ? { body: 'abc' } : {}),
  });
  // Node's own requests know no referrer of another place.
  if (referrer !== undefined) Object.defineProperty(request, 'referrer', { value: referrer });
  return request;
}

const about = `?${new URLSearchParams({ kind: 'image', name: '靴.jpg', contentType: 'image/jpeg' })}`;

describe('the door for files to be sent', () => {
  it('gives a file and its small picture to the engine, byte by byte', async () => {
    const files = keeper();
    const answer = await receiveFile(post(`/outgoing-file${about}`), files, origin);
    expect(await answer?.json()).toEqual(file);
    await receiveFile(post('/outgoing-file/abcdefghij/preview'), files, origin);
    const told = { kind: 'image', name: '靴.jpg', contentType: 'image/jpeg', durationMs: null };
    expect(files.taken).toEqual([
      [told, 'abc'],
      ['abcdefghij', 'abc'],
    ]);
  });

  it('hears its own page only', async () => {
    const files = keeper();
    const foreign = [
      ...['null', 'https://example.com', 'app://other'].map((from) => ({ origin: from })),
      ...['http://127.0.0.1:8080/', 'app://bundled/'].map((referrer) => ({ referrer })),
    ];
    for (const options of foreign) {
      const answer = await receiveFile(post(`/outgoing-file${about}`, options), files, origin);
      expect(answer?.status).toBe(403);
    }
    const own = await receiveFile(post(`/outgoing-file${about}`, { origin }), keeper(), origin);
    expect(own?.status).toBe(200);
    expect(files.taken).toEqual([]);
  });

  it('refuses with the code that the engine gives, and what is no file at all', async () => {
    const refused = keeper(new LumoError('FILE_TOO_LARGE', { name: 'a' }));
    const answer = await receiveFile(post(`/outgoing-file${about}`), refused, origin);
    expect(answer?.status).toBe(422);
    expect(await answer?.json()).toEqual({ code: 'FILE_TOO_LARGE', params: { name: 'a' } });
    for (const path of [
      '/outgoing-file',
      '/outgoing-file?kind=exe&name=a&contentType=a/b',
      '/outgoing-file/../preview',
    ]) {
      const other = await receiveFile(post(path), keeper(), origin);
      expect(other === null || other.status === 422).toBe(true);
    }
    expect((await receiveFile(post(`/outgoing-file${about}`), null, origin))?.status).toBe(422);
  });

  it('is no other path and no other method', async () => {
    expect(await receiveFile(post('/index.html'), keeper(), origin)).toBeNull();
    expect(await receiveFile(post('/outgoing-file', { method: 'GET' }), keeper(), origin)).toBeNull();
  });
});
