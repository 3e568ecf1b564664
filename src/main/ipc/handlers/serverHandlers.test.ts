import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestServers, testProfile } from '../../servers/testServers.ts';
import { sayIn } from '../../words.ts';
import { serverHandlers } from './serverHandlers.ts';

let test: TestServers;
let place: string | null;
let handlers: ReturnType<typeof serverHandlers>;
beforeEach(() => {
  test = new TestServers();
  place = null;
  handlers = serverHandlers({
    ...test.servers,
    dialogs: { chooseFile: () => Promise.resolve(place), choosePlace: () => Promise.resolve(place) },
  });
});
afterEach(() => test.close());

const id = 'profile-1';
const failed = (key: string) => ({ ok: false, error: { message: { key } } });

describe('server profiles', () => {
  it('are saved, listed, duplicated, removed and brought back', async () => {
    const profile = testProfile({ id });
    expect(await handlers['servers.save'](profile)).toEqual({ ok: true, value: profile });
    expect(await handlers['servers.duplicate']({ id })).toMatchObject({
      value: { name: 'mail.example (2)' },
    });
    expect(await handlers['servers.remove']({ id })).toEqual({ ok: true, value: null });
    expect(await handlers['servers.duplicate']({ id })).toMatchObject(failed('errors:server-gone'));
    await handlers['servers.save'](profile);
    expect(await handlers['servers.list'](undefined)).toMatchObject({
      value: [
        { profile: { name: 'mail.example (2)' }, state: { kind: 'idle' } },
        { profile: { id }, practice: false, storedSecrets: false, facts: null },
      ],
    });
  });

  it('never hold the practice server', async () => {
    expect(await handlers['servers.save'](testProfile({ id: 'practice-4' }))).toMatchObject(
      failed('servers-main:practice.not-saved'),
    );
  });

  it('travel as a file without secrets, and arrive under new ids and read-only', async () => {
    expect(await handlers['servers.exportFile'](undefined)).toEqual({ ok: true, value: null });
    expect(await handlers['servers.importFile'](undefined)).toEqual({ ok: true, value: [] });

    const { id: stranger, secret } = await test.strangeServer({ access: 'changes-allowed' });
    test.answer = ({ kind }) =>
      kind === 'hostKey' ? { kind, decision: 'once' } : { kind: 'password', secret, keep: true };
    await handlers['servers.connect']({ id: stranger });
    place = join(test.folder, 'out.json');
    expect(await handlers['servers.exportFile'](undefined)).toEqual({ ok: true, value: 'out.json' });
    expect(readFileSync(place, 'utf8')).not.toContain(secret);

    const imported = await handlers['servers.importFile'](undefined);
    expect(imported).toMatchObject({ ok: true, value: [{ name: 'mail.example', access: 'read-only' }] });
    expect(imported.ok && imported.value[0]?.id).not.toBe(stranger);
    expect(await handlers['servers.list'](undefined)).toMatchObject({
      value: [{}, { storedSecrets: false }],
    });
  });

  it.each([
    '',
    '{}',
    '[]',
    '{"schema":"mailtriage.servers/1","servers":[]}',
    '{"schema":"mailtriage.servers/1","servers":[7]}',
  ])('are not taken from %j', async (content) => {
    place = join(test.folder, 'in.json');
    writeFileSync(place, content);
    expect(await handlers['servers.importFile'](undefined)).toMatchObject(
      failed('servers-main:import.not-profiles'),
    );
  });

  it('say when a file cannot be read', async () => {
    place = join(test.folder, 'gone.json');
    expect(await handlers['servers.importFile'](undefined)).toMatchObject(
      failed('servers-main:import.unreadable'),
    );
    expect(await handlers['servers.chooseKeyFile'](undefined)).toMatchObject(failed('ssh:key.unreadable'));
  });

  it('are proposed from the configuration of ssh, and what cannot be used is named', async () => {
    mkdirSync(join(test.folder, '.ssh'));
    const config = 'Host edge\n  HostName 192.0.2.7\n  User admin\nHost odd\n  HostName a;b\n';
    writeFileSync(join(test.folder, '.ssh', 'config'), config, { mode: 0o600 });
    expect(await handlers['servers.importSshConfig'](undefined)).toMatchObject({
      ok: true,
      value: {
        candidates: [{ profile: { name: 'edge', host: '192.0.2.7', user: 'admin', access: 'read-only' } }],
        warnings: [{ key: 'servers-main:import.unusable', values: { name: 'odd' } }],
      },
    });
    expect(test.servers.profiles.all).toEqual([]);
  });
});

