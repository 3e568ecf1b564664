/*
 * Stands in for the default app that Electron's own downloads carry in `resources/default_app.asar`: without one,
 * `electron <folder>` exits with 1 and says nothing. It keeps the promise of Electron's command line:
 * `electron [-r module]... <folder of an app | file>`.
 *
 * An ES module with top-level await on purpose: Electron holds its `ready` event back until the entry module has
 * run, and an app has to register its protocols before `ready`.
 */
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app as publicApp } from 'electron';

// Electron's own default app sets these too; its type definitions keep them to themselves.
const app =
  /** @type {import('electron').App & { setAppPath(path: string): void, setVersion(version: string): void, setDesktopName(name: string): void }} */ (
    publicApp
  );

const requireFromHere = createRequire(join(process.cwd(), 'electron.cjs'));

/** @type {string | undefined} */
let target;
const rest = process.argv.slice(1);
while (target === undefined && rest.length > 0) {
  const word = rest.shift() ?? '';
  if (word === '-r' || word === '--require') requireFromHere(rest.shift() ?? '');
  else if (!word.startsWith('-')) target = resolve(word);
}

if (target === undefined) {
  process.stderr.write('Usage: electron [-r module] <folder of an app>\n');
  app.exit(2);
} else {
  Object.assign(process, { defaultApp: true });
  try {
    await import(pathToFileURL(entryOf(target)).href);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`The app in ${target} could not be started: ${text}\n`);
    app.exit(1);
  }
}

/**
 * Gives the process the app's name, version and path, as a packaged app would have them.
 * @param {string} path
 * @returns {string} the module to import
 */
function entryOf(path) {
  if (!statSync(path).isDirectory()) {
    app.setAppPath(dirname(path));
    return requireFromHere.resolve(path);
  }
  const about = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const name = about.productName ?? about.name;
  if (name) app.setName(name);
  if (about.version) app.setVersion(about.version);
  if (about.desktopName) app.setDesktopName(about.desktopName);
  app.setAppPath(path);
  return requireFromHere.resolve(join(path, about.main ?? 'index.js'));
}
