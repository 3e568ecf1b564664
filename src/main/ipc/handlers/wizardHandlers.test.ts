import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TraceFindings } from '../../../core/playbooks/trace/findings.ts';
import type { Source, StepAnswer } from '../../../shared/ipc/contract.ts';
import type { Result } from '../../../shared/ipc/errors.ts';
import type { RunTrace } from '../../analysis/runTrace.ts';
import { runHere, TestWizard } from '../../wizard/testWizard.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-wizard-'));
});
const opened: TestWizard[] = [];
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all(opened.map(({ test }) => test.close()));
});

function setUp(runTrace: RunTrace = runHere) {
  const wizard = new TestWizard(runTrace, () => new Date('2026-03-04T12:00:00Z'));
  opened.push(wizard);
  const { handlers, grants, progress, ended } = wizard;
  const run = async (source: Source, facts = { recipient: 'user@bluemind.net' }, jobId = 'job-00000001') =>
    handlers['wizard.run']({ jobId, wizard: 'trace', step: 'find-in-logs', facts, source });
  return { handlers, grants, progress, ended, run };
}

function answerOf(result: Result<StepAnswer>): StepAnswer & { readonly findings: TraceFindings } {
  if (!result.ok) throw new Error(`refused: ${result.error.message.key}`);
  return { ...result.value, findings: result.value.result.findings as unknown as TraceFindings };
}

const mail = (id: string, to: string): string =>
  [
    `postfix/smtpd[1]: ${id}: client=a.example[192.0.2.1]`,
    `postfix/qmgr[2]: ${id}: from=<boss@a.example>, size=100, nrcpt=1 (queue active)`,
    `postfix/lmtp[3]: ${id}: to=<${to}>, relay=r[192.0.2.2]:2400, delay=1, delays=0/0/0/1, dsn=2.1.5, status=sent (250 2.1.5 Ok)`,
    `postfix/qmgr[2]: ${id}: removed`,
  ]
    .map((text) => `Mar  2 07:10:58 mail ${text}\n`)
    .join('');