describe('connections', () => {
  it('are made, probed again, ended, and their secrets forgotten', async () => {
    const { id: stranger, secret } = await test.strangeServer();
    test.answer = ({ kind }) =>
      kind === 'hostKey' ? { kind, decision: 'remember' } : { kind: 'password', secret, keep: true };
    const facts = { ok: true, value: { blueMind: { kind: 'bluemind-4' } } };
    expect(await handlers['servers.connect']({ id: stranger })).toMatchObject(facts);
    expect(await handlers['servers.probe']({ id: stranger })).toMatchObject(facts);
    expect(await handlers['servers.disconnect']({ id: stranger })).toEqual({ ok: true, value: null });
    expect(await handlers['servers.list'](undefined)).toMatchObject({
      value: [{ state: { kind: 'closed', reason: { kind: 'by-user' } }, storedSecrets: true }],
    });
    await handlers['servers.forgetSecrets']({ id: stranger });
    expect(await handlers['servers.list'](undefined)).toMatchObject({ value: [{ storedSecrets: false }] });
  });

  it('say what a server would accept when it lets nobody in', async () => {
    const { id: stranger } = await test.strangeServer({ signIn: [{ kind: 'keyboardInteractive' }] });
    test.answer = () => ({ kind: 'hostKey', decision: 'once' });
    expect(await handlers['servers.connect']({ id: stranger })).toMatchObject({
      ok: false,
      error: { code: 'server', notes: [{ key: 'ssh:accepts.password' }] },
    });
  });

  it('take no answer to a question that is not open, or of another kind', async () => {
    const { id: stranger } = await test.strangeServer();
    test.answer = () => undefined;
    const connecting = handlers['servers.connect']({ id: stranger });
    await expect.poll(() => test.questions().length).toBe(1);
    const prompt = test.sent.find(({ name }) => name === 'server.prompt')?.payload as { promptId: string };
    const wrong = {
      promptId: prompt.promptId,
      answer: { kind: 'password', secret: 'x', keep: false },
    } as const;
    expect(await handlers['servers.answer'](wrong)).toMatchObject(failed('servers-main:prompt-gone'));
    expect(await handlers['servers.answer']({ ...wrong, promptId: 'prompt-0000' })).toMatchObject({
      ok: false,
    });
    expect(await handlers['servers.answer']({ ...wrong, answer: null })).toEqual({ ok: true, value: null });
    expect(await connecting).toMatchObject(failed('ssh:error.host-key-rejected'));
    expect(await handlers['servers.answer']({ ...wrong, answer: null })).toMatchObject({ ok: false });
  });

  it('know no server that is not there', async () => {
    for (const call of ['servers.connect', 'servers.probe'] as const) {
      expect(await handlers[call]({ id: 'profile-9' })).toMatchObject(failed('errors:server-gone'));
    }
  });
});

describe('key files', () => {
  it('are recognised with what to do about them', async () => {
    place = join(test.folder, 'id.pub');
    writeFileSync(place, 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@here\n');
    expect(await handlers['servers.chooseKeyFile'](undefined)).toMatchObject({
      ok: true,
      value: { path: place, form: 'public-key', use: 'refuse' },
    });
  });
});

it('has words for everything this part of main says', () => {
  for (const language of ['en', 'de', 'fr'] as const) {
    expect(sayIn(language)('servers-main:practice.name', { version: 5 })).toMatch(/BlueMind 5/);
    expect(sayIn(language)('servers-main:dialog.choose-key')).not.toContain('servers-main');
  }
});
