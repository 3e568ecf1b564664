import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app, cli, ensureBuilt, programOf } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { Failure, runMain } from './failure.mjs';
import { checkout } from './places.mjs';
import { sayWhileWaiting } from './progress.mjs';
import { describeRuntime, ensureRuntime } from './runtime.mjs';
import { canInstallPackages, ensureSystemPackages, findProgram } from './systemPackages.mjs';
import { countPlaywright, countVitest } from './testCounts.mjs';
import { endOnSignals, runTool } from './toolRun.mjs';
import { hasDisplay, startVirtualDisplay } from './virtualDisplay.mjs';

/** @typedef {import('./testCounts.mjs').Counts} Counts */

const stages = /** @type {const} */ (['checks', 'unit', 'e2e', 'lab']);
/** @typedef {(typeof stages)[number]} Stage */

const node = process.execPath;
const results = join(checkout, 'test-results');
const total = { passed: 0, failed: 0 };
/** @type {string[]} */
const skipped = [];
/** Said again at the end: a long run is read from there. @type {string[]} */
const failedTitles = [];

/**
 * Each of these passes or fails as one.
 * @returns {{ name: string, program: string, args: string[] }[]}
 */
function checks() {
  return [
    { name: 'Types', program: programOf('typescript', checkout, 'tsc'), args: ['--noEmit', '-p', '.'] },
    { name: 'Types of scripts', program: programOf('typescript', checkout, 'tsc'), args: ['-p', 'scripts'] },
    { name: 'Lint', program: programOf('eslint'), args: ['.', '--max-warnings', '0'] },
    { name: 'Formatting', program: programOf('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
    {
      name: 'Import law',
      program: programOf('dependency-cruiser', checkout, 'depcruise'),
      args: ['src', '--config', '.dependency-cruiser.cjs'],
    },
    { name: 'Unused code', program: programOf('knip'), args: ['--no-progress'] },
    { name: 'Locales', program: join(checkout, 'scripts', 'checkLocales.mjs'), args: [] },
    { name: 'Kernel', program: join(checkout, 'scripts', 'buildKernel.mjs'), args: ['--check'] },
    { name: 'Rooms', program: join(checkout, 'scripts', 'checkRooms.mjs'), args: [] },
  ];
}

/** @returns {Promise<number>} exit code */
async function test() {
  const wanted = wantedStages(process.argv.slice(2));
  try {
    await ensureDependencies();
  } catch (error) {
    fail('Packages', error);
    return close();
  }
  mkdirSync(results, { recursive: true });
  if (wanted.has('checks')) for (const check of checks()) await runCheck(check);
  if (wanted.has('unit')) await runUnit();
  if (wanted.has('e2e')) await runE2e();
  if (wanted.has('lab')) await runLab();
  return close();
}

/**
 * @param {readonly string[]} args
 * @returns {ReadonlySet<string>}
 */
function wantedStages(args) {
  const unknown = args.find((arg) => !(/** @type {readonly string[]} */ (stages).includes(arg)));
  if (unknown !== undefined) {
    throw new Failure(
      `There is no stage "${unknown}": say ${stages.join(', ')}, or nothing for all of them.`,
    );
  }
  return new Set(args.length === 0 ? stages : args);
}

function close() {
  for (const line of skipped) print(`Skipped: ${line}`);
  for (const title of failedTitles) print(`Failed: ${title}`);
  print('');
  print(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
}

/** @param {{ name: string, program: string, args: string[] }} check */
async function runCheck({ name, program, args }) {
  const result = await tool(name, program, args, 600);
  report(
    name,
    { passed: result.status === 0 ? 1 : 0, failed: result.status === 0 ? 0 : 1, skipped: [], failures: [] },
    result,
  );
}

async function runUnit() {
  if (!(await succeeds('Build of the command line', () => ensureBuilt(cli)))) return;
  await runVitest('Unit tests', 'unit', [], 1800);
}

/**
 * What tests need that open the window: the built app, a runtime, and a display (one of our own where Xvfb is).
 * @returns {Promise<{ env: NodeJS.ProcessEnv, end: () => void } | null>} null after a failure, which is counted
 */
async function prepareWindow() {
  const needsOwnDisplay = process.platform === 'linux' && (findProgram('Xvfb') !== null || !hasDisplay());
  /** @type {import('./runtime.mjs').Runtime | undefined} */
  let runtime;
  const ready = await succeeds('Build of the app', async () => {
    runtime = await ensureRuntime();
    await ensureSystemPackages(needsOwnDisplay ? ['window', 'virtualDisplay'] : ['window'], runtime);
    await ensureBuilt(app);
    await ensureBuilt(cli);
  });
  if (!ready || runtime === undefined) return null;
  print(`Running on ${describeRuntime(runtime)}.`);
  try {
    const display = needsOwnDisplay ? await startVirtualDisplay() : undefined;
    const env = {
      ...(display?.env ?? process.env),
      MAILTRIAGE_ELECTRON: runtime.executable,
      ELECTRON_OVERRIDE_DIST_PATH: dirname(runtime.executable),
    };
    return { env, end: () => display?.stop() };
  } catch (error) {
    fail('Display', error);
    return null;
  }
}

async function runE2e() {
  const name = 'The app in Electron';
  const window = await prepareWindow();
  if (window === null) return print(`${name}: could not run, see above.`);
  const file = freshReport('e2e');
  const result = await tool(
    name,
    programOf('@playwright/test', checkout, 'playwright'),
    ['test', '--reporter=list,json'],
    2400,
    { ...window.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  );
  window.end();
  reportTests(name, file, result, countPlaywright);
}

async function runLab() {
  const name = 'Real mail server';
  if (!canInstallPackages()) {
    skipped.push(`${name} (Postfix, Cyrus, OpenSSH): it is set up only on Debian as root.`);
    return;
  }
  try {
    await ensureSystemPackages(['mailLab']);
  } catch (error) {
    return fail(name, error);
  }
  const window = await prepareWindow();
  if (window === null) return print(`${name}: could not run, see above.`);
  await runVitest(name, 'lab', ['--config', 'vitest.lab.config.ts'], 2400, window.env);
  window.end();
}

/**
 * @param {string} name
 * @param {string} reportName
 * @param {readonly string[]} args
 * @param {number} limitSeconds
 */
async function runVitest(name, reportName, args, limitSeconds, env = process.env) {
  const file = freshReport(reportName);
  const result = await tool(
    name,
    programOf('vitest'),
    ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    limitSeconds,
    env,
  );
  reportTests(name, file, result, countVitest);
}

/** @param {string} name */
function freshReport(name) {
  const file = join(results, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

/**
 * @param {string} name
 * @param {string} program a script for Node
 * @param {readonly string[]} args
 * @param {number} limitSeconds a tool that hangs is stopped then, with everything it started
 * @param {NodeJS.ProcessEnv} [env]
 */
function tool(name, program, args, limitSeconds, env = process.env) {
  return sayWhileWaiting(
    `running: ${name}`,
    runTool(node, [program, ...args], {
      cwd: checkout,
      env: { ...env, CI: 'true', FORCE_COLOR: '0', NO_COLOR: '1' },
      limitSeconds,
    }),
  );
}

/**
 * @param {string} name
 * @param {string} file the JSON report
 * @param {import('./toolRun.mjs').ToolResult} result
 * @param {(text: string) => Counts} count
 */
function reportTests(name, file, result, count) {
  /** @type {Counts} */
  let counts = { passed: 0, failed: 0, skipped: [], failures: [] };
  if (existsSync(file)) counts = count(readFileSync(file, 'utf8'));
  // Something outside the tests went wrong, or nothing was tested: neither may look like success.
  if (counts.failed === 0 && (result.status !== 0 || counts.passed === 0)) counts.failed = 1;
  if (counts.skipped.length > 0) skipped.push(`${name}: ${counts.skipped.join('; ')}`);
  report(name, counts, result);
  for (const title of counts.secondTry ?? []) print(`  passed only at the second try: ${title}`);
}

/**
 * @param {string} name
 * @param {Counts} counts
 * @param {import('./toolRun.mjs').ToolResult} result
 */
function report(name, counts, result) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  const seconds = (result.milliseconds / 1000).toFixed(1);
  const many = counts.passed + counts.failed > 1 ? `, ${counts.passed} passed, ${counts.failed} failed` : '';
  print(`${counts.failed === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s${many})`);
  if (counts.failed === 0) return;
  if (result.timedOut) print(`  It was stopped because it did not end.`);
  if (counts.failures.length === 0) {
    failedTitles.push(name);
    print(result.output.trimEnd().replace(/^/gm, '  '));
    return;
  }
  for (const { title, message } of counts.failures) {
    failedTitles.push(`${name}: ${title}`);
    print(`  ${title}\n${message.replace(/^/gm, '    ')}`);
  }
  const file = join('test-results', `${name.toLowerCase().replaceAll(' ', '-')}.txt`);
  writeFileSync(join(checkout, file), result.output);
  print(`  All it said: ${file}`);
}

/**
 * A step the tests need; its failure counts as one.
 * @param {string} name
 * @param {() => Promise<void>} step
 */
async function succeeds(name, step) {
  try {
    await step();
    return true;
  } catch (error) {
    fail(name, error);
    return false;
  }
}

/**
 * @param {string} name
 * @param {unknown} error
 */
function fail(name, error) {
  total.failed += 1;
  failedTitles.push(name);
  print(`FAILED ${name}`);
  if (error instanceof Failure) print(`${error.details}\n${error.message}`.trim().replace(/^/gm, '  '));
  else print(`  ${error instanceof Error ? error.stack : String(error)}`);
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`);
}

endOnSignals();
await runMain(test);
