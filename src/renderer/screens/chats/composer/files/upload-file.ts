import { type Problem, problemSchema } from '../../../../../shared/errors/error-code';
import { type OutgoingFile, outgoingFileSchema } from '../../../../../shared/model/outgoing';

/** A file that the engine would not take, in words for the person. */
export class UploadRefused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** What the engine is told beside the bytes. */
export interface UploadAbout {
  readonly kind: OutgoingFile['kind'];
  readonly name: string;
  readonly contentType: string;
  readonly durationMs: number | null;
}

interface Post {
  readonly path: string;
  readonly body: Blob;
  readonly onProgress: (ratio: number) => void;
  readonly signal: AbortSignal;
}

/** Posts bytes to the app's own scheme. `fetch` does not tell how far it is. */
function post({ path, body, onProgress, signal }: Post): Promise<OutgoingFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const answer = parse(request.responseText);
      const file = outgoingFileSchema.safeParse(answer);
      if (request.status === 200 && file.success) resolve(file.data);
      else reject(new UploadRefused(problemSchema.safeParse(answer).data ?? { code: 'INTERNAL', params: {} }));
    };
    request.onerror = () => reject(new UploadRefused({ code: 'INTERNAL', params: {} }));
    request.onabort = () => reject(new DOMException('given up', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Gives a file to the engine, which keeps it to be sent. @throws UploadRefused, or AbortError when given up */
export function uploadFile(
  body: Blob,
  about: UploadAbout,
  progress: Pick<Post, 'onProgress' | 'signal'>,
): Promise<OutgoingFile> {
  const query = new URLSearchParams({ kind: about.kind, name: about.name, contentType: about.contentType });
  if (about.durationMs !== null) query.set('durationMs', String(about.durationMs));
  return post({ path: `/outgoing-file?${query}`, body, ...progress });
}

/** Gives the engine the small picture (JPEG) that stands for a file. @throws UploadRefused, or AbortError */
export function uploadPreview(file: OutgoingFile, preview: Blob, signal: AbortSignal): Promise<OutgoingFile> {
  return post({
    path: `/outgoing-file/${encodeURIComponent(file.id)}/preview`,
    body: preview,
    onProgress: () => undefined,
    signal,
  });
}
