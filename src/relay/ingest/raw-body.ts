import { Refusal } from '../refusal';

export interface BodyLimits {
  readonly maxBytes: number;
  /** The whole body must have come by then. */
  readonly timeoutMs: number;
}

/**
 * Reads a request's body as the bytes that came, for signatures. Counts what really arrives, so that a chunked body or a false
 * content-length cannot exceed the limit. @throws Refusal 413 when it is too long, 408 when it comes too slowly, 400 when it breaks off.
 */
export async function readRawBody(request: Request, limits: BodyLimits): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limits.maxBytes) {
    throw tooLarge(limits.maxBytes);
  }
  if (request.body === null) {
    return new Uint8Array();
  }
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal(408, 'BODY_TIMEOUT', 'The body came too slowly.')), limits.timeoutMs);
  });
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late]);
      if (done) {
        return joined(chunks, length);
      }
      length += value.byteLength;
      if (length > limits.maxBytes) {
        throw tooLarge(limits.maxBytes);
      }
      chunks.push(value);
    }
  } catch (error) {
    // not awaited: the sender may never answer
    reader.cancel().catch(() => undefined);
    throw error instanceof Refusal ? error : new Refusal(400, 'BODY_BROKEN', 'The body broke off.');
  } finally {
    clearTimeout(timer);
  }
}

/** A buffer of its own: slices of Node's shared pool would be copied whole when handed to the writer thread. */
function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(413, 'BODY_TOO_LARGE', `The body is longer than ${maxBytes} bytes.`);
}
