import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder } from '../../scripts/places.mjs';
import { installedRuntime, namedRuntime } from '../../scripts/runtime.mjs';
import { writeLog } from './generateLog.mjs';

/*
 * Compares the log engine with grep -F, pflogsumm and lnav on one generated log, all in one run on one machine, since only
 * the proportions mean something elsewhere. Every figure is the median of five; the log is in the page cache.
 *
 *   node test/bench/run.mjs [--size 1000] [--runs 5] [--write] [--linear 10,100,1000,4000] [--only 'grep -F,trace']
 *
 * --size in MB; --only names the contenders to run, `index` the window's; --write puts the result into docs/measurements.md.
 */
const checkout = resolve(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '5' },
    linear: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    'index-thread': { type: 'string', default: '' },
    cli: { type: 'string', default: join(checkout, 'out', 'cli', 'index.js') },
  },
});
const runs = Number(values.runs);
const folder = mkdtempSync(join(tmpdir(), 'mailtriage-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const installed = (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const seconds = (value) => (value === null ? 'skipped' : `${value.toFixed(2)} s`);
const version = (command, args) => {
  const { stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return (stdout ?? '').split('\n')[0].trim();
};

/**
 * Seconds one run takes, seconds of processor time over all its threads, and the most memory it had in MB (the last two
 * from /proc, 0 elsewhere). On a busy machine processor time is the steadier figure.
 */
function timed(command, args, env = process.env) {
  return new Promise((done, failed) => {
    const started = process.hrtime.bigint();
    const sink = openSync(join(folder, 'output'), 'w');
    const child = spawn(command, args, { env, stdio: ['ignore', sink, 'inherit'] });
    let peak = 0;
    let cpu = 0;
    const watch = setInterval(() => {
      try {
        const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
        if (found !== null) peak = Number(found[1]) / 1024;
        const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        // proc(5): utime and stime, in hundredths of a second.
        cpu = (Number(fields[11]) + Number(fields[12])) / 100;
      } catch {
        // Not Linux, or it has just ended.
      }
    }, 20);
    child.on('error', failed);
    child.on('exit', (code) => {
      clearInterval(watch);
      closeSync(sink);
      const taken = Number(process.hrtime.bigint() - started) / 1e9;
      if (code !== 0 && !(code === 1 && /(?:node|grep)$/.test(command)))
        failed(new Error(`${command} ended with ${code}`));
      else done({ taken, peak, cpu });
    });
  });
}

/** Where `timed` puts what a program prints. */
const printed = () => readFileSync(join(folder, 'output'), 'utf8');

/** Runs the contenders in turn, round after round, so that a busy minute of the machine meets all of them. */
async function compare(contenders) {
  const results = new Map(contenders.map(({ name }) => [name, { taken: [], cpu: [], peak: 0, told: [] }]));
  for (let round = 0; round < runs; round += 1) {
    for (const { name, command, args, env, skip, tells } of contenders) {
      if (skip) continue;
      const { taken, peak, cpu } = await timed(command, args, env);
      const result = results.get(name);
      result.taken.push(taken);
      result.cpu.push(cpu);
      result.peak = Math.max(result.peak, peak);
      if (tells) result.told.push(JSON.parse(printed()));
      process.stderr.write(`${name}: ${taken.toFixed(2)} s\n`);
    }
  }
  return new Map(
    [...results].map(([name, { taken, cpu, peak, told }]) => [
      name,
      taken.length === 0
        ? { taken: null, cpu: null, peak: 0, told }
        : { taken: median(taken), cpu: median(cpu), peak, told },
    ]),
  );
}

const node = process.execPath;
const runtime = namedRuntime(process.env) ?? installedRuntime(cacheFolder(process.env));
const indexThread = values['index-thread'] === '' ? [] : ['--thread', values['index-thread']];
const cli = (...args) => ({ command: node, args: [values.cli, ...args] });
const address = 'user1234@example.org';

function contendersFor(log) {
  const lnavSkipped = !installed('lnav');
  const gz = `${log}.gz`;
  return [
    { name: 'grep -F', command: 'grep', args: ['-cF', address, log] },
    { name: 'trace', ...cli('trace', '--recipient', address, '--json', log) },
    { name: 'summary', ...cli('summary', '--json', log) },
    { name: 'summary of .gz', ...cli('summary', '--json', gz) },
    { name: 'pflogsumm', command: 'pflogsumm', args: [log], skip: !installed('pflogsumm') },
    // Loads the log, builds its index and counts the lines.
    {
      name: 'lnav index',
      command: 'lnav',
      args: ['-n', '-c', ';SELECT count(*) FROM syslog_log', '-c', ':write-csv-to -', log],
      skip: lnavSkipped,
    },
    { name: 'start', ...cli('--help') },
    {
      name: 'index',
      // Where the window's index runs; Electron without a window.
      command: runtime?.executable ?? node,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      args: [join(import.meta.dirname, 'openIndex.mjs'), ...indexThread, log],
      skip: indexThread.length === 0 && !existsSync(join(checkout, 'out', 'main', 'chunks')),
      tells: true,
    },
  ];
}

function grandTotals(log) {
  if (!installed('pflogsumm')) return null;
  const { stdout } = spawnSync(
    'pflogsumm',
    ['-h', '0', '-u', '0', '--no_no_msg_size', '--problems_first', log],
    {
      encoding: 'utf8',
      maxBuffer: 1e9,
    },
  );
  const found = (pattern) => {
    const match = pattern.exec(stdout);
    if (match === null) return null;
    return match[1] === undefined ? null : match[1];
  };
  return {
    received: found(/^\s*(\d+[km]?)\s+received/m),
    delivered: found(/^\s*(\d+[km]?)\s+delivered/m),
    forwarded: found(/^\s*(\d+[km]?)\s+forwarded/m),
    deferred: found(/^\s*(\d+[km]?)\s+deferred\s/m),
    deferrals: found(/\((\d+[km]?)\s+deferrals\)/m),
    bounced: found(/^\s*(\d+[km]?)\s+bounced/m),
    rejected: found(/^\s*(\d+[km]?)\s+rejected/m),
    rejectWarnings: found(/^\s*(\d+[km]?)\s+reject warnings/m),
    held: found(/^\s*(\d+[km]?)\s+held/m),
    discarded: found(/^\s*(\d+[km]?)\s+discarded/m),
    senders: found(/^\s*(\d+[km]?)\s+senders/m),
    sendingDomains: found(/^\s*(\d+[km]?)\s+sending hosts\/domains/m),
    recipients: found(/^\s*(\d+[km]?)\s+recipients/m),
    recipientDomains: found(/^\s*(\d+[km]?)\s+recipient hosts\/domains/m),
  };
}

/** pflogsumm prints large counts in units of 1024 (its `adj_int_units`). */
function asPflogsumm(value) {
  if (value > 512 * 1024 ** 2) return `${Math.floor(value / 1024 ** 2)}m`;
  return value > 512 * 1024 ? `${Math.floor(value / 1024)}k` : String(value);
}

const report = [];
const say = (line = '') => {
  report.push(line);
  console.log(line);
};
const times = (value, of) => (value === null || of === null ? '-' : `${(of / value).toFixed(1)} x`);

mkdirSync(folder, { recursive: true });
const log = join(folder, 'mail.log');
const lines = writeLog(log, { bytes: Number(values.size) * 1e6, seed: Number(values.seed) });
spawnSync('sh', ['-c', `gzip -kf "${log}"`]);
const loadBefore = loadavg()[0];
const only = values.only === '' ? null : values.only.split(',');
const contenders = contendersFor(log).map((one) =>
  only?.includes(one.name) === false ? { ...one, skip: true } : one,
);
const results = await compare(contenders);
const { taken: grep } = results.get('grep -F');
const { taken: trace } = results.get('trace');
const { taken: summary } = results.get('summary');
const { taken: ofGz } = results.get('summary of .gz');
const { taken: pflogsumm } = results.get('pflogsumm');
const { taken: lnav } = results.get('lnav index');

say(
  `Log: ${(statSync(log).size / 1e6).toFixed(0)} MB, ${lines.toLocaleString('en-US')} lines, seed ${values.seed}.`,
);
say();
say('| what | median | processor | most memory | compared |');
say('| --- | ---: | ---: | ---: | --- |');
const row = (name, what, compared) => {
  const { taken, cpu, peak } = results.get(name);
  if (taken === null && only !== null) return;
  const memory = peak === 0 ? '' : `${peak.toFixed(0)} MB`;
  say(`| ${what} | ${seconds(taken)} | ${seconds(cpu)} | ${memory} | ${compared} |`);
};
row('grep -F', '`grep -cF ADDRESS`', '');
row('trace', '`trace --recipient ADDRESS`, all lines counted', `${(trace / grep).toFixed(1)} times grep`);
row('pflogsumm', '`pflogsumm`', '');
row('summary', '`summary`', `${times(summary, pflogsumm)} as fast as pflogsumm`);
row('summary of .gz', '`summary` of the same log as .gz', `${(ofGz / summary).toFixed(1)} times plain`);
row('lnav index', '`lnav -n`, its index', `summary is ${times(summary, lnav)} as fast`);
row('start', 'starting the command line', 'part of every figure above');
say();

const { told: indexRuns, taken: indexTaken } = results.get('index');
if (indexTaken !== null) {
  const ofRuns = (figure) => median(indexRuns.map(figure));
  const [one] = indexRuns;
  const millis = (figure) => `${ofRuns(figure).toFixed(0)} ms`;
  say(`| the window's index, ${one.messages.toLocaleString('en-US')} messages | median |`);
  say('| --- | ---: |');
  say(`| first rows | ${millis((run) => run.firstRows)} |`);
  say(`| whole index and statistics | ${seconds(ofRuns((run) => run.ready) / 1000)} |`);
  say(`| compared | ${times(ofRuns((run) => run.ready) / 1000, pflogsumm)} as fast as pflogsumm |`);
  say(`| processor until then | ${seconds(ofRuns((run) => run.readyProcessor) / 1000)} |`);
  say(`| most memory until then | ${Math.max(...indexRuns.map((run) => run.readyPeak))} MB |`);
  say(`| most memory, queries included | ${Math.max(...indexRuns.map((run) => run.peak))} MB |`);
  for (const name of Object.keys(one.queries)) say(`| ${name} | ${millis((run) => run.queries[name])} |`);
  say();
}

const pflogsummTotals = only === null ? grandTotals(log) : null;
if (pflogsummTotals !== null) {
  const { stdout } = spawnSync(node, [values.cli, 'summary', '--json', log], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const { totals } = JSON.parse(stdout);
  const different = Object.entries(pflogsummTotals).filter(
    ([name, value]) => asPflogsumm(totals[name]) !== value,
  );
  say(
    different.length === 0
      ? `Totals: all ${Object.keys(pflogsummTotals).length} compared equal pflogsumm's grand totals.`
      : `Totals that differ from pflogsumm's: ${different.map(([name, value]) => `${name} ${totals[name]} (pflogsumm ${value})`).join(', ')}.`,
  );
  say();
}

if (values.linear !== '') {
  say('| size | trace | per GB | summary | per GB | most memory |');
  say('| ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const size of values.linear.split(',').map(Number)) {
    rmSync(log, { force: true });
    rmSync(`${log}.gz`, { force: true });
    writeLog(log, { bytes: size * 1e6, seed: Number(values.seed) });
    const of = await compare(contendersFor(log).filter(({ name }) => name === 'trace' || name === 'summary'));
    const [one, two] = [of.get('trace'), of.get('summary')];
    const perGb = (value) => `${((value / size) * 1000).toFixed(2)} s`;
    say(
      `| ${size} MB | ${seconds(one.taken)} | ${perGb(one.taken)} | ${seconds(two.taken)} | ${perGb(two.taken)} | ${Math.max(one.peak, two.peak).toFixed(0)} MB |`,
    );
  }
  say();
}

const machine = [
  `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB`,
  `Node ${process.versions.node}`,
  runtime === null ? '' : `the window's index on Electron ${runtime.version}`,
  version('grep', ['--version']),
  `pflogsumm ${version('sh', ['-c', 'dpkg-query -W -f "\\${Version}" pflogsumm 2>/dev/null'])}`,
  version('lnav', ['-V']),
].filter((part) => part !== '');
say(`Machine: ${machine.join('; ')}. Medians of ${runs}; load before the run ${loadBefore.toFixed(1)}.`);

if (values.write) {
  const path = join(checkout, 'docs', 'measurements.md');
  const [begin, end] = ['<!-- bench:logs begins -->', '<!-- bench:logs ends -->'];
  const text = readFileSync(path, 'utf8');
  if (!text.includes(begin)) throw new Error(`${path} has no place for the results: ${begin}`);
  const [before] = text.split(begin);
  const after = text.split(end)[1] ?? '\n';
  writeFileSync(path, `${before}${begin}\n\n${report.join('\n')}\n\n${end}${after}`);
}