describe('wizard.run', () => {
  it('traces the sample log to the message of the documentation', async () => {
    const { run, ended } = setUp();
    const { result, total, findings } = answerOf(await run({ kind: 'sample' }));
    expect(result.verdict).toMatchObject({ level: 'ok', id: 'trace.delivered', confidence: 'certain' });
    expect(result.verdict.because.values).toMatchObject({
      sender: 'user2@domain.net',
      recipient: 'user@bluemind.net',
      at: '2026-03-01T20:45:32',
    });
    expect(total).toBe(1);
    expect(findings.messages[0]?.recipients[0]?.mailbox?.imapUid).toBe(2294);
    expect(findings.counts.notUnderstood).toBe(1);
    expect(ended).toEqual(['job-00000001']);
  });

  it('reads granted files and reports progress', async () => {
    const { run, grants, progress } = setUp();
    const path = join(folder, 'mail.log');
    writeFileSync(path, mail('AAAAAAAA1', 'user@bluemind.net'));
    const files = (await grants.admit([path])).map(({ id }) => id);
    const { result, findings } = answerOf(await run({ kind: 'files', files }));
    expect(result.verdict.id).toBe('trace.delivered');
    expect(findings.messages[0]?.evidence[0]).toMatchObject({ file: 'mail.log', line: 1 });
    expect(progress.at(-1)).toMatchObject({
      jobId: 'job-00000001',
      label: 'mail.log',
      doneBytes: progress.at(-1)?.totalBytes,
    });
  });

  it('tells two files of one name apart', async () => {
    const { run, grants } = setUp();
    const paths = ['a', 'b'].map((name) => join(mkdtempSync(join(folder, name)), 'mail.log'));
    paths.forEach((path, index) => writeFileSync(path, mail(`AAAAAAAA${index}`, 'user@bluemind.net')));
    const files = (await grants.admit(paths)).map(({ id }) => id);
    const { findings } = answerOf(await run({ kind: 'files', files: [...files, ...files] }));
    expect(findings.coverage.map(({ file }) => file)).toEqual(['mail.log', 'mail.log (2)']);
    expect(findings.messages).toHaveLength(2);
  });

  it('refuses a file nobody granted, also one named by its path', async () => {
    const { run } = setUp();
    expect(await run({ kind: 'files', files: ['/etc/passwd'] })).toMatchObject({
      ok: false,
      error: { code: 'not-found', message: { key: 'errors:grant-gone' } },
    });
  });

  it('marks pasted lines as such', async () => {
    const { run } = setUp();
    const { findings } = answerOf(
      await run({ kind: 'pasted', text: mail('AAAAAAAA1', 'user@bluemind.net') }),
    );
    expect(findings.messages[0]?.evidence[0]?.file).toBe('pasted text');
  });

  it('names what is wrong with a file in a sentence', async () => {
    const { run, grants } = setUp();
    const path = join(folder, 'photo.jpg');
    writeFileSync(path, Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)));
    const files = (await grants.admit([path])).map(({ id }) => id);
    expect(await run({ kind: 'files', files })).toMatchObject({
      ok: false,
      error: {
        code: 'unreadable-input',
        message: { key: 'errors:file.not-text', values: { file: 'photo.jpg' } },
      },
    });
  });

  it('says in the verdict that only a part of a file was read', async () => {
    const half: RunTrace = async (request, signal, onProgress) => ({
      ...(await runHere(request, signal, onProgress)),
      problems: [{ kind: 'cut-short', file: 'sample.log', linesRead: 100, detail: '' }],
    });
    const { result } = answerOf(await setUp(half).run({ kind: 'sample' }));
    expect(result.verdict.details[0]).toEqual({
      key: 'errors:file.cut-short',
      values: { file: 'sample.log', lines: 100 },
    });
  });

  it('asks for what is missing before it reads anything', async () => {
    const { run } = setUp(() => Promise.reject(new Error('must not run')));
    expect(await run({ kind: 'sample' }, {} as never)).toMatchObject({
      ok: false,
      error: { code: 'bad-request', message: { key: 'trace:check.one-needed' }, detail: 'recipient' },
    });
  });

  it('knows no wizard and no step it was not told about', async () => {
    const { handlers } = setUp();
    const call = { jobId: 'job-00000001', facts: {}, source: { kind: 'sample' } } as const;
    for (const names of [
      { wizard: 'nothing', step: 'find-in-logs' },
      { wizard: 'trace', step: 'nothing' },
    ]) {
      expect(await handlers['wizard.run']({ ...call, ...names })).toMatchObject({
        ok: false,
        error: { code: 'not-found' },
      });
    }
  });

  it('gives long results in windows', async () => {
    const { run, handlers } = setUp();
    const text = Array.from({ length: 450 }, (_, i) =>
      mail(`A${String(i).padStart(8, '0')}`, 'user@bluemind.net'),
    ).join('');
    const { total, findings } = answerOf(await run({ kind: 'pasted', text }));
    expect(total).toBe(450);
    expect(findings.total).toBe(450);
    expect(findings.messages).toHaveLength(200);
    const window = await handlers['wizard.window']({ jobId: 'job-00000001', offset: 440, limit: 100 });
    expect(window.ok && window.value.length).toBe(10);
    expect(await handlers['wizard.window']({ jobId: 'job-00000002', offset: 0, limit: 1 })).toMatchObject({
      ok: false,
      error: { message: { key: 'errors:job-gone' } },
    });
  });

  it('keeps the results of the last eight jobs', async () => {
    const { run, handlers } = setUp();
    for (let job = 1; job <= 9; job += 1) await run({ kind: 'sample' }, undefined, `job-0000000${job}`);
    const kept = async (job: number) =>
      (await handlers['wizard.window']({ jobId: `job-0000000${job}`, offset: 0, limit: 1 })).ok;
    expect([await kept(1), await kept(2), await kept(9)]).toEqual([false, true, true]);
  });

  it('can be cancelled, runs an id once at a time, and frees it afterwards', async () => {
    const waiting: RunTrace = (_request, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    const { run, handlers } = setUp(waiting);
    for (let again = 0; again < 2; again += 1) {
      const running = run({ kind: 'sample' });
      expect(await run({ kind: 'sample' })).toMatchObject({
        ok: false,
        error: { message: { key: 'errors:job-in-use' } },
      });
      expect(await handlers['job.cancel']({ jobId: 'job-00000001' })).toEqual({ ok: true, value: null });
      expect(await running).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    }
    expect(await handlers['job.cancel']({ jobId: 'job-00000001' })).toEqual({ ok: true, value: null });
  });
});
