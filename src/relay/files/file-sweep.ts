import type { RelayLogger } from '../relay-logger';
import type { FileShelf } from './file-shelf';

const FIRST_MS = 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Deletes expired files soon after the start and then daily. Returns the stop function. */
export function startFileSweep(files: FileShelf, logger: RelayLogger): () => void {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const schedule = (delayMs: number): void => {
    timer = setTimeout(() => {
      files
        .sweep()
        .then(
          (count) => logger({ level: 'info', event: 'files-swept', count }),
          (error: unknown) => logger({ level: 'error', event: 'file-sweep-failed', message: String(error) }),
        )
        .finally(() => {
          if (!isStopped) schedule(DAY_MS);
        });
    }, delayMs);
    timer.unref();
  };
  schedule(FIRST_MS);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
