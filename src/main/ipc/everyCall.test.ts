import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { everything } from '../../core/logIndex/messageFilter.ts';
import { callNames } from '../../shared/ipc/channels.ts';
import type { CallName } from '../../shared/ipc/channels.ts';
import { calls } from '../../shared/ipc/contract.ts';
import type { CallInput } from '../../shared/ipc/contract.ts';
import { firstSettings } from '../../shared/firstSettings.ts';
import { IndexShelf } from '../analysis/indexShelf.ts';
import { JobTable } from '../analysis/jobTable.ts';
import { openIndexHere } from '../analysis/testIndex.ts';
import { OfferedLogs } from '../logs/offeredLogs.ts';
import { reportWords } from '../cases/reportWords.ts';
import { OpenedFiles } from '../files/openedFiles.ts';
import { NoticeBoard } from '../noticeBoard.ts';
import { testProfile } from '../servers/testServers.ts';
import { plainWriter } from '../servers/testServers.ts';
import { openSettings } from '../store/settingsStore.ts';
import { FaultLog } from '../trouble/faultLog.ts';
import { TestWizard } from '../wizard/testWizard.ts';
import { answerCall } from './answerCall.ts';
import type { Handlers } from './answerCall.ts';
import { appHandlers } from './handlers/appHandlers.ts';
import { auditHandlers } from './handlers/auditHandlers.ts';
import { caseHandlers } from './handlers/caseHandlers.ts';
import { settingsHandlers } from './handlers/settingsHandlers.ts';
import { troubleHandlers } from './handlers/troubleHandlers.ts';
import { fileHandlers } from './handlers/fileHandlers.ts';
import { logHandlers } from './handlers/logHandlers.ts';
import { serverHandlers } from './handlers/serverHandlers.ts';

const wizard = new TestWizard();
const folder = mkdtempSync(join(tmpdir(), 'mailtriage-calls-'));
afterAll(async () => {
  await wizard.test.close();
  rmSync(folder, { recursive: true });
});

const dialogs = {
  chooseFiles: () => Promise.resolve([]),
  chooseFile: () => Promise.resolve(null),
  chooseFolder: () => Promise.resolve(null),
  choosePlace: () => Promise.resolve(null),
};
const settings = openSettings(folder, plainWriter, new Date());

/** All handlers, put together as the app does, without Electron. */
const handlers = {
  ...appHandlers({
    about: { version: '0', electron: '0', platform: 'test', systemLanguage: 'en' },
    settings,
    notices: new NoticeBoard(randomUUID, () => undefined),
    opened: new OpenedFiles(wizard.grants, () => undefined),
  }),
  ...settingsHandlers({ settings, dialogs, apply: () => undefined }),
  ...troubleHandlers({
    faults: new FaultLog(() => new Date()),
    troubleReport: () => Promise.resolve('# report'),
  }),
  ...fileHandlers(wizard.grants, dialogs),
  ...serverHandlers({ ...wizard.test.servers, dialogs }),
  ...caseHandlers({
    cases: wizard.cases,
    dialogs,
    words: () => reportWords('en'),
    printPage: () => Promise.reject(new Error('no printer')),
  }),
  ...auditHandlers(wizard.test.servers.audit, dialogs),
  ...wizard.handlers,
  ...logHandlers({
    jobs: new JobTable(),
    grants: wizard.grants,
    shelf: new IndexShelf(),
    offered: new OfferedLogs(wizard.test.servers.registry),
    openIndex: openIndexHere,
    dialogs,
    words: reportWords,
    now: () => new Date(),
    label: (source) => source,
    onProgress: () => undefined,
    onFirstRows: () => undefined,
    onGrown: () => undefined,
    onEnd: () => undefined,
    report: () => undefined,
  }),
} satisfies Handlers;

const id = 'unknown-0001';
const step = { wizard: 'queue', step: 'list', facts: {} };
const server = { kind: 'server', servers: [id] } as const;

/** A well-formed input of each call, about things that do not exist. */
const inputs: { readonly [Name in CallName]: CallInput<Name> } = {
  'app.describe': undefined,
  'settings.save': { ...firstSettings, theme: 'dark' },
  'settings.exportFile': undefined,
  'settings.importFile': undefined,
  'settings.chooseLogFolder': undefined,
  'notices.list': undefined,
  'notices.dismiss': { id },
  'files.takeOpened': undefined,
  'window.keep': { text: '{}' },
  'window.recall': undefined,
  'trouble.note': { text: 'a page broke' },
  'trouble.report': undefined,
  'files.choose': { purpose: 'logs' },
  'files.admit': { paths: [join(folder, 'gone.log')] },
  'text.saveAs': { suggestedName: 'x.txt', text: '' },
  'picture.saveAs': { suggestedName: 'x.png', png: 'iVBORw0KGgo=' },
  'wizard.preview': { ...step, source: { ...server, servers: [id] } },
  'wizard.run': { jobId: id, ...step, source: { ...server, servers: [id] } },
  'wizard.pasteNext': { ...step, outputs: [{ command: 'nothing', label: '', text: '\u0000' }] },
  'wizard.window': { jobId: id, offset: 0, limit: 1 },
  'job.cancel': { jobId: id },
  'servers.list': undefined,
  'servers.save': testProfile({ id }),
  'servers.remove': { id },
  'servers.duplicate': { id },
  'servers.importSshConfig': undefined,
  'servers.exportFile': undefined,
  'servers.importFile': undefined,
  'servers.connect': { id },
  'servers.disconnect': { id },
  'servers.probe': { id },
  'servers.answer': { promptId: id, answer: { kind: 'password', secret: 'geheim', keep: true } },
  'servers.forgetSecrets': { id },
  'servers.chooseKeyFile': undefined,
  'servers.startPractice': { blueMind: 4 },
  'cases.list': undefined,
  'cases.open': { id },
  'cases.begin': undefined,
  'cases.note': { id, notes: '' },
  'cases.remove': { id },
  'cases.export': { id, format: 'pdf', anonymous: true },
  'audit.list': { search: 'x', offset: 0, limit: 1 },
  'audit.export': undefined,
  'logs.open': { jobId: id, source: { kind: 'files', files: [id], follow: false } },
  'logs.offer': { server: id },
  'logs.overview': { index: id, filter: everything },
  'logs.rows': {
    index: id,
    filter: everything,
    order: { by: 'size', descending: true },
    offset: 0,
    limit: 1,
  },
  'logs.message': { index: id, row: 0 },
  'logs.export': {
    jobId: id,
    index: id,
    filter: everything,
    order: { by: 'firstSeen', descending: false },
    format: 'csv',
    anonymous: true,
    language: 'en',
  },
  'logs.close': { index: id },
};

describe.each(callNames)('%s', (name) => {
  it('answers what is well-formed, and throws nothing', async () => {
    expect(calls[name].input.safeParse(inputs[name]).success).toBe(true);
    const reports: string[] = [];
    const answer = await answerCall(handlers, (what) => reports.push(what), name, inputs[name]);
    expect(typeof answer.ok).toBe('boolean');
    if (!answer.ok) expect(answer.error.code).not.toBe('internal');
    expect(JSON.stringify(answer)).not.toContain('geheim');
    expect(reports).toEqual([]);
  });

  it('refuses what is not, without repeating it', async () => {
    const reports: unknown[] = [];
    const junk = { id: '../../x', geheim: 'geheim', kind: { deep: ['geheim'] } };
    const answer = await answerCall(handlers, (...said) => reports.push(said), name, junk);
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    expect(JSON.stringify([answer, reports])).not.toContain('"geheim"');
  });
});
