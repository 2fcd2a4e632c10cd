import { Refusal } from '../refusal';

/** A sender that gives nothing for so long is gone. */
const IDLE_MS = 15_000;

/** A request's body in the pieces in which it comes. Throws Refusal 408 when it stands still, 400 when it breaks off. */
export async function* fileBody(request: Request, idleMs = IDLE_MS): AsyncGenerator<Uint8Array> {
  if (request.body === null) return;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  let isOver = false;
  try {
    for (;;) {
      const { done, value } = await withinTime(reader.read(), idleMs);
      if (done) {
        isOver = true;
        return;
      }
      yield value;
    }
  } finally {
    // not awaited: the sender may never answer
    if (!isOver) reader.cancel().catch(() => undefined);
  }
}

async function withinTime<T>(reading: Promise<T>, idleMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal(408, 'BODY_TIMEOUT', 'The file came too slowly.')), idleMs);
  });
  try {
    return await Promise.race([reading, late]);
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(400, 'BODY_BROKEN', 'The file broke off.');
  } finally {
    clearTimeout(timer);
  }
}
