import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Facts } from '../../core/playbook/facts.ts';
import type { CallInput, StepAnswer, StepPreview } from '../../shared/ipc/contract.ts';
import type { Result } from '../../shared/ipc/errors.ts';
import { testProfile } from '../servers/testServers.ts';
import { TestWizard } from './testWizard.ts';

const bruno = 'bruno.lang@bluemind.example';
const greta = 'greta.vogel@bluemind.example';

/** One server for all: each test looks at what it did itself. */
const wizard = new TestWizard();
let writtenBefore = 0;
beforeAll(async () => {
  valueOf(await wizard.test.servers.registry.startPractice(4));
});
beforeEach(async () => {
  wizard.progress.length = 0;
  wizard.tokenTime = 0;
  writtenBefore = (await wizard.test.servers.audit.list({ search: '', offset: 0, limit: 1 })).total;
});
afterAll(() => wizard.test.close());

let jobs = 0;
const run = (
  name: string,
  step: string,
  facts: Facts,
  more: Partial<CallInput<'wizard.run'>> = {},
): Promise<Result<StepAnswer>> => {
  jobs += 1;
  return Promise.resolve(
    wizard.handlers['wizard.run']({
      jobId: `job-${String(jobs).padStart(8, '0')}`,
      wizard: name,
      step,
      facts,
      source: { kind: 'server', servers: ['practice-4'] },
      ...more,
    }),
  );
};
const preview = async (
  name: string,
  step: string,
  facts: Facts,
  server = 'practice-4',
): Promise<StepPreview> =>
  valueOf(
    await wizard.handlers['wizard.preview']({
      wizard: name,
      step,
      facts,
      source: { kind: 'server', servers: [server] },
    }),
  );

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.message.key} ${result.error.detail ?? ''}`);
  return result.value;
}

/** What this test had written down under a template's id, latest first. */
const audited = async (templateId = '') => {
  const { records, total } = await wizard.test.servers.audit.list({ search: '', offset: 0, limit: 500 });
  return records
    .slice(0, total - writtenBefore)
    .filter((record) => templateId === '' || record.templateId === templateId);
};

describe('a step on a server', () => {
  it('runs its commands, judges them, notes it in the case and writes every command down', async () => {
    const { id } = wizard.cases.begin();
    const { result } = valueOf(
      await run('queue', 'list', { recipient: bruno }, { caseId: id, symptom: 'mail-missing' }),
    );
    expect(result.verdict).toMatchObject({ id: 'queue.over-quota', level: 'problem' });
    const kept = wizard.cases.find(id);
    expect(kept?.facts).toMatchObject({ recipient: bruno, ...result.learned });
    expect(kept?.entries).toMatchObject([
      {
        playbook: 'queue',
        step: 'list',
        source: 'servers-main:practice.name',
        sourceKind: 'server',
        servers: ['practice-4'],
        symptom: 'mail-missing',
        verdict: { id: 'queue.over-quota' },
      },
    ]);
    expect(kept?.entries[0]?.commands).toContain('env LC_ALL=C postqueue -j');
    expect(wizard.cases.list()).toMatchObject([{ id, subject: bruno, steps: 1 }]);
    expect(await audited('queue.list-json')).toMatchObject([
      { command: 'env LC_ALL=C postqueue -j', confirmedBy: null },
    ]);
    expect(wizard.progress.map(({ label }) => label)).toContain('env LC_ALL=C postqueue -j');
  });

  it('traces the logs over the wire', async () => {
    const { result, total } = valueOf(
      await run('trace', 'find-in-logs', { recipient: 'anna.keller@bluemind.example' }),
    );
    expect(result.findings?.view).toBe('trace');
    expect(total).toBeGreaterThan(0);
    expect(JSON.stringify(result.verdict.evidence)).toContain('/var/log/mail.log');
    const shown = await preview('trace', 'find-in-logs', { recipient: 'anna.keller@bluemind.example' });
    expect(shown.commands.map(({ line }) => line).join('\n')).toMatch(
      /find .*mail\.log.*\n.*grep .*mail\.log/s,
    );
    expect(JSON.stringify(shown)).not.toContain('anna.keller');
  });

  it('traces several servers together, also when their profiles have the same name', async () => {
    const { id, secret } = await wizard.test.strangeServer();
    wizard.test.answer = ({ kind }) =>
      kind === 'hostKey' ? { kind, decision: 'remember' } : { kind: 'password', secret, keep: false };
    const { registry } = wizard.test.servers;
    registry.save({ ...(registry.find(id) ?? testProfile()), name: 'servers-main:practice.name' });
    const facts = { recipient: 'anna.keller@bluemind.example' };
    const source = { kind: 'server' as const, servers: ['practice-4', id] };
    const both = valueOf(await run('trace', 'find-in-logs', facts, { source }));
    const coverage = (both.result.findings as unknown as { coverage: { file: string }[] }).coverage;
    expect(coverage.map(({ file }) => file)).toEqual(
      expect.arrayContaining([
        'servers-main:practice.name:/var/log/mail.log',
        'servers-main:practice.name:/var/log/mail.log (2)',
      ]),
    );
    expect(both.total).toBeGreaterThan(0);
  });

  it('changes something only after the preview was confirmed, and proves it', async () => {
    const before = valueOf(await run('maps', 'check-address', { recipient: greta }));
    expect(before.result.verdict.id).toBe('maps.stale');
    const facts = { recipient: greta, ...before.result.learned };
    const shown = await preview('maps', 'regenerate', facts);
    expect(shown).toMatchObject({
      commands: [{ effect: 'changes', privilege: 'root' }],
      confirmation: { key: 'maps:regenerate.confirmation' },
      refused: null,
    });
    const token = shown.token ?? '';
    const changed = valueOf(await run('maps', 'regenerate', facts, { token }));
    expect(changed.result.verdict.id).toBe('maps.regenerate-started');
    expect(await audited('maps.regenerate')).toMatchObject([
      { outcome: 'ended', confirmedBy: 'admin', command: shown.commands[0]?.line },
    ]);
    expect(await run('maps', 'regenerate', facts, { token })).toMatchObject(notConfirmed);
  });

  it('covers all commands of a step with one token', async () => {
    const { result } = valueOf(await run('queue', 'list', {}));
    const ids = (result.findings as unknown as { entries: { queueId: string }[] }).entries
      .map(({ queueId }) => queueId)
      .slice(0, 3);
    expect(ids.length).toBeGreaterThan(1);
    const facts = { pickedQueueIds: ids.join(','), queueId: ids[0] ?? '' };
    const { commands, token } = await preview('queue', 'retry-one', facts);
    expect(commands.map(({ line }) => line)).toEqual(ids.map((id) => `env LC_ALL=C postqueue -i ${id}`));
    expect(await run('queue', 'retry-one', facts, { token: token ?? '' })).toMatchObject({ ok: true });
    expect(await audited('queue.retry-one')).toHaveLength(ids.length);
  });

  it.each([
    ['without a token', () => Promise.resolve(undefined)],
    ['with a made-up token', () => Promise.resolve('x'.repeat(32))],
    [
      'with a token for other facts',
      async () => (await preview('maps', 'regenerate', { recipient: bruno })).token,
    ],
    ['with a token for another step', async () => (await preview('queue', 'retry-all', {})).token],
    [
      'with a token for another server',
      async () => {
        valueOf(await wizard.test.servers.registry.startPractice(5));
        return (await preview('maps', 'regenerate', { recipient: greta }, 'practice-5')).token;
      },
    ],
    [
      'with a token that is too old',
      async () => {
        const { token } = await preview('maps', 'regenerate', { recipient: greta });
        wizard.tokenTime = 6 * 60_000;
        return token;
      },
    ],
  ])('refuses to change anything %s, and writes that down', async (_how, tokenOf) => {
    const token = await tokenOf();
    const facts = { recipient: greta };
    expect(await run('maps', 'regenerate', facts, token == null ? {} : { token })).toMatchObject(
      notConfirmed,
    );
    expect((await audited('maps.regenerate')).map(({ outcome }) => outcome)).toEqual(['refused']);
  });

  it('takes one server for commands', async () => {
    const source = { kind: 'server' as const, servers: ['practice-4', 'practice-5'] };
    expect(await run('queue', 'list', {}, { source })).toMatchObject({
      ok: false,
      error: { message: { key: 'servers-main:one-server' } },
    });
  });

  it('can be cancelled while it waits', async () => {
    const jobId = 'job-to-cancel';
    const waiting = run('queue', 'after-retry', {}, { jobId });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await wizard.handlers['job.cancel']({ jobId });
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(wizard.ended).toContain(jobId);
  });

  it('says so when a change is stopped in the middle', async () => {
    const { token } = await preview('maps', 'regenerate', { recipient: greta });
    const jobId = 'job-to-cancel';
    const changing = run('maps', 'regenerate', { recipient: greta }, { jobId, token: token ?? '' });
    await expect.poll(() => wizard.progress.length).toBeGreaterThan(0);
    await wizard.handlers['job.cancel']({ jobId });
    expect(await changing).toMatchObject({
      ok: false,
      error: { code: 'server', message: { key: 'servers-main:change-cancelled', values: { count: 0 } } },
    });
  });

  it.each([
    ['queue', 'nothing', {}, 'errors:wizard-unknown'],
    ['nothing', 'list', {}, 'errors:wizard-unknown'],
    ['maps', 'check-address', {}, 'check:address-missing'],
    ['restore', 'list-deleted', { recipient: bruno, folder: '-x' }, 'check:folder'],
  ] as const)('answers %s/%s with a sentence when it cannot run', async (name, step, facts, key) => {
    expect(await run(name, step, facts)).toMatchObject({ ok: false, error: { message: { key } } });
  });

  it('knows no case that is gone and no server that is none', async () => {
    expect(await run('queue', 'list', {}, { caseId: 'case-0000' })).toMatchObject({
      ok: false,
      error: { message: { key: 'servers-main:case-gone' } },
    });
    const source = { kind: 'server' as const, servers: ['profile-x'] };
    expect(await run('queue', 'list', {}, { source })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });
});

const notConfirmed = {
  ok: false,
  error: { code: 'not-allowed', message: { key: 'ssh:error.not-confirmed' } },
};

describe('a read-only server', () => {
  it('is never changed, with or without a token', async () => {
    const { id, secret } = await wizard.test.strangeServer({ access: 'changes-allowed' });
    wizard.test.answer = ({ kind }) =>
      kind === 'hostKey' ? { kind, decision: 'remember' } : { kind: 'password', secret, keep: false };
    const facts = { recipient: greta };
    const { token } = await preview('maps', 'regenerate', facts, id);
    const { registry } = wizard.test.servers;
    registry.save({ ...(registry.find(id) ?? testProfile()), access: 'read-only' });

    const readOnly = { key: 'ssh:error.read-only-profile', values: { server: 'mail.example' } };
    expect(await preview('maps', 'regenerate', facts, id)).toMatchObject({ token: null, refused: readOnly });
    const source = { kind: 'server' as const, servers: [id] };
    for (const given of [{}, { token: token ?? '' }]) {
      expect(await run('maps', 'regenerate', facts, { source, ...given })).toMatchObject({
        ok: false,
        error: { code: 'not-allowed', message: readOnly },
      });
    }
    expect(await run('queue', 'list', {}, { source })).toMatchObject({ ok: true });
    const everything = JSON.stringify(await audited()) + wizard.test.sentText();
    expect(everything).not.toContain(secret);
  });
});
