import { createWriteStream, mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';

/**
 * The path an entry is written to, or an error when it would leave the folder ("zip slip").
 * @param {string} folder absolute
 * @param {string} name as in the archive
 * @returns {string}
 */
export function targetInside(folder, name) {
  const path = normalize(join(folder, name));
  if (isAbsolute(name) || /^[a-z]:/i.test(name) || !path.startsWith(folder + sep)) {
    throw new Error(`The archive names a file outside its own folder: ${name}`);
  }
  return path;
}

/**
 * Unpacks a zip archive, keeping the right to execute and symbolic links that stay inside.
 * @param {string} archive
 * @param {string} folder absolute; made when missing
 * @param {(name: string) => string | null} rename where an entry goes, relative to `folder`; null leaves it out
 * @returns {Promise<number>} how many files were written
 */
export async function unzip(archive, folder, rename) {
  // Not imported at the top: this file is read before the packages are installed.
  const yauzl = createRequire(import.meta.url)('yauzl');
  mkdirSync(folder, { recursive: true });
  const zip = await new Promise((resolve, reject) => {
    yauzl.open(
      archive,
      { lazyEntries: true, autoClose: false },
      (/** @type {Error | null} */ error, /** @type {unknown} */ opened) =>
        error ? reject(error) : resolve(opened),
    );
  });
  let files = 0;
  try {
    await new Promise((resolve, reject) => {
      zip.on('error', reject);
      zip.on('end', resolve);
      zip.on('entry', (/** @type {ZipEntry} */ entry) => {
        unpack(entry).then(() => zip.readEntry(), reject);
      });
      zip.readEntry();
    });
  } finally {
    zip.close();
  }
  return files;

  /**
   * @typedef {{ fileName: string, externalFileAttributes: number }} ZipEntry
   * @param {ZipEntry} entry
   */
  async function unpack(entry) {
    const renamed = rename(entry.fileName);
    if (renamed === null || renamed === '') return;
    const path = targetInside(folder, renamed);
    if (entry.fileName.endsWith('/')) {
      mkdirSync(path, { recursive: true });
      return;
    }
    mkdirSync(dirname(path), { recursive: true });
    const stream = await new Promise((resolve, reject) => {
      zip.openReadStream(entry, (/** @type {Error | null} */ error, /** @type {unknown} */ opened) =>
        error ? reject(error) : resolve(opened),
      );
    });
    // The upper half of the attributes is the Unix mode (APPNOTE 4.4.15, "version made by" Unix).
    const mode = entry.externalFileAttributes >>> 16;
    if ((mode & 0o170000) === 0o120000) {
      const target = await text(stream);
      targetInside(folder, isAbsolute(target) ? target : join(dirname(renamed), target));
      symlinkSync(target, path);
    } else {
      await pipeline(stream, createWriteStream(path, { mode: mode & 0o111 ? 0o755 : 0o644, flags: 'wx' }));
    }
    files += 1;
  }
}
