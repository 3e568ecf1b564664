import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure, runMain } from './failure.mjs';
import { withLock } from './folderLock.mjs';
import { installLocked } from './npm.mjs';
import { cacheFolder, checkout } from './places.mjs';
import { say } from './progress.mjs';
import { endOnSignals } from './toolRun.mjs';

/** The oldest Node that Vite 8 and @electron/get 5 (loaded with `require`, so it needs require(esm)) run on. */
const oldestNode = /** @type {const} */ ([20, 19]);

/**
 * @param {string} version as in `process.versions.node`
 * @returns {boolean}
 */
export function isNodeRecentEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

/**
 * Names the state of node_modules: another lock file, or another system sharing the folder, needs other packages.
 * @param {string} lockText
 * @param {string} system for example `linux-x64`
 */
export function dependencyStamp(lockText, system = `${process.platform}-${process.arch}`) {
  return `${createHash('sha256').update(lockText).digest('hex')} ${system}`;
}

/**
 * Whether node_modules already is what the lock file asks for, by the list npm itself leaves there
 * (`node_modules/.package-lock.json`): somebody ran `npm ci` by hand.
 * @param {string} lockText
 * @param {string} installedText
 */
export function installedMatchesLock(lockText, installedText) {
  try {
    const wanted = JSON.parse(lockText).packages ?? {};
    const installed = JSON.parse(installedText).packages ?? {};
    return (
      Object.keys(installed).every((path) => wanted[path]?.version === installed[path].version) &&
      Object.keys(wanted).every((path) => path === '' || wanted[path].optional || path in installed)
    );
  } catch {
    return false;
  }
}

/**
 * Installs the packages when node_modules is missing or does not belong to package-lock.json. Says nothing and takes
 * a few milliseconds when there is nothing to do.
 */
export async function ensureDependencies(folder = checkout) {
  if (!isNodeRecentEnough(process.versions.node)) {
    throw new Failure(
      `Node.js ${process.versions.node} is too old: install Node.js ${oldestNode.join('.')} or newer, then run the command again.`,
    );
  }
  const lockFile = join(folder, 'package-lock.json');
  if (!existsSync(lockFile)) {
    throw new Failure('package-lock.json is missing: restore it with "git checkout package-lock.json".');
  }
  if (isInstalled(folder)) return;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  await withLock(
    join(cacheFolder(), 'locks', `packages-${name}`),
    async () => {
      if (!isInstalled(folder)) await install(folder);
    },
    () => say('Another start is installing the packages; waiting for it.'),
  );
}

/** @param {string} folder */
function isInstalled(folder) {
  const lockText = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const stampFile = join(folder, 'node_modules', '.mailtriage-stamp');
  const stamp = dependencyStamp(lockText);
  try {
    if (readFileSync(stampFile, 'utf8') === stamp) return true;
  } catch {
    // No stamp of ours yet.
  }
  const listFile = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(listFile) || statSync(listFile).size === 0) return false;
  if (!installedMatchesLock(lockText, readFileSync(listFile, 'utf8'))) return false;
  writeStamp(stampFile, stamp);
  return true;
}

/** @param {string} folder */
async function install(folder) {
  say('Installing the packages this program is built from (only the first time; one to three minutes) ...');
  const started = Date.now();
  await installLocked({ folder, what: 'installing packages', megabytes: 900, limitSeconds: 1800 });
  writeStamp(
    join(folder, 'node_modules', '.mailtriage-stamp'),
    dependencyStamp(readFileSync(join(folder, 'package-lock.json'), 'utf8')),
  );
  say(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/**
 * @param {string} file
 * @param {string} stamp
 */
function writeStamp(file, stamp) {
  try {
    writeFileSync(file, stamp);
  } catch {
    // node_modules of somebody else, read-only: what npm left there was enough to know.
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endOnSignals();
  await runMain(() => ensureDependencies());
}
