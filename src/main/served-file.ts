import { extname, join, normalize, sep } from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.mp4': 'video/mp4',
  '.m4a': 'audio/mp4',
  '.mp3': 'audio/mpeg',
  '.mov': 'video/quicktime',
  '.webm': 'video/webm',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
};

/** A file that a page may load: its place and type, and whether it is the page itself. Documents and programs are none. */
export interface ServedFile {
  path: string;
  contentType: string;
  isPage: boolean;
}

/** Name of a stored file: hexadecimal digits and a short extension, nothing that could climb out of its folder. */
const storedName = /^[0-9a-f]{16,64}(-preview)?\.(png|jpg|gif|webp|mp4|m4a|mp3|mov|webm|ogg|wav)$/;

/**
 * The file for a request path of `app://bundle`, or null for anything that is not plainly inside `bundle` or a stored
 * file of the `data` folder: what customers sent under `/media/`, what is to be sent to them under `/outgoing/`. The path
 * is taken percent-decoded exactly once.
 */
export function servedFile(requestPath: string, folders: { bundle: string; data: string | null }): ServedFile | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(requestPath);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\') || decoded.includes('%')) return null;
  const [, folder, name] = /^\/(media|outgoing)\/(.*)$/s.exec(decoded) ?? [];
  if (folder !== undefined && name !== undefined) {
    if (folders.data === null || !storedName.test(name)) return null;
    return {
      path: join(folders.data, folder, name),
      contentType: contentTypes[extname(name)] ?? 'application/octet-stream',
      isPage: false,
    };
  }
  const wanted = decoded === '/' ? '/index.html' : decoded;
  const path = normalize(join(folders.bundle, wanted));
  const contentType = contentTypes[extname(path)];
  if (!path.startsWith(folders.bundle + sep) || contentType === undefined) return null;
  return { path, contentType, isPage: path === join(folders.bundle, 'index.html') };
}
