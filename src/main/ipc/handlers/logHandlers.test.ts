import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything } from '../../../core/logIndex/messageFilter.ts';
import type { CallInput, JobProgress } from '../../../shared/ipc/contract.ts';
import type { Result } from '../../../shared/ipc/errors.ts';
import { IndexShelf } from '../../analysis/indexShelf.ts';
import { JobTable } from '../../analysis/jobTable.ts';
import type { OpenIndex } from '../../analysis/openIndex.ts';
import { ReadingStopped } from '../../analysis/readingStopped.ts';
import { openIndexHere } from '../../analysis/testIndex.ts';
import { reportWords } from '../../cases/reportWords.ts';
import { OfferedLogs } from '../../logs/offeredLogs.ts';
import { TestServers } from '../../servers/testServers.ts';
import { FileGrants } from '../../files/fileGrants.ts';
import { logHandlers } from './logHandlers.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-handlers-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const progress: JobProgress[] = [];
const reports: string[] = [];
let opening: OpenIndex = openIndexHere;
let place: string | null = null;
const servers = new TestServers();
afterAll(() => servers.close());
const [jobs, grants, shelf] = [new JobTable(), new FileGrants(), new IndexShelf()];
const handlers = logHandlers({
  jobs,
  grants,
  shelf,
  offered: new OfferedLogs(servers.servers.registry),
  openIndex: (...asked) => opening(...asked),
  dialogs: { choosePlace: () => Promise.resolve(place) },
  words: reportWords,
  now: () => new Date('2026-03-05T00:00:00Z'),
  label: () => 'pasted text',
  onProgress: (one) => progress.push(one),
  onFirstRows: () => undefined,
  onGrown: () => undefined,
  onEnd: () => undefined,
  report: (what) => reports.push(what),
});

const temporary = (): string[] =>
  readdirSync(tmpdir())
    .filter((name) => name.startsWith('mailtriage-fetched-'))
    .sort();

const life = [
  'Mar  1 20:45:32 mail postfix/smtpd[1]: 0A1B2C3D4E5: client=mx.example.net[192.0.2.1]',
  'Mar  1 20:45:32 mail postfix/cleanup[2]: 0A1B2C3D4E5: message-id=<1@example.net>',
  'Mar  1 20:45:32 mail postfix/qmgr[3]: 0A1B2C3D4E5: from=<a@example.net>, size=5000, nrcpt=1 (queue active)',
  'Mar  1 20:45:33 mail postfix/lmtp[4]: 0A1B2C3D4E5: to=<b@example.org>, relay=127.0.0.1[127.0.0.1]:2400, delay=0.5, delays=0.1/0/0.1/0.3, dsn=2.1.5, status=sent (250 2.1.5 Ok)',
  'Mar  1 20:45:33 mail postfix/qmgr[3]: 0A1B2C3D4E5: removed',
].join('\n');

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const open = async (source: CallInput<'logs.open'>['source'], jobId = 'job-00001') =>
  handlers['logs.open']({ jobId, source });

describe('a thread that breaks down', () => {
  const said = { ok: false, error: { code: 'internal', message: { key: 'errors:reading-stopped' } } };
  const broken = () => Promise.reject(new ReadingStopped('out of memory'));

  it('while logs are opened is said in words, and the same can be tried again', async () => {
    opening = broken;
    expect(await open({ kind: 'pasted', text: life })).toMatchObject(said);
    opening = openIndexHere;
    expect(value(await open({ kind: 'pasted', text: life })).messages).toBe(1);
    expect(reports.at(-1)).toBe('the index of logs stopped');
  });

  it('later says the same to whatever is asked', async () => {
    opening = async (...asked) => ({ ...(await openIndexHere(...asked)), ask: broken });
    const { index } = value(await open({ kind: 'pasted', text: life }));
    opening = openIndexHere;
    const rows = {
      filter: everything,
      order: { by: 'firstSeen', descending: true },
      offset: 0,
      limit: 9,
    } as const;
    expect(await handlers['logs.overview']({ index, filter: everything })).toMatchObject(said);
    expect(await handlers['logs.rows']({ index, ...rows })).toMatchObject(said);
    expect(await handlers['logs.message']({ index, row: 0 })).toMatchObject(said);
  });
});

