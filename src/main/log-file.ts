import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const maxBytes = 5 * 1024 * 1024;
const keptFiles = 3;

/**
 * A line writer onto `<folder>/logs/main.log`, rotated at 5 MB with three old files. Writing never throws: a full disk
 * must not stop the console.
 */
export function openLogFile(folder: string): { write: (line: string) => void; path: string } {
  const logs = join(folder, 'logs');
  const path = join(logs, 'main.log');
  let size = 0;
  try {
    mkdirSync(logs, { recursive: true });
    size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    size = 0;
  }
  const rotate = () => {
    for (let i = keptFiles - 1; i >= 1; i--) {
      if (statSync(`${path}.${i}`, { throwIfNoEntry: false })) renameSync(`${path}.${i}`, `${path}.${i + 1}`);
    }
    renameSync(path, `${path}.1`);
    size = 0;
  };
  return {
    path,
    write(line) {
      try {
        if (size > maxBytes) rotate();
        appendFileSync(path, `${line}\n`);
        size += line.length + 1;
      } catch {
        // nothing can be told to anybody here
      }
    },
  };
}
