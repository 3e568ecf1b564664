import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PromptAnswer } from '../../shared/ipc/contract.ts';
import { TestServers, testProfile } from './testServers.ts';

let test: TestServers;
beforeEach(() => {
  test = new TestServers();
});
afterEach(() => test.close());

const states = (id: string) =>
  test.sent.flatMap((event) =>
    event.name === 'server.state' && event.payload.id === id ? [event.payload.state.kind] : [],
  );

/** Accepts the key and gives this password. */
const signInWith =
  (secret: string, keep = false): TestServers['answer'] =>
  ({ kind }) =>
    kind === 'hostKey'
      ? { kind, decision: 'remember' }
      : ({ kind: 'password', secret, keep } as PromptAnswer);

describe('the practice server', () => {
  it('is connected and probed without a question, and never saved', async () => {
    const { registry } = test.servers;
    const started = await registry.startPractice(5);
    expect(started).toMatchObject({
      ok: true,
      value: {
        practice: true,
        state: { kind: 'ready' },
        profile: { id: 'practice-5', access: 'changes-allowed' },
        facts: { blueMind: { kind: 'bluemind-5' } },
      },
    });
    expect(test.questions()).toEqual([]);
    expect(states('practice-5')).toEqual([
      'connecting',
      'authenticating',
      'authenticating',
      'probing',
      'ready',
    ]);
    expect(registry.list()).toHaveLength(1);
    test.restart();
    expect(test.servers.registry.list()).toEqual([]);
  });

  it('is started once, however often it is asked for, and stops when it is removed', async () => {
    const { registry } = test.servers;
    const both = await Promise.all([registry.startPractice(4), registry.startPractice(4)]);
    expect(new Set(both.map((one) => one.ok && one.value.profile.port)).size).toBe(1);
    registry.remove('practice-4');
    expect(registry.list()).toEqual([]);
    expect(await registry.connect('practice-4')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('is started anew with something wrong to be found, keeps it, and is well again when asked for', async () => {
    const { registry } = test.servers;
    const portOf = async (trouble?: 'disk-full' | null) => {
      const started = await registry.startPractice(4, trouble);
      return started.ok ? [started.value.profile.port, started.value.facts?.disks.at(-1)?.usedPercent] : [];
    };
    const [before] = await portOf();
    const [troubled, used] = await portOf('disk-full');
    expect(used).toBe(100);
    expect(troubled).not.toBe(before);
    expect(await portOf()).toEqual([troubled, used]);
    expect((await portOf(null))[1]).toBeLessThan(90);
    expect(registry.list()).toHaveLength(1);
  });

  it('tells when it ended by itself, and begins afresh for whoever uses it again', async () => {
    const { registry } = test.servers;
    const first = await registry.startPractice(4);
    await test.crashPractice();
    const reason = { kind: 'failed', message: { key: 'servers-main:practice.ended' } };
    await expect
      .poll(() => registry.list())
      .toMatchObject([{ practice: true, state: { kind: 'closed', reason } }]);
    expect(test.reports).toEqual(['told that servers-main:practice.name ended']);

    const again = await registry.ready('practice-4');
    expect(again).toMatchObject({ ok: true, value: { facts: { blueMind: { kind: 'bluemind-4' } } } });
    const ports = [first.ok && first.value.profile.port, again.ok && again.value.profile.port];
    expect(new Set(ports).size).toBe(2);
    expect(registry.list()).toMatchObject([{ practice: true, state: { kind: 'ready' } }]);
  });

  it('says so when it cannot be started, and can be tried again', async () => {
    test.practiceStarts = false;
    expect(await test.servers.registry.startPractice(4)).toMatchObject({
      ok: false,
      error: { message: { key: 'servers-main:practice.not-started' } },
    });
    test.practiceStarts = true;
    expect(await test.servers.registry.startPractice(4)).toMatchObject({ ok: true });
  });

  it('writes every command into the audit log', async () => {
    await test.servers.registry.startPractice(4);
    const { records, total } = await test.servers.audit.list({ search: 'postconf', offset: 0, limit: 9 });
    expect(total).toBeGreaterThan(0);
    expect(records[0]).toMatchObject({
      effect: 'reads',
      outcome: 'ended',
      server: { profileId: 'practice-4' },
    });
  });
});

describe('a saved server', () => {
  it('shows its key and asks for the password before it is connected', async () => {
    const { id, secret } = await test.strangeServer();
    test.answer = signInWith(secret);
    expect(await test.servers.registry.connect(id)).toMatchObject({
      ok: true,
      value: { blueMind: { kind: 'bluemind-4' } },
    });
    const [key, password] = test.questions();
    expect(key).toMatchObject({ kind: 'hostKey', verdict: { kind: 'unknown' } });
    expect(password).toMatchObject({ kind: 'password', attempt: 1, keeping: { possible: true } });
    expect(test.sentText()).not.toContain(secret);
    expect(
      JSON.stringify(await test.servers.audit.list({ search: '', offset: 0, limit: 500 })),
    ).not.toContain(secret);
  });

  it('keeps a password only once it was right, and uses it the next time', async () => {
    const { id, secret } = await test.strangeServer();
    const { registry } = test.servers;
    test.answer = signInWith('wrong', true);
    expect(await registry.connect(id)).toMatchObject({
      ok: false,
      error: { code: 'server', message: { key: 'ssh:error.sign-in-refused' } },
    });
    expect(registry.list()[0]?.storedSecrets).toBe(false);

    test.answer = signInWith(secret, true);
    expect(await registry.connect(id)).toMatchObject({ ok: true });
    expect(registry.list()[0]?.storedSecrets).toBe(true);
    expect(readFileSync(join(test.folder, 'secrets.json'), 'utf8')).not.toContain(secret);

    test.restart();
    test.answer = () => null;
    const asked = test.questions().length;
    expect(await test.servers.registry.connect(id)).toMatchObject({ ok: true });
    expect(test.questions()).toHaveLength(asked);
  });

  it('asks again for a secret that cannot be read any more, and says why none is kept', async () => {
    const { id, secret } = await test.strangeServer();
    test.answer = signInWith(secret, true);
    await test.servers.registry.connect(id);
    test.restart();
    test.vault.broken = true;
    const asked = test.questions().length;
    expect(await test.servers.registry.connect(id)).toMatchObject({ ok: true });
    expect(test.questions().slice(asked)).toMatchObject([{ kind: 'password' }]);

    test.restart();
    test.vault.possible = false;
    await test.servers.registry.connect(id);
    expect(test.questions().at(-1)).toMatchObject({
      keeping: { possible: false, why: { key: 'servers-main:secrets.no-keyring' } },
    });
  });

  it('answers null when the user thinks better of it or nobody is there, and leaves no question open', async () => {
    const { id } = await test.strangeServer();
    const { registry, desk } = test.servers;
    test.answer = (question) => (question.kind === 'hostKey' ? { kind: 'hostKey', decision: 'once' } : null);
    expect(await registry.connect(id)).toEqual({ ok: true, value: null });

    test.answer = () => undefined;
    const waiting = registry.connect(id);
    await expect.poll(() => test.questions().length).toBe(3);
    registry.disconnect(id);
    expect(await waiting).toEqual({ ok: true, value: null });
    expect(test.sent.at(-1)).toMatchObject({ name: 'server.promptClosed' });

    const closing = registry.connect(id);
    await expect.poll(() => test.questions().length).toBe(4);
    desk.cancelAll();
    expect(await closing).toMatchObject({
      ok: false,
      error: { message: { key: 'ssh:error.host-key-rejected' } },
    });

    test.attended = false;
    expect(await registry.connect(id)).toMatchObject({ ok: false });
    expect(test.questions()).toHaveLength(4);
  });

  it('takes a permission away at once, and connects anew when it leads elsewhere', async () => {
    const { id, secret } = await test.strangeServer({ access: 'changes-allowed' });
    const { registry } = test.servers;
    test.answer = signInWith(secret);
    const ready = await registry.ready(id);
    if (!ready.ok) throw new Error(ready.error.message.key);
    const { session, profile } = ready.value;

    registry.save({ ...profile, access: 'read-only', name: 'renamed' });
    expect(session.profile).toMatchObject({ access: 'read-only', name: 'renamed' });
    expect(registry.list()[0]?.state.kind).toBe('ready');

    registry.save({ ...profile, user: 'somebody' });
    expect(registry.list()[0]).toMatchObject({ state: { kind: 'closed' }, facts: null });
  });

  it('can be duplicated, and loses its secrets when removed', async () => {
    const { id, secret } = await test.strangeServer();
    const { registry } = test.servers;
    test.answer = signInWith(secret, true);
    await registry.connect(id);
    expect(registry.duplicate(id)?.name).toBe('mail.example (2)');
    expect(registry.duplicate(id)?.name).toBe('mail.example (3)');
    const original = registry.find(id);
    registry.remove(id);
    expect(registry.list().map(({ profile }) => profile.name)).toEqual([
      'mail.example (2)',
      'mail.example (3)',
    ]);
    registry.save(original ?? testProfile());
    expect(registry.list().find(({ profile }) => profile.id === id)?.storedSecrets).toBe(false);
  });
});