describe('logs', () => {
  it('are opened from pasted text and asked for overview, rows and one message', async () => {
    const view = value(await open({ kind: 'pasted', text: life }));
    expect(view).toMatchObject({
      files: [{ name: 'pasted text', bytes: life.length }],
      messages: 1,
      problems: [],
    });
    const { index } = view;
    const overview = value(await handlers['logs.overview']({ index, filter: everything }));
    expect(overview).toMatchObject({
      messages: 1,
      input: { lines: 5, understood: 5 },
      byStatus: { delivered: 1 },
    });
    const order = { by: 'firstSeen', descending: true } as const;
    const page = value(
      await handlers['logs.rows']({ index, filter: everything, order, offset: 0, limit: 10 }),
    );
    expect(page).toEqual({
      total: 1,
      rows: [
        {
          row: 0,
          firstSeen: '2026-03-01T20:45:32',
          queueId: '0A1B2C3D4E5',
          sender: 'a@example.net',
          recipient: 'b@example.org',
          furtherRecipients: 0,
          status: 'delivered',
          cause: null,
          size: 5000,
          delaySeconds: 0.5,
        },
      ],
    });
    const message = value(await handlers['logs.message']({ index, row: 0 }));
    expect(message.evidence).toHaveLength(5);
    expect(await handlers['logs.message']({ index, row: 7 })).toMatchObject({
      ok: false,
      error: { code: 'not-found', message: { key: 'log-index:message-lost' } },
    });
    expect(await handlers['logs.close']({ index })).toEqual({ ok: true, value: null });
    expect(await handlers['logs.overview']({ index, filter: everything })).toMatchObject({
      ok: false,
      error: { code: 'not-found', message: { key: 'log-index:gone' } },
    });
  });

  it('come with the app, and from files', async () => {
    expect(value(await open({ kind: 'sample' })).messages).toBeGreaterThan(3);
    writeFileSync(join(folder, 'mail.log'), life);
    const [grant] = await grants.admit([join(folder, 'mail.log')]);
    const view = value(await open({ kind: 'files', files: [grant?.id ?? ''], follow: false }));
    expect(view.files).toEqual([{ name: 'mail.log', bytes: life.length }]);
    expect(progress.at(-1)).toEqual({
      jobId: 'job-00001',
      doneBytes: life.length,
      totalBytes: life.length,
      label: 'mail.log',
    });
  });

  it('that are not there are named', async () => {
    const [grant] = await grants.admit([join(folder, 'mail.log')]);
    rmSync(join(folder, 'mail.log'));
    expect(await open({ kind: 'files', files: [grant?.id ?? ''], follow: false })).toMatchObject({
      ok: false,
      error: { code: 'unreadable-input', message: { key: 'errors:file.missing' } },
    });
    expect(await open({ kind: 'files', files: ['unknown'], follow: false })).toMatchObject({
      ok: false,
      error: { code: 'not-found', message: { key: 'errors:grant-gone' } },
    });
  });

  it('are written as a list or a page, with names or without', async () => {
    const { index } = value(
      await open({ kind: 'pasted', text: life.replaceAll('a@example.net', '=cmd@example.net') }),
    );
    const save = async (format: 'csv' | 'json' | 'html', anonymous: boolean): Promise<string> => {
      place = join(folder, `out.${format}`);
      const saved = await handlers['logs.export']({
        jobId: 'job-export',
        index,
        filter: everything,
        order: { by: 'firstSeen', descending: false },
        format,
        anonymous,
        language: 'de',
      });
      expect(saved).toEqual({ ok: true, value: `out.${format}` });
      return readFileSync(place, 'utf8');
    };
    expect(await save('csv', false)).toBe(
      '\uFEFFfirstSeen,queueId,sender,recipient,furtherRecipients,status,cause,size,delaySeconds\r\n' +
        "2026-03-01T20:45:32,0A1B2C3D4E5,'=cmd@example.net,b@example.org,0,delivered,,5000,0.5\r\n",
    );
    expect(JSON.parse(await save('json', false))).toMatchObject({
      schema: 'mailtriage.messages/1',
      messages: [{ sender: '=cmd@example.net', recipient: 'b@example.org', status: 'delivered' }],
    });
    const anonymous = JSON.parse(await save('json', true)) as { messages: { sender: string }[] };
    expect(anonymous.messages[0]?.sender).toMatch(/^=?person\d@domain\d\.example$/);
    const page = await save('html', false);
    expect(page).toContain('=cmd@example.net');
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/<script|overview:|log-index:|report:|status:[a-z]/);
    expect(await save('html', true)).not.toMatch(/b@example\.org|cmd@/);
  });

  it('that cannot be written leave nothing behind', async () => {
    const { index } = value(await open({ kind: 'pasted', text: life }));
    const asked = {
      jobId: 'job-export',
      index,
      filter: everything,
      order: { by: 'firstSeen', descending: false },
      format: 'csv',
      anonymous: false,
      language: 'en',
    } as const;
    place = join(folder, 'no', 'where.csv');
    expect(await handlers['logs.export'](asked)).toMatchObject({
      ok: false,
      error: { message: { key: 'log-index:export.not-written', values: { name: 'where.csv' } } },
    });
    place = '/dev/full';
    if (existsSync(place)) {
      // Not removed: a device is no file of ours.
      expect(await handlers['logs.export'](asked)).toMatchObject({
        ok: false,
        error: { message: { key: 'log-index:export.disk-full' } },
      });
      expect(existsSync(place)).toBe(true);
    }
    place = null;
    expect(await handlers['logs.export'](asked)).toEqual({ ok: true, value: null });
  });

  it('are offered by a server, fetched from it, and forgotten when they are closed', async () => {
    const practice = value(await servers.servers.registry.startPractice(4));
    const server = practice.profile.id;
    const offer = value(await handlers['logs.offer']({ server }));
    expect(offer.map(({ path }) => path)).toContain('/var/log/mail.log');
    expect(offer.every(({ bytes }) => bytes > 0)).toBe(true);
    const again = value(await handlers['logs.offer']({ server }));
    expect(again.map(({ id }) => id)).toEqual(offer.map(({ id }) => id));
    const before = temporary();
    const view = value(await open({ kind: 'server', server, logs: offer.map(({ id }) => id) }));
    expect(view.messages).toBeGreaterThan(10);
    expect(view.files.map(({ name }) => name)).toContain('/var/log/mail.log');
    const [folderMade] = temporary().filter((name) => !before.includes(name));
    const made = join(tmpdir(), folderMade ?? '');
    expect(statSync(made).mode & 0o777).toBe(0o700);
    expect(statSync(join(made, '0.log')).mode & 0o777).toBe(0o600);
    expect(
      value(await handlers['logs.message']({ index: view.index, row: 0 })).evidence.length,
    ).toBeGreaterThan(0);
    await handlers['logs.close']({ index: view.index });
    expect(temporary()).toEqual(before);
    expect(await open({ kind: 'server', server, logs: ['never-offered'] })).toMatchObject({
      ok: false,
      error: { code: 'not-found', message: { key: 'log-index:fetch.not-offered' } },
    });
    expect(temporary()).toEqual(before);
  });

  it('of a server that is not there are not offered', async () => {
    expect(await handlers['logs.offer']({ server: 'unknown-0001' })).toMatchObject({ ok: false });
  });

  it('make room for newer ones', async () => {
    const first = value(await open({ kind: 'pasted', text: life }));
    for (let more = 0; more < 3; more += 1) value(await open({ kind: 'pasted', text: life }));
    expect(await handlers['logs.message']({ index: first.index, row: 0 })).toMatchObject({
      ok: false,
      error: { message: { key: 'log-index:gone' } },
    });
  });

  it('stop being read when somebody cancels', async () => {
    const reading = open({ kind: 'pasted', text: life.repeat(50) }, 'job-cancel');
    jobs.cancel('job-cancel');
    expect(await reading).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});
