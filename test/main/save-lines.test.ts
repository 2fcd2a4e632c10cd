import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveLines } from '../../src/main/save-lines';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lumo-export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* lines(count: number, failAfter = Number.POSITIVE_INFINITY) {
  for (let index = 0; index < count; index++) {
    if (index >= failAfter) throw new Error('the source broke');
    yield `line ${index} ${'あ'.repeat(100)}\r\n`;
  }
}

describe('an exported file', () => {
  it('holds every line, also of more than a stream takes at once', async () => {
    const path = join(folder, 'history.csv');
    expect(await saveLines(path, lines(20_000))).toBe(20_000);
    expect(readFileSync(path, 'utf8').split('\r\n')).toHaveLength(20_001);
    expect(existsSync(`${path}.part`)).toBe(false);
  });

  it('that breaks half-way leaves the one before as it was, and no rest', async () => {
    const path = join(folder, 'history.csv');
    await saveLines(path, lines(1));
    await expect(saveLines(path, lines(100, 50))).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    expect(readFileSync(path, 'utf8')).toContain('line 0');
    expect(existsSync(`${path}.part`)).toBe(false);
  });

  it('that cannot be written says why', async () => {
    const path = join(folder, 'no-such-folder', 'history.csv');
    await expect(saveLines(path, lines(1))).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      params: { reason: 'ENOENT' },
    });
  });
});
