import type { Clock } from '../core/clock';

/** No answer within the time limit. Whether the other side acted is not known. */
export class LineTimeout extends Error {
  constructor(limitMs: number) {
    super(`no answer within ${limitMs} ms`);
    this.name = 'LineTimeout';
  }
}

/** The promise's result, or a rejection with {@link LineTimeout}. The SDK takes no abort signal: the late answer is dropped. */
export function withTimeLimit<Result>(clock: Clock, limitMs: number, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limitMs, () => reject(new LineTimeout(limitMs)));
    work.then(resolve, reject).finally(cancel);
  });
}
