import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { contentSecurityPolicy } from './content-security-policy';
import { type OutgoingFiles, receiveFile } from './outgoing-door';
import { servedFile } from './served-file';
import { streamFile } from './stream-file';

/** Origin of the app's pages. Node's URL calls it 'null', so it is compared as a prefix. */
export const appOrigin = 'app://bundle';

/** Must run before `ready`: makes `app:` a standard, secure scheme. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true, stream: true },
    },
  ]);
}

/** A picture that cannot be had is no error of the page: an empty one cannot be drawn, and the initials stay. */
function servePicture(picture: { bytes: Uint8Array; contentType: string } | null): Response {
  return new Response(new Uint8Array(picture?.bytes ?? []), {
    headers: {
      'content-type': picture?.contentType ?? 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': picture === null ? 'no-store' : 'max-age=3600',
    },
  });
}

const refused = (status: number) => new Response(null, { status, headers: { 'x-content-type-options': 'nosniff' } });

/**
 * Serves the pages from `bundleFolder` and stored files from the current data folder, and takes files to be sent. Every page load gets a
 * nonce of its own, put into its `csp-nonce` meta tag.
 */
export function serveApp(
  bundleFolder: string,
  data: {
    dataFolder: () => string | null;
    /** Takes the files that the page adds to be sent; null while no engine runs. */
    outgoingFiles: () => OutgoingFiles | null;
    picture: (path: string) => Promise<{ bytes: Uint8Array; contentType: string } | null>;
  },
): void {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    if (url.host !== 'bundle') return refused(404);
    const received = await receiveFile(request, data.outgoingFiles(), appOrigin);
    if (received !== null) return received;
    if (request.method !== 'GET') return refused(404);
    if (url.pathname.startsWith('/picture/')) return servePicture(await data.picture(url.pathname));
    const file = servedFile(url.pathname, { bundle: bundleFolder, data: data.dataFolder() });
    if (file === null) return refused(404);
    const headers: Record<string, string> = {
      'content-type': file.contentType,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    };
    // what customers sent may be large, and players jump in it; the app's own files are small and lie in its archive
    if (!file.isPage && !file.path.startsWith(bundleFolder)) {
      const range = request.headers.get('range');
      return (await streamFile(file.path, range, { ...headers, 'cache-control': 'no-cache' })) ?? refused(404);
    }
    const content = await readFile(file.path).catch(() => null);
    if (content === null) return refused(404);
    if (!file.isPage) {
      headers['cache-control'] = url.pathname.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache';
      return new Response(new Uint8Array(content), { headers });
    }
    const nonce = randomBytes(16).toString('base64');
    headers['content-security-policy'] = contentSecurityPolicy(nonce);
    headers['cache-control'] = 'no-store';
    return new Response(content.toString('utf8').replace('__CSP_NONCE__', nonce), { headers });
  });
}
