import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { answerFileDialog } from './logFiles.ts';
import { writeWeek } from './overviewLog.ts';
import { picture } from './pictures.ts';

/** Logs of real sizes are read: on a busy machine that takes its time. */
test.describe.configure({ timeout: 120_000 });

/** Files are looked at again after twenty times as long as reading them took, which depends on how busy the computer is. */
const followed = { timeout: 60_000 };

let app: RunningApp;
let folder = '';
/** A week of 700 mails, whole and in three pieces of time, oldest first. */
let week = '';
let pieces: readonly string[] = [];
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-overview-files-'));
  await writeWeek(join(folder, 'week.log'), 700);
  week = readFileSync(join(folder, 'week.log'), 'utf8');
  const mails = week.split(/(?<=removed\n)/);
  pieces = [mails.slice(0, 200), mails.slice(200, 400), mails.slice(400)].map((piece) => piece.join(''));
  app = await launchApp();
});
test.afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});
test.beforeEach(async () => {
  const { page } = app;
  await page.evaluate(() => {
    window.location.hash = '#/overview';
  });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('See a whole log at a glance');
  const files = page.getByRole('button', { name: /^Remove / });
  while ((await files.count()) > 0) await files.first().click();
});

const button = (name: string | RegExp) => app.page.getByRole('button', { name, exact: true });
const totals = () => app.page.getByRole('region', { name: 'How much' });
const mails = () => app.page.getByRole('table', { name: /mails?$/ });
const problems = () => app.page.getByRole('status').filter({ hasText: 'Not everything could be read' });
const failed = () => app.page.getByRole('alert').filter({ hasText: 'The logs could not be read' });

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function choose(...paths: readonly string[]): Promise<void> {
  await answerFileDialog(app, paths);
  await button('Choose log files').click();
}

async function show(): Promise<void> {
  await button('Show the whole log').click();
  await expect(app.page.getByRole('heading', { level: 1 })).toHaveText('The log at a glance', {
    timeout: 60_000,
  });
}

/** What the overview says of so many mails taken in. */
const received = (...logs: readonly (string | undefined)[]): string =>
  `Received${String(logs.join('').split(': client=').length - 1)}`;

/** Lets files or folders of this computer fall on the page, as the system does. */
async function drop(...paths: readonly string[]): Promise<void> {
  const { page } = app;
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await browser.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  await browser.detach();
}

/** A folder as a server's /var/log: a rotated series, and what else lies there. */
function varLog(name: string): string {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  const [oldest = '', middle = '', newest = ''] = pieces;
  for (const [file, content] of [
    ['mail.log.2.gz', gzipSync(oldest)],
    ['mail.log.1', middle],
    ['mail.log', newest],
    ['syslog', 'Mar  1 20:45:32 mail systemd[1]: Started.\n'],
    ['mail.err', 'nothing'],
  ] as const)
    writeFileSync(join(place, file), content);
  return place;
}

async function expectSeries(): Promise<void> {
  const { page } = app;
  await expect(page.getByText('3 files are used')).toBeVisible();
  await show();
  // In order of time, whatever their names sort like.
  await expect(page.getByText('mail.log.2.gz and others, 3 files in all')).toBeVisible();
  await expect(totals()).toContainText('Received700');
  await expect(problems()).toContainText(
    /2 other files of the folder \S+ were left out: mail\.err, syslog\./,
  );
}

test('a folder stands for its rotated series; what was left out is named', async () => {
  await answerFileDialog(app, [varLog('var-log')]);
  await button('Choose a folder').click();
  await expectSeries();
  await picture(app.page, 'overview-folder', { whole: true });
});

test('a folder that is dropped stands for its series too', async () => {
  await drop(varLog('dropped-folder'));
  await expectSeries();
});

test('files that are dropped are read together', async () => {
  const place = varLog('dropped');
  await drop(join(place, 'mail.log'), join(place, 'mail.log.1'));
  await expect(app.page.getByText('2 files are used')).toBeVisible();
  await show();
  await expect(app.page.getByText('mail.log.1 and others, 2 files in all')).toBeVisible();
  await expect(totals()).toContainText(received(pieces[1], pieces[2]));
});

for (const [ending, bytes] of [
  ['gz', () => gzipSync(week)],
  ...(['xz', 'bz2', 'zst'] as const).map(
    (kind) => [kind, () => readFileSync(resolve(import.meta.dirname, `fixtures/mail.log.${kind}`))] as const,
  ),
] as const) {
  test(`a log compressed as .${ending} is shown, and a mail of it opens`, async () => {
    await choose(write(`mail.log.${ending}`, bytes()));
    await show();
    await expect(totals()).toContainText('Received700');
    await button('Mail by mail (700)').click();
    await mails().getByRole('row').nth(1).getByRole('button').click();
    await expect(app.page.getByRole('region', { name: /What happened to the mail/ })).toContainText(
      `mail.log.${ending}, line`,
    );
  });
}

