import { existsSync, lstatSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unzip } from '../../scripts/lib/unzip.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

/** Writes a zip archive; each entry may bend the rules by its own fields. */
function zip(entries, comment = '') {
  const bodies = [];
  const directory = [];
  let offset = 0;
  for (const { name, text = '', method = 8, mode = 0o100644, flags = 0, ...lies } of entries) {
    const data = Buffer.from(text);
    const packed = method === 8 ? deflateRawSync(data) : data;
    const label = Buffer.from(name);
    const crc = lies.crc ?? crc32(data);
    const size = lies.size ?? data.length;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt16LE(label.length, 26);
    local.writeUInt16LE(4, 28);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(size, 24);
    central.writeUInt16LE(label.length, 28);
    central.writeUInt16LE(3, 30);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    const body = Buffer.concat([local, label, Buffer.alloc(4), packed]);
    bodies.push(body);
    directory.push(central, label, Buffer.alloc(3));
    offset += body.length;
  }
  const table = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...bodies, table, end, Buffer.from(comment)]);
}

function extract(bytes, place = (name) => name) {
  const folder = temporaryFolder();
  const archive = join(temporaryFolder(), 'a.zip');
  writeFileSync(archive, bytes);
  return { folder, count: unzip(archive, folder, place) };
}

describe('unzip', () => {
  it('extracts stored and deflated files, folders, links and the right to run', () => {
    const { folder, count } = extract(
      zip(
        [
          { name: 'top/' },
          { name: 'top/stored', text: 'plain', method: 0 },
          { name: 'top/deep/run', text: 'x'.repeat(100_000), mode: 0o100755 },
          { name: 'top/名前.txt', text: '田中' },
          { name: 'top/link', text: 'stored', mode: 0o120777, method: 0 },
          { name: 'top/empty', text: '' },
        ],
        'a remark at the end',
      ),
    );
    expect(count).toBe(5);
    expect(readFileSync(join(folder, 'top/stored'), 'utf8')).toBe('plain');
    expect(readFileSync(join(folder, 'top/deep/run'), 'utf8')).toHaveLength(100_000);
    expect(lstatSync(join(folder, 'top/deep/run')).mode & 0o111).not.toBe(0);
    expect(lstatSync(join(folder, 'top/stored')).mode & 0o111).toBe(0);
    expect(readFileSync(join(folder, 'top/名前.txt'), 'utf8')).toBe('田中');
    expect(readlinkSync(join(folder, 'top/link'))).toBe('stored');
  });

  it('leaves out and renames what it is told to', () => {
    const { folder, count } = extract(
      zip([
        { name: 'a/x', text: '1' },
        { name: 'b/y', text: '2' },
      ]),
      (name) => (name === 'a/x' ? 'z' : null),
    );
    expect(count).toBe(1);
    expect(readFileSync(join(folder, 'z'), 'utf8')).toBe('1');
    expect(existsSync(join(folder, 'b'))).toBe(false);
  });

  it.each(['../out', 'a/../../out', '/etc/out', 'a\\..\\..\\out'])(
    'never writes outside of its folder (%s)',
    (name) => {
      const attempt = () => extract(zip([{ name, text: 'x' }]));
      // A leading slash is taken as inside the folder; everything that climbs is refused.
      if (name.startsWith('/')) expect(existsSync(join(attempt().folder, 'etc/out'))).toBe(true);
      else expect(attempt).toThrow(/outside of its folder/);
    },
  );

  it.each([
    ['is cut short', () => zip([{ name: 'a', text: 'x'.repeat(500) }]).subarray(0, 40), /cut short/],
    ['is empty', () => Buffer.alloc(0), /cut short/],
    ['has a wrong checksum', () => zip([{ name: 'a', text: 'x', crc: 1 }]), /damaged at a/],
    ['has a wrong size', () => zip([{ name: 'a', text: 'x', size: 9 }]), /damaged at a/],
    ['is encrypted', () => zip([{ name: 'a', text: 'x', flags: 1 }]), /encrypted/],
    ['uses another compression', () => zip([{ name: 'a', text: 'x', method: 12 }]), /compression method 12/],
  ])('says what is wrong with an archive that %s', (_, bytes, message) => {
    expect(() => extract(bytes())).toThrow(message);
  });

  it('says what is wrong when bytes in the middle are not what was written', () => {
    const bytes = zip([{ name: 'a', text: 'some text that is long enough to be packed'.repeat(20) }]);
    bytes.fill(0xff, 36, 60);
    expect(() => extract(bytes)).toThrow(/damaged at a/);
  });
});
