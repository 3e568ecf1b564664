import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { targetInside, unzip } from './zip.mjs';

/**
 * A zip archive by hand (PKWARE APPNOTE 4.3), so that it can hold what no tool would write.
 * @param {readonly { name: string, text: string, mode?: number }[]} entries
 */
function zipOf(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, text, mode = 0o100644 } of entries) {
    const data = deflateRawSync(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt16LE(8, 4); // deflate
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(Buffer.byteLength(text), 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    const about = Buffer.alloc(14);
    about.writeUInt32LE((mode << 16) >>> 0, 6);
    about.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, about, Buffer.from(name));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

describe('unpacking', () => {
  /** @type {string} */
  let folder;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mailtriage-zip-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /**
   * @param {Parameters<typeof zipOf>[0]} entries
   * @param {(name: string) => string | null} [rename]
   */
  async function unpack(entries, rename = (name) => name) {
    writeFileSync(join(folder, 'a.zip'), zipOf(entries));
    return unzip(join(folder, 'a.zip'), join(folder, 'out'), rename);
  }

  it('writes files, keeps the right to execute, leaves out and renames what it is told to', async () => {
    const files = await unpack(
      [
        { name: 'App/', text: '', mode: 0o040755 },
        { name: 'App/run', text: 'program', mode: 0o100755 },
        { name: 'App/deep/er/data', text: 'data' },
        { name: 'App/secret', text: 'no' },
      ],
      (name) => (name === 'App/secret' ? null : name.replace(/^App\//, '')),
    );
    expect(files).toBe(2);
    expect(readFileSync(join(folder, 'out/run'), 'utf8')).toBe('program');
    expect(statSync(join(folder, 'out/run')).mode & 0o111).not.toBe(0);
    expect(statSync(join(folder, 'out/deep/er/data')).mode & 0o111).toBe(0);
    expect(existsSync(join(folder, 'out/secret'))).toBe(false);
  });

  it('keeps a symbolic link that stays inside', async () => {
    await unpack([{ name: 'lib/link', text: '../lib/real', mode: 0o120777 }]);
    expect(readlinkSync(join(folder, 'out/lib/link'))).toBe('../lib/real');
  });

  it.each([
    ['a path that climbs out', { name: '../evil', text: 'x' }],
    ['an absolute path', { name: '/tmp/evil', text: 'x' }],
    ['a link that climbs out', { name: 'link', text: '../../etc/passwd', mode: 0o120777 }],
    ['an absolute link', { name: 'link', text: '/etc/passwd', mode: 0o120777 }],
  ])('refuses %s', async (_, entry) => {
    await expect(unpack([entry])).rejects.toThrow(/outside|relative path|absolute path/);
    expect(existsSync(join(folder, 'evil'))).toBe(false);
    expect(existsSync(join(folder, 'out/link'))).toBe(false);
  });

  it('refuses to climb out through the new name', async () => {
    await expect(unpack([{ name: 'a', text: 'x' }], () => '../evil')).rejects.toThrow(/outside/);
  });

  it('refuses an archive that was cut off', async () => {
    writeFileSync(join(folder, 'a.zip'), zipOf([{ name: 'a', text: 'x' }]).subarray(0, 40));
    await expect(unzip(join(folder, 'a.zip'), join(folder, 'out'), (name) => name)).rejects.toThrow();
  });
});

describe('the place of an entry', () => {
  it('is inside the folder, never the folder itself or a neighbour with a longer name', () => {
    const folder = resolve('/tmp/x');
    expect(targetInside(folder, 'a/b')).toBe(join(folder, 'a', 'b'));
    expect(() => targetInside(folder, '../x-evil/a')).toThrow();
    expect(() => targetInside(folder, 'C:\\a')).toThrow();
    expect(() => targetInside(folder, '.')).toThrow();
  });
});