test('a followed log that is emptied is told, and what was read stays', async () => {
  const log = write('emptied.log', week);
  await choose(log);
  await app.page.getByRole('switch', { name: /Keep reading/ }).check();
  await show();
  truncateSync(log, 100);
  await expect(problems()).toContainText(
    'emptied.log became shorter while it was being followed: it was emptied or written anew. What was read before stays shown',
    followed,
  );
  await expect(totals()).toContainText('Received700');
  await picture(app.page, 'overview-emptied', { whole: true });
  await button('Mail by mail (700)').click();
  await mails().getByRole('row').nth(5).getByRole('button').click();
  await expect(app.page.getByRole('alert')).toContainText('The lines of this message can no longer be read.');
});

test('a followed log that vanishes is told, and what was read stays', async () => {
  const log = write('gone.log', week);
  await choose(log);
  await app.page.getByRole('switch', { name: /Keep reading/ }).check();
  await show();
  rmSync(log);
  await expect(problems()).toContainText(
    'gone.log is no longer there, so it is not followed any further.',
    followed,
  );
  await expect(totals()).toContainText('Received700');
});

test('a log that goes on growing while it is rotated is followed in both files', async () => {
  const log = write('rotating.log', pieces[0] ?? '');
  await choose(log);
  await app.page.getByRole('switch', { name: /Keep reading/ }).check();
  await show();
  await expect(totals()).toContainText(received(pieces[0]));
  renameSync(log, `${log}.1`);
  writeFileSync(log, pieces[1] ?? '');
  await expect(totals()).toContainText(received(pieces[0], pieces[1]), followed);
  appendFileSync(log, pieces[2] ?? '');
  await expect(totals()).toContainText('Received700', followed);
});

test('a file that is gone before it is read is told, and nothing chosen is lost', async () => {
  const { page } = app;
  const log = write('moved.log', week);
  await choose(log);
  await expect(page.getByText('1 file is used')).toBeVisible();
  rmSync(log);
  await button('Show the whole log').click();
  await expect(failed()).toContainText('moved.log is not there any more. Was it moved or deleted?');
  await expect(page.getByText('1 file is used')).toBeVisible();
  await picture(page, 'overview-missing', { whole: true });
});

/** Begins to read 100 MB, does something to the file meanwhile, and says how it ended: the overview, or a sentence. */
async function whileReading(name: string, change: (log: string) => void): Promise<void> {
  const log = join(folder, name);
  await writeWeek(log, 200_000);
  await choose(log);
  await button('Show the whole log').click();
  await expect(app.page.getByRole('region', { name: 'The logs are being read' })).toContainText(/MB read/);
  change(log);
}

test('a file that is cut short while it is read is told, never a crash', async () => {
  await whileReading('cut.log', (log) => truncateSync(log, 1000));
  // What could be read until then is shown, or nothing was left of it.
  await expect(problems().or(failed())).toContainText(
    'cut.log became shorter while it was being read: it was emptied or written anew.',
    { timeout: 60_000 },
  );
  await picture(app.page, 'overview-cut', { whole: true });
});

test('a file that is deleted while it is read is read to its end, or told', async () => {
  await whileReading('deleted.log', (log) => rmSync(log));
  await expect(totals().or(failed())).toBeVisible({ timeout: 60_000 });
});

test('what expands without end is refused in words', async () => {
  // Each member expands a thousand and twenty-seven times; a gzip file may have many (RFC 1952, 2.2).
  const line = Buffer.alloc(16_000_000, 'a');
  line.write('\n', line.length - 1);
  const member = gzipSync(line, { level: 9 });
  const bomb = write('mail.log.9.gz', Buffer.concat(Array.from({ length: 40 }, () => member)));
  await choose(bomb);
  await button('Show the whole log').click();
  await expect(failed()).toContainText(
    'mail.log.9.gz becomes far larger when unpacked than any log would. To be safe it was not read.',
    { timeout: 90_000 },
  );
  await picture(app.page, 'overview-bomb', { whole: true });
});

test('a file of ten gigabytes shows how far it is and can be stopped', async () => {
  const { page } = app;
  const log = write('huge.log', week);
  // The rest is a hole: nothing is written to the disk.
  truncateSync(log, 10_000_000_000);
  await choose(log);
  await expect(page.getByText('huge.log, 10 GB')).toBeVisible();
  await button('Show the whole log').click();
  await expect(page.getByRole('region', { name: 'The logs are being read' })).toContainText(/of 10 GB read/);
  await button('Stop reading').click();
  await expect(page.getByText('Reading was stopped. Nothing is kept of it.')).toBeVisible();
  expect(await app.electron.evaluate(({ app: running }) => running.isReady())).toBe(true);
});
