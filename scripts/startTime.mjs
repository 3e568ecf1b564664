import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';
import { heading } from './headlessTour.mjs';
import { stopGroup } from './toolRun.mjs';

/** @typedef {{ pid: number, kind: string, rss: number, pss: number }} ProcessMemory sizes in bytes */
/**
 * @typedef {object} Start
 * @property {number} shown milliseconds from starting the process to the largest part of the page being on the screen
 * @property {number} usable the same, to the end of the last task that would have held up a click on it
 */

/**
 * Starts the app and connects to its window through Chromium's debugging port. The port is a switch of Chromium's,
 * not one of Node's, so that it also works on the shipped program, where the fuses forbid Node's inspector.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export async function startWithWindow(program, args, options = {}) {
  const { chromium } = await import('@playwright/test');
  const begun = Date.now();
  const child = spawn(program, ['--remote-debugging-port=0', ...args], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const stop = () => stopGroup(child.pid, 'SIGKILL');
  process.once('exit', stop);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const address = await debuggerAddress(child);
    await pageListed(new URL(address).host);
    const browser = await chromium.connectOverCDP(address);
    const context = browser.contexts()[0];
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (page === undefined) throw new Failure('The app started, but it has no window.');
    return { page, begun, pid: child.pid ?? 0, close };

    async function close() {
      await browser.close();
      stopGroup(child.pid, 'SIGTERM');
      await Promise.race([ended, sleep(5000)]);
      stop();
      process.removeListener('exit', stop);
    }
  } catch (error) {
    stop();
    throw error;
  }
}

/**
 * Reads Chromium's line `DevTools listening on ws://127.0.0.1:36981/devtools/browser/b9995e54-...` on stderr.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>}
 */
function debuggerAddress(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = () => reject(new Failure('The app could not be started: its own words are above.', said));
    const timer = setTimeout(fail, 30_000);
    child.on('error', fail);
    child.on('exit', fail);
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      said += text;
      const found = /^DevTools listening on (ws:\/\/\S+)$/m.exec(said);
      if (found === null) return;
      clearTimeout(timer);
      child.removeListener('exit', fail);
      resolve(found[1] ?? '');
    });
  });
}

/**
 * Waits until the window has its page. Connecting earlier would slow down the start, and on a busy computer Playwright
 * now and then waits for ever for a page that comes while it connects.
 * @param {string} host with the port
 */
async function pageListed(host) {
  const limit = Date.now() + 30_000;
  for (;;) {
    /** @type {{ type: string, url: string, title: string }[]} */
    const targets = JSON.parse(await (await fetch(`http://${host}/json/list`)).text());
    // The title comes from the page's own file: it has been read.
    if (targets.some(({ type, url, title }) => type === 'page' && url.startsWith('app:') && title !== ''))
      return;
    if (Date.now() > limit) throw new Failure('The app started, but no page came into its window.');
    await sleep(100);
  }
}

/** How long after the picture a task still counts as one of the start, in milliseconds. */
const watchedMs = 1000;

/**
 * When the first page was there. The page itself keeps the times (Largest Contentful Paint and Long Tasks, both W3C: a long
 * task is one of more than 50 ms), so that asking for them afterwards does not slow down what is measured.
 * @param {{ page: import('@playwright/test').Page, begun: number }} app
 * @param {'welcome' | 'home'} first what this start begins with
 * @returns {Promise<Start>}
 */
export async function measureStart({ page, begun }, first) {
  await heading(page, first === 'home' ? 'home:title' : 'first-run:title').waitFor();
  await sleep(watchedMs + 200); // what happened is reported a little later
  const { origin, painted, busyUntil } = await page.evaluate(async (watched) => {
    /** @param {string} type */
    const entries = (type) =>
      new Promise((resolve) => {
        /** @type {any[]} */
        const found = [];
        const scope = /** @type {any} */ (globalThis);
        new scope.PerformanceObserver((/** @type {any} */ list) => found.push(...list.getEntries())).observe({
          type,
          buffered: true,
        });
        setTimeout(() => resolve(found), 100);
      });
    const paints = await entries('largest-contentful-paint');
    const tasks = await entries('longtask');
    const shown = paints.at(-1)?.startTime ?? Number.NaN;
    const last = tasks.filter((/** @type {any} */ task) => task.startTime <= shown + watched).at(-1);
    return {
      origin: globalThis.performance.timeOrigin,
      painted: shown,
      busyUntil: last === undefined ? 0 : last.startTime + last.duration,
    };
  }, watchedMs);
  const shown = origin + painted - begun;
  return { shown, usable: Math.max(shown, origin + busyUntil - begun) };
}

/**
 * What the app's processes hold: RSS counts memory they share once for each of them, PSS (proc(5), smaps_rollup)
 * divides it among those who share it, so its sum is what the computer is short of.
 * @param {number} root the main process
 * @returns {ProcessMemory[]}
 */
export function memoryOf(root) {
  const parents = new Map();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readIfThere(`/proc/${name}/stat`) : '';
    // `pid (name) state ppid ...`; the name may hold spaces and brackets, so count from its last bracket.
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (stat !== '') parents.set(Number(name), Number(parent));
  }
  const family = new Set([root]);
  for (const member of family) {
    for (const [pid, parent] of parents) if (parent === member) family.add(pid);
  }
  return [...family].flatMap((pid) => {
    const rollup = readIfThere(`/proc/${pid}/smaps_rollup`);
    if (rollup === '') return [];
    const kind = /--type=([\w-]+)/.exec(readIfThere(`/proc/${pid}/cmdline`))?.[1] ?? 'main';
    const kilobytes = (/** @type {string} */ field) =>
      Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0);
    return [{ pid, kind, rss: kilobytes('Rss') * 1024, pss: kilobytes('Pss') * 1024 }];
  });
}

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
