import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout: the folder that holds package.json. */
export const checkout = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Where the Electron runtime is kept between checkouts; the only folder outside the checkout we write to.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @returns {string}
 */
export function cacheFolder(env = process.env, platform = process.platform) {
  if (env['MAILTRIAGE_CACHE']) return resolve(env['MAILTRIAGE_CACHE']);
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'mailtriage', 'Cache');
  }
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'mailtriage');
  // XDG Base Directory Specification: a relative path is invalid and has to be ignored.
  const xdg = env['XDG_CACHE_HOME'];
  return join(xdg?.startsWith('/') ? xdg : join(homedir(), '.cache'), 'mailtriage');
}
