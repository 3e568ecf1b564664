import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environmentWithout } from './environment.mjs';
import { runTool } from './toolRun.mjs';

/**
 * Runs npm: the one that started us, else the one beside this Node, else the one on the path. Its messages are asked
 * for by name, since `npm run --silent` would pass its silence on.
 * @param {readonly string[]} args
 * @param {{ cwd: string, limitSeconds: number }} options
 */
export function runNpm(args, options) {
  const wanted = [
    ...args,
    '--loglevel=error',
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
