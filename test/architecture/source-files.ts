import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** One file of the repository: its path from the root with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The checkout that is looked at. */
export const ROOT = resolve(import.meta.dirname, '..', '..');

/**
 * All TypeScript and script files below the given folders, sorted by path.
 */
export function sourceFilesBelow(...folders: readonly string[]): SourceFile[] {
  const found: SourceFile[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (/\.(ts|tsx|mjs|cjs)$/.test(entry.name))
        found.push({ path, text: readFileSync(join(ROOT, path), 'utf8') });
    }
  };
  for (const folder of folders) visit(folder);
  return found.sort((a, b) => a.path.localeCompare(b.path));
}
