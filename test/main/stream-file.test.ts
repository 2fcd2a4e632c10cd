import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { byteRange } from '../../src/main/byte-range';
import { safeFileName } from '../../src/main/safe-file-name';
import { streamFile } from '../../src/main/stream-file';
import { fileDanger } from '../../src/shared/model/file-danger';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lumo-stream-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe('parts of a stored file', () => {
  it.each([
    [null, null],
    ['bytes=0-3', { start: 0, end: 3 }],
    ['bytes=4-', { start: 4, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-99', { start: 0, end: 9 }],
    ['bytes=8-99', { start: 8, end: 9 }],
    ['bytes=10-', 'outside'],
    ['bytes=-0', 'outside'],
    ['bytes=5-2', null],
    ['bytes=0-1,3-4', null],
    ['lines=0-1', null],
    ['bytes=-', null],
  ])('%s of ten bytes', (header, part) => {
    expect(byteRange(header, 10)).toEqual(part);
  });

  it('answers with the part that was asked for, its place and its length', async () => {
    const path = join(folder(), 'a.mp4');
    writeFileSync(path, '0123456789');
    const part = await streamFile(path, 'bytes=2-5', { 'content-type': 'video/mp4' });
    expect(part?.status).toBe(206);
    expect(Object.fromEntries(part?.headers ?? [])).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': '4',
      'content-range': 'bytes 2-5/10',
      'content-type': 'video/mp4',
    });
    expect(await part?.text()).toBe('2345');
    const whole = await streamFile(path, null, {});
    expect([whole?.status, await whole?.text()]).toEqual([200, '0123456789']);
    expect((await streamFile(path, 'bytes=10-', {}))?.headers.get('content-range')).toBe('bytes */10');
    expect(await streamFile(join(path, '..', 'none'), null, {})).toBeNull();
    expect(await streamFile(join(path, '..'), null, {})).toBeNull();
  });

  it('a clip of 200 MB is read as it is taken, not held', async () => {
    const path = join(folder(), 'large.mp4');
    const file = await open(path, 'w');
    await file.truncate(200 * 1024 * 1024);
    await file.close();
    const before = process.memoryUsage().arrayBuffers;
    const whole = await streamFile(path, null, {});
    if (whole?.body === null || whole === null) throw new Error('no body');
    let bytes = 0;
    let most = 0;
    const hash = createHash('sha256');
    for await (const chunk of whole.body) {
      bytes += chunk.length;
      hash.update(chunk);
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(bytes).toBe(200 * 1024 * 1024);
    expect(most).toBeLessThan(100 * 1024 * 1024);
  });
});

describe('files of customers outside the app', () => {
  it.each([
    ['見積.pdf', 'readable'],
    ['report.PDF', 'readable'],
    ['a.exe', 'program'],
    ['invoice.pdf.exe', 'program'],
    ['invoice.pdf.exe. ', 'program'],
    ['invoice\u202Efdp.exe', 'program'],
    ['photo\u202Egpj.pdf', 'program'],
    ['page.html', 'program'],
    ['budget.xlsm', 'program'],
    ['run.desktop', 'program'],
    ['data.xyz', 'unknown'],
    ['noextension', 'unknown'],
  ])('%s is %s', (name, danger) => {
    expect(fileDanger(name)).toBe(danger);
  });

  it.each([
    ['見積 (1).pdf', '見積 (1).pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['a/b\\c:d.txt', 'a_b_c_d.txt'],
    ['..', 'file_'],
    ['.bashrc', 'bashrc'],
    ['CON.txt', 'file_CON.txt'],
    ['x\u202Efdp.exe', 'xfdp.exe'],
    [`${'長'.repeat(400)}.pdf`, `${'長'.repeat(146)}.pdf`],
  ])('%s is saved as %s', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });
});
