import { chmodSync, closeSync, fstatSync, mkdirSync, openSync, readSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { Failure } from './failure.mjs';

const CURE = 'Run the same command again; it fetches a new copy.';
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

/**
 * Extracts chosen entries of a zip archive (stored or deflated, no zip64, no encryption), with modes and links.
 * A bare Debian has no unzip, and the archive is too large to be worth a dependency.
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => string | null} place where an entry goes inside the folder, null to leave it out
 * @returns {number} how many files were written
 * @throws {Failure} on anything that is not a sound archive, and on names that would leave the folder
 */
export function unzip(archive, folder, place) {
  const file = openSync(archive, 'r');
  try {
    let written = 0;
    for (const entry of readDirectory(file)) {
      const name = place(entry.name);
      if (name === null || entry.name.endsWith('/')) continue;
      const path = join(folder, name);
      if (normalize(name).split(sep).includes('..') || !path.startsWith(folder + sep)) {
        throw new Failure(`An archive holds a file outside of its folder (${entry.name}).`, 'Do not use this archive.');
      }
      writeEntry(path, entry.mode, readEntry(file, entry));
      written += 1;
    }
    return written;
  } finally {
    closeSync(file);
  }
}

function readDirectory(file) {
  const size = fstatSync(file).size;
  const tail = readAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== END_OF_DIRECTORY) at -= 1;
  if (at < 0) throw new Failure('An archive is cut short.', CURE);
  const count = tail.readUInt16LE(at + 10);
  const directory = readAt(file, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12));
  const entries = [];
  let offset = 0;
  for (let index = 0; index < count; index += 1) {
    if (offset + 46 > directory.length || directory.readUInt32LE(offset) !== DIRECTORY_ENTRY) {
      throw new Failure('The table of contents of an archive is damaged.', CURE);
    }
    const nameLength = directory.readUInt16LE(offset + 28);
    const name = directory.toString('utf8', offset + 46, offset + 46 + nameLength).replaceAll('\\', '/');
    if ((directory.readUInt16LE(offset + 8) & 1) === 1) throw new Failure(`An archive is encrypted (${name}).`, CURE);
    entries.push({
      name,
      method: directory.readUInt16LE(offset + 10),
      crc: directory.readUInt32LE(offset + 16),
      packed: directory.readUInt32LE(offset + 20),
      size: directory.readUInt32LE(offset + 24),
      mode: directory.readUInt32LE(offset + 38) >>> 16,
      offset: directory.readUInt32LE(offset + 42),
    });
    offset += 46 + nameLength + directory.readUInt16LE(offset + 30) + directory.readUInt16LE(offset + 32);
  }
  return entries;
}

function readEntry(file, entry) {
  const head = readAt(file, entry.offset, 30);
  if (head.readUInt32LE(0) !== LOCAL_ENTRY) throw new Failure(`An archive is damaged at ${entry.name}.`, CURE);
  const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  const packed = readAt(file, start, entry.packed);
  if (entry.method !== 0 && entry.method !== 8) {
    throw new Failure(
      `An archive uses compression method ${entry.method} (${entry.name}), which is not known here.`,
      CURE,
    );
  }
  let data;
  try {
    data = entry.method === 0 ? packed : inflateRawSync(packed);
  } catch {
    throw new Failure(`An archive is damaged at ${entry.name}.`, CURE);
  }
  if (data.length !== entry.size || crc32(data) !== entry.crc) {
    throw new Failure(`An archive is damaged at ${entry.name}.`, CURE);
  }
  return data;
}

function writeEntry(path, mode, data) {
  mkdirSync(dirname(path), { recursive: true });
  if ((mode & 0o170000) === 0o120000) {
    symlinkSync(data.toString('utf8'), path);
    return;
  }
  writeFileSync(path, data);
  if ((mode & 0o111) !== 0) chmodSync(path, 0o755);
}

function readAt(file, position, length) {
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const count = readSync(file, buffer, done, length - done, position + done);
    if (count === 0) throw new Failure('An archive is cut short.', CURE);
    done += count;
  }
  return buffer;
}
