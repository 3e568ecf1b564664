import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { app, ensureBuilt } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { environmentWithout } from './environment.mjs';
import { Failure, runMain } from './failure.mjs';
import { skipWelcome } from './headlessTour.mjs';
import { checkout } from './places.mjs';
import { say } from './progress.mjs';
import { describeRuntime, ensureRuntime } from './runtime.mjs';
import { sandboxArguments } from './sandbox.mjs';
import { measureStart, median, memoryOf, startWithWindow } from './startTime.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';
import { endOnSignals } from './toolRun.mjs';
import { startVirtualDisplay } from './virtualDisplay.mjs';

/** @typedef {import('./startTime.mjs').Start} Start */
/** @typedef {import('./startTime.mjs').ProcessMemory} ProcessMemory */

const runs = 10;
const idleSeconds = 10;
const goalMs = 1000;

/**
 * `npm run bench:start`: how long until the first page can be used, and what the idle app holds in memory. With
 * `-- --app=FILE` an installed or unpacked MailTriage is measured instead of the checkout. The figures are printed
 * and, for the checkout, written into docs/measurements.md.
 */
async function bench() {
  if (process.platform !== 'linux') throw new Failure('The start is measured on Linux only: it reads /proc.');
  const named = process.argv.find((word) => word.startsWith('--app='))?.slice('--app='.length);
  await ensureDependencies();
  const runtime = await ensureRuntime();
  await ensureSystemPackages(['window', 'virtualDisplay'], runtime);
  if (named === undefined) await ensureBuilt(app);
  const what =
    named === undefined ? `the built checkout on ${describeRuntime(runtime)}` : `installed: ${named}`;
  say(`Measuring ${what}, ${runs} first starts, then ${runs} later ones ...`);

  const program = named === undefined ? runtime.executable : resolve(named);
  const folder = named === undefined ? [checkout] : [];
  const display = await startVirtualDisplay();
  const data = mkdtempSync(join(tmpdir(), 'mailtriage-bench-'));
  const env = environmentWithout(display.env, 'ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS');
  const start = (/** @type {string} */ userData) =>
    startWithWindow(
      program,
      [...sandboxArguments().args, '--lang=en', `--user-data-dir=${join(data, userData)}`, ...folder],
      {
        env,
      },
    );
  try {
    const first = [];
    const later = [];
    for (let run = 0; run < runs; run += 1) {
      first.push(
        await once(
          () => start(`fresh-${run}`),
          (running) => measureStart(running, 'welcome'),
        ),
      );
    }
    await once(
      () => start('fresh-0'),
      ({ page }) => skipWelcome(page),
    );
    for (let run = 0; run < runs; run += 1) {
      later.push(
        await once(
          () => start('fresh-0'),
          (running) => measureStart(running, 'home'),
        ),
      );
    }
    const running = await start('fresh-0');
    await measureStart(running, 'home');
    await sleep(idleSeconds * 1000);
    const memory = memoryOf(running.pid);
    await running.close();
    const text = describe({ what, first, later, memory });
    process.stdout.write(`${text}\n`);
    if (named === undefined) await record(text);
    return median(later.map(({ usable }) => usable)) > goalMs ? 1 : 0;
  } finally {
    display.stop();
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/**
 * @template T
 * @param {() => ReturnType<typeof startWithWindow>} start
 * @param {(running: Awaited<ReturnType<typeof startWithWindow>>) => Promise<T>} use
 * @returns {Promise<T>}
 */
async function once(start, use) {
  const running = await start();
  try {
    return await use(running);
  } finally {
    await running.close();
  }
}

/** @param {{ what: string, first: readonly Start[], later: readonly Start[], memory: readonly ProcessMemory[] }} figures */
function describe({ what, first, later, memory }) {
  const row = (/** @type {string} */ name, /** @type {readonly Start[]} */ starts) => {
    const usable = starts.map((start) => start.usable);
    const seconds = (/** @type {number} */ ms) => (ms / 1000).toFixed(2);
    return `| ${name} | ${seconds(median(starts.map(({ shown }) => shown)))} s | ${seconds(median(usable))} s | ${seconds(Math.min(...usable))} to ${seconds(Math.max(...usable))} s |`;
  };
  const megabytes = (/** @type {number} */ bytes) => `${Math.round(bytes / 1024 / 1024)} MiB`;
  const sum = (/** @type {'rss' | 'pss'} */ field) => memory.reduce((all, each) => all + each[field], 0);
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${what}; ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${megabytes(totalmem())} memory, a display in memory without graphics hardware; load average ${loadavg()[0]?.toFixed(1)} at the end (a computer busy with other work makes every figure worse).`,
    '',
    `| start (median of ${runs}) | first page shown | usable | usable, from fastest to slowest |`,
    '| --- | --- | --- | --- |',
    row('first start, to the welcome', first),
    row('later start, to Home', later),
    '',
    `The goal is ${(goalMs / 1000).toFixed(1)} s to a usable Home. Times run from starting the process. "Usable" ends with the last task longer than 50 ms that began within a second of the picture.`,
    '',
    `Idle for ${idleSeconds} s, ${memory.length} processes (${memory.map(({ kind, pss }) => `${kind} ${megabytes(pss)}`).join(', ')}): ${megabytes(sum('pss'))} together, shared memory counted once (PSS); ${megabytes(sum('rss'))} when it is counted for each process (RSS).`,
  ].join('\n');
}

const marks = /** @type {const} */ (['<!-- bench:start begins -->', '<!-- bench:start ends -->']);

/**
 * Replaces our own section of docs/measurements.md and leaves the others alone.
 * @param {string} document
 * @param {string} text
 */
export function withSection(document, text) {
  const section = `${marks[0]}\n\n## Start and memory (\`npm run bench:start\`)\n\n${text}\n\n${marks[1]}`;
  const from = document.indexOf(marks[0]);
  const to = document.indexOf(marks[1]);
  if (from < 0 || to < from) return `${document.trimEnd()}\n\n${section}\n`;
  return `${document.slice(0, from)}${section}${document.slice(to + marks[1].length)}`;
}

/** @param {string} text */
async function record(text) {
  const { format } = await import('prettier');
  const file = join(checkout, 'docs', 'measurements.md');
  const document = existsSync(file) ? readFileSync(file, 'utf8') : '# Measurements\n';
  writeFileSync(file, await format(withSection(document, text), { parser: 'markdown' }));
  say(`Written into ${file}.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endOnSignals();
  await runMain(bench);
}
