import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

/*
 * Opens a log in the thread that keeps the window's index, the one that `npm run build` made, and asks what the window asks.
 * Prints one JSON object: milliseconds, and MB for the peak of the whole process.
 *
 *   node test/bench/openIndex.mjs [--thread out/main/chunks/indexThread-....js] mail.log
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { thread: { type: 'string', default: '' } },
});
const [path] = positionals;
if (path === undefined) throw new Error('which log?');

function builtThread() {
  const folder = resolve(import.meta.dirname, '..', '..', 'out', 'main', 'chunks');
  const name = readdirSync(folder).find((one) => /^indexThread-.*\.js$/.test(one));
  if (name === undefined) throw new Error(`${folder} has no index thread: build first`);
  return join(folder, name);
}

const started = performance.now();
const since = (from) => Math.round((performance.now() - from) * 10) / 10;
const worker = new Worker(values.thread === '' ? builtThread() : resolve(values.thread), {
  workerData: { logs: [{ kind: 'file', name: 'mail.log', path: resolve(path) }], follow: false },
});
const waiting = new Map();
let firstRows = null;
const description = await new Promise((ready, failed) => {
  worker.on('error', failed);
  worker.on('message', (report) => {
    if (report.kind === 'firstRows') firstRows = since(started);
    if (report.kind === 'ready') ready(report.description);
    if (report.kind === 'failed') failed(new Error(JSON.stringify(report.problem)));
    if (report.kind === 'answer') waiting.get(report.id)?.done(report.answer);
    if (report.kind === 'fault') waiting.get(report.id)?.failed(new Error(report.detail));
  });
});
const ready = since(started);
const peakMegabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);
const readyPeak = peakMegabytes();
const processor = () => process.cpuUsage().user + process.cpuUsage().system;
const readyProcessor = Math.round(processor() / 1000);

async function ask(name, asked) {
  const from = performance.now();
  const id = waiting.size + 1;
  const answer = await new Promise((done, failed) => {
    waiting.set(id, { done, failed });
    worker.postMessage({ id, name, asked });
  });
  return { answer, took: since(from) };
}

const everything = { terms: [], from: null, to: null };
const only = (field, value) => ({ ...everything, terms: [{ field, value, exclude: false }] });
const orders = ['firstSeen', 'sender', 'recipient', 'status', 'size', 'delaySeconds'];
const page = (filter, by) =>
  ask('rows', {
    filter,
    order: { by, descending: by !== 'firstSeen' },
    offset: Math.floor(description.messages / 2),
    limit: 100,
  });
const worst = async (asking) => {
  const took = [];
  for (const one of asking) took.push((await one()).took);
  return Math.max(...took);
};
const pages = orders.map((by) => () => page(everything, by));
// Everything is prepared as soon as it was asked for once.
await worst(pages);
await ask('overview', everything);
await page(only('any', 'nothing like it'), 'firstSeen');
const queries = {
  'page in any order': await worst(pages),
  'filtered page': (await page(only('status', 'deferred'), 'size')).took,
  'search in all texts': (await page(only('any', 'example'), 'firstSeen')).took,
  'filtered overview': (await ask('overview', only('status', 'bounced'))).took,
  'opening a message': (await ask('message', Math.floor(description.messages / 2))).took,
};
console.log(
  JSON.stringify({
    messages: description.messages,
    firstRows,
    ready,
    readyProcessor,
    readyPeak,
    peak: peakMegabytes(),
    queries,
  }),
);
await worker.terminate();
