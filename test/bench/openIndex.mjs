import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

/*
 * Opens a log in the thread that keeps the window's index, the one that `npm run build` made, and asks what the window asks.
 * Prints one JSON object: milliseconds, and MB for the peak of the whole process. Of each kind of question it asks many, and
 * reports the slowest.
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
  // As `src/main/analysis/openIndex.ts` does.
  resourceLimits: { maxYoungGenerationSizeMb: 6 },
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
  const usedBefore = processor();
  const id = waiting.size + 1;
  const answer = await new Promise((done, failed) => {
    waiting.set(id, { done, failed });
    worker.postMessage({ id, name, asked });
  });
  return { answer, took: since(from), used: (processor() - usedBefore) / 1000 };
}

const everything = { terms: [], from: null, to: null };
const term = (field, value, exclude = false) => ({ field, value, exclude });
const only = (...terms) => ({ ...everything, terms });
const orders = ['firstSeen', 'sender', 'recipient', 'status', 'size', 'delaySeconds'];
const page = (filter, by, offset = 0) =>
  ask('rows', { filter, order: { by, descending: by !== 'firstSeen' }, offset, limit: 100 });
const inTheMiddle = Math.floor(description.messages / 2);

// Asked at once, as the window does: what is prepared by itself meanwhile makes both wait.
const firstOverview = await ask('overview', everything);
const firstPage = await page(everything, 'firstSeen');
const prepared = performance.now();
for (const by of orders) await page(everything, by);
const preparing = since(prepared);

const { top, reasons, period } = firstOverview.answer;
const most = (field) => term(field, top[field][0]?.value ?? '');
const few = (field) => term(field, top[field].at(-1)?.value ?? '');
const from = Date.parse(`${period.from?.slice(0, 19)}Z`);
const share = (Date.parse(`${period.to?.slice(0, 19)}Z`) - from) / 10;
const at = (tenths) => new Date(from + tenths * share).toISOString().slice(0, 19);
const filters = {
  address: only(term('address', most('recipient').value)),
  sender: only(most('sender')),
  recipient: only(few('recipient')),
  domain: only(term('domain', most('recipientDomain').value)),
  'sender domain': only(few('senderDomain')),
  relay: only(most('relay')),
  client: only(most('client')),
  cause: only(term('cause', reasons.find(({ cause }) => cause !== null)?.cause ?? '')),
  reason: only(term('reason', reasons[0]?.reply ?? '')),
  'few by status': only(term('status', 'deferred')),
  'most by status': only(term('status', 'delivered')),
  'days of all': { ...everything, from: at(3), to: at(7) },
  'nearly all days': { ...everything, from: at(0.5), to: null },
  'excluded status': only(term('status', 'bounced', true)),
  'excluded domain': only({ ...most('senderDomain'), exclude: true }),
  'two statuses and a domain': only(
    term('status', 'delivered'),
    term('status', 'bounced'),
    most('recipientDomain'),
  ),
  'all but a domain, some days': {
    ...only({ ...most('recipientDomain'), exclude: true }),
    from: at(2),
    to: at(8),
  },
};
const searches = {
  'text of no message': only(term('any', 'nothing like it')),
  'text of few messages': only(term('any', few('sender').value)),
  'text of many messages': only(term('any', most('recipientDomain').value)),
  'text of every message': only(term('any', 'example')),
  'one letter': only(term('any', '7')),
  'two characters': only(term('any', '.9')),
  'text and domain': only(term('any', 'user'), few('recipientDomain')),
  'text, but not a domain': only(term('any', 'mx'), { ...most('senderDomain'), exclude: true }),
};

/** What was found for earlier filters is kept; nobody's first question shall profit from it. */
async function forget() {
  for (let other = 0; other < 8; other += 1) await page(only(term('status', `none ${other}`)), 'firstSeen');
  await ask('overview', only(term('status', 'none')));
}

/** The slowest of several questions, each the fastest of three times it is asked as if for the first time. */
async function slowest(asking) {
  let worst = { took: 0, used: 0, name: '' };
  for (const [name, one] of Object.entries(asking)) {
    let [took, used] = [Infinity, Infinity];
    for (let run = 0; run < 3; run += 1) {
      await forget();
      const asked = await one();
      took = Math.min(took, asked.took);
      used = Math.min(used, asked.used);
    }
    // On a busy computer, the processor's time says which it is.
    if (used > worst.used) worst = { took, used, name };
  }
  return worst;
}
const each = (asked, ask) =>
  Object.fromEntries(Object.entries(asked).map(([name, one]) => [name, () => ask(one)]));
/** A list that stands there already, sorted by something else. */
const sorting = Object.fromEntries(
  orders.map((by) => [
    by,
    async () => {
      await page(filters['excluded status'], 'firstSeen');
      return await page(filters['excluded status'], by, inTheMiddle);
    },
  ]),
);

const worst = {
  'page in any order': await slowest(
    Object.fromEntries(orders.map((by) => [by, () => page(everything, by, inTheMiddle)])),
  ),
  'filtered page': await slowest(each(filters, (filter) => page(filter, 'size'))),
  'sorting a filtered list': await slowest(sorting),
  'search in all texts': await slowest(each(searches, (filter) => page(filter, 'firstSeen'))),
  'filtered overview': await slowest(each(filters, (filter) => ask('overview', filter))),
  'overview of a search': await slowest(each(searches, (filter) => ask('overview', filter))),
  'opening a message': await slowest({ 'in the middle': () => ask('message', inTheMiddle) }),
};
const queries = {
  'first overview': firstOverview.took,
  'first page': firstPage.took,
  'preparing the orders': preparing,
  ...Object.fromEntries(Object.entries(worst).map(([name, { took }]) => [name, took])),
};
const slowestOnes = Object.fromEntries(
  Object.entries(worst).map(([name, one]) => [
    name,
    `${one.name}: ${one.used.toFixed(1)} ms of the processor`,
  ]),
);
console.log(
  JSON.stringify({
    messages: description.messages,
    firstRows,
    ready,
    readyProcessor,
    readyPeak,
    peak: peakMegabytes(),
    queries,
    slowest: slowestOnes,
  }),
);
await worker.terminate();
