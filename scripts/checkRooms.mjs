import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { Failure, runMain } from './failure.mjs';
import { checkout } from './places.mjs';
import { pathToFileURL } from 'node:url';

/**
 * Folders under `root` that no README explains: each is to be named, as `path/` in backquotes, by the nearest README above
 * it, or to open with a README of its own. Fixtures explain themselves by the test beside them.
 * @param {string} root
 * @returns {string[]} paths relative to root
 */
export function unexplainedRooms(root) {
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((folder) => !relative(root, folder).split(sep).includes('fixtures'))
    .filter((folder) => !existsSync(join(folder, 'README.md')) && !isNamedAbove(root, folder))
    .map((folder) => relative(root, folder).split(sep).join('/'))
    .sort();
}

/**
 * @param {string} root
 * @param {string} folder
 */
function isNamedAbove(root, folder) {
  for (let above = dirname(folder); above.startsWith(root); above = dirname(above)) {
    const readme = join(above, 'README.md');
    if (!existsSync(readme)) continue;
    const name = relative(above, folder).split(sep).join('/');
    return readFileSync(readme, 'utf8').includes(`\`${name}/\``);
  }
  return false;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    const rooms = unexplainedRooms(join(checkout, 'src'));
    if (rooms.length === 0) return 0;
    throw new Failure(
      `No README says what belongs into these folders of src: ${rooms.join(', ')}. Name each in the nearest README above it.`,
    );
  });
}
