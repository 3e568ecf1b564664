import { existsSync, mkdirSync, rmSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environmentWithout } from './environment.mjs';
import { Failure, knownCause } from './failure.mjs';
import { say, sayWhileWaiting } from './progress.mjs';
import { runTool } from './toolRun.mjs';

/**
 * Installs exactly what a folder's package-lock.json names, every package checked against its checksum there. Either
 * all of it is in place afterwards or there is no node_modules.
 *
 * Three things npm does not do by itself, each seen with npm 11:
 * - Without a network it tries for minutes, package by package. So the registry is asked first, once; if it does not
 *   answer, only the cache is used, which either suffices or fails in seconds.
 * - On a full disk it prints `npm warn tar TAR_ENTRY_ERROR ENOSPC`, leaves truncated files behind and ends with 0.
 *   So the room is looked at before and the warnings after.
 * - `npm run --silent` passes its silence on, so the level of its messages is asked for by name.
 * @param {{ folder: string, what: string, megabytes: number, limitSeconds: number }} install `what` completes
 *   "still ..."; `megabytes` is what it needs on the disk
 */
export async function installLocked({ folder, what, megabytes, limitSeconds }) {
  mkdirSync(folder, { recursive: true });
  checkRoom(folder, megabytes);
  const online = await registryAnswers(folder);
  if (!online) say('  The npm registry does not answer; looking for everything in the npm cache.');
  const result = await sayWhileWaiting(
    what,
    runNpm(
      [
        'ci',
        '--ignore-scripts',
        '--include=dev',
        '--include=optional',
        online ? '--prefer-offline' : '--offline',
      ],
      { cwd: folder, limitSeconds },
    ),
  );
  const truncated = /TAR_ENTRY_ERROR|ENOSPC|EDQUOT/.test(result.output);
  if (result.status === 0 && !truncated) return;
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  const messages = result.output
    .split('\n')
    .filter((line) => !line.startsWith('npm warn'))
    .join('\n');
  throw new Failure(
    knownCause(truncated ? result.output : messages, folder) ??
      (result.timedOut
        ? 'npm did not come to an end: check the network connection, then run the command again.'
        : 'npm could not install the packages: put right what its message above says, then run the command again.'),
    messages,
  );
}

/**
 * @param {string} folder
 * @param {number} megabytes
 */
export function checkRoom(folder, megabytes) {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < megabytes * 1024 * 1024) throw new Failure(knownCause('ENOSPC', folder) ?? '');
}

/** @type {Promise<boolean> | undefined} one question for the whole run */
let answer;

/** @param {string} folder whose .npmrc names the registry */
function registryAnswers(folder) {
  answer ??= runNpm(['ping', '--fetch-retries=0', '--fetch-timeout=10000'], {
    cwd: folder,
    limitSeconds: 30,
  }).then(
    // A registry that answers "404" to a ping is there all the same.
    (result) =>
      result.status === 0 ||
      !(result.timedOut || /npm error network|ETIMEDOUT|EAI_AGAIN/.test(result.output)),
  );
  return answer;
}

/**
 * Runs npm: the one that started us, else the one beside this Node, else the one on the path.
 * @param {readonly string[]} args
 * @param {{ cwd: string, limitSeconds: number }} options
 */
function runNpm(args, options) {
  const wanted = [
    ...args,
    '--loglevel=warn',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--no-progress',
  ];
  // A script run as `npm --prefix ... run cli` must not make the inner npm work in that prefix.
  const env = environmentWithout(process.env, 'npm_config_prefix', 'npm_config_local_prefix');
  const script = npmScript();
  if (script !== null) return runTool(process.execPath, [script, ...wanted], { ...options, env });
  return runTool('npm', wanted, { ...options, env });
}

/** @returns {string | null} */
function npmScript() {
  const started = process.env['npm_execpath'];
  const folder = dirname(process.execPath);
  const candidates = [
    // Yarn and pnpm set the same variable.
    ...(started !== undefined && /npm-cli\.c?js$/.test(started) ? [started] : []),
    join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  return candidates.find((path) => existsSync(path)) ?? null;
}
