import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandTemplate } from '../../core/command/commandTemplate.ts';
import { renderCommand, type RenderedCommand } from '../../core/command/renderCommand.ts';
import { userGet } from '../../core/playbooks/bmCliCommands.ts';
import { queueJson } from '../../core/playbooks/queue/commands.ts';
import { PROFILE_DEFAULTS, serverProfileSchema } from '../../core/ssh/profile.ts';
import { Confirmations } from '../ssh/confirmation.ts';
import { KnownHostsFiles } from '../ssh/knownHostsFile.ts';
import { findRemoteLogs, traceRemotely } from '../ssh/remoteTrace.ts';
import { SerialQueue } from '../ssh/serialQueue.ts';
import { Session } from '../ssh/session.ts';
import { startPracticeServer, type PracticeServer } from './practiceServer.ts';

let server: PracticeServer;
let session: Session;
let folder: string;
const fingerprintsAsked: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'practice-'));
  server = await startPracticeServer({ now: Date.now });
  const profile = serverProfileSchema.parse({
    ...PROFILE_DEFAULTS,
    id: 'practice-server',
    name: 'Practice',
    host: server.host,
    port: server.port,
    user: server.username,
    signIn: [{ kind: 'password' }],
    access: 'changes-allowed',
  });
  session = new Session(profile, {
    prompts: {
      askHostKey: (question) => {
        fingerprintsAsked.push(JSON.stringify(question));
        return Promise.resolve('once');
      },
      password: () => Promise.resolve(server.secret),
      passphrase: () => Promise.resolve(null),
      keyboardInteractive: () => Promise.resolve(null),
      sudoPassword: () => Promise.resolve(null),
      apiKey: () => Promise.resolve(null),
    },
    knownHosts: new KnownHostsFiles(join(folder, 'known_hosts'), []),
    confirmations: new Confirmations(() => Date.now()),
    serial: new SerialQueue(),
    agent: { platform: 'linux', socket: undefined },
    now: () => Date.now(),
    onCommand: () => undefined,
  });
  const connected = await session.connect();
  if (!connected.ok) throw new Error(connected.error.code);
});

afterAll(async () => {
  session.disconnect();
  await server.stop();
  rmSync(folder, { recursive: true });
});

function rendered<Values>(template: CommandTemplate<Values>, values: Values): RenderedCommand {
  const result = renderCommand(template, values, session.elevation);
  if (!result.ok) throw new Error(result.error.code);
  return result.command;
}

describe('a session of the app on the practice server', () => {
  it('shows its host key before anything else', () => {
    expect(fingerprintsAsked).toHaveLength(1);
    expect(fingerprintsAsked[0]).toContain(server.hostKeyFingerprint.replace('SHA256:', ''));
  });

  it('reads the queue', async () => {
    const result = await session.exec(rendered(queueJson, {}));
    expect(result.ok && result.value.exitCode).toBe(0);
    expect(result.ok && result.value.stdout).toContain('bruno.lang@e6e3736c.internal');
  });

  it('traces a message through plain and packed logs', async () => {
    const logs = await findRemoteLogs(session, '/var/log/mail.log');
    if (!logs.ok) throw new Error(logs.error.code);
    expect(logs.value.map(({ log }) => log.path)).toContain('/var/log/mail.log.2.gz');
    const traced = await traceRemotely(logs.value, { recipient: 'claire.moreau@bluemind.example' });
    if (!traced.ok) throw new Error(traced.error.code);
    expect(traced.value.problems).toEqual([]);
    const offer = traced.value.result.messages.find(({ messageId }) => messageId?.includes('practice.offer'));
    expect(offer?.recipients[0]).toMatchObject({ status: 'delivered', mailbox: { user: 'claire.moreau' } });
  });

  it('ends a command that is cancelled', async () => {
    const cancel = new AbortController();
    const running = session.exec(rendered(userGet, { address: 'anna.keller@bluemind.example' }), {
      signal: cancel.signal,
    });
    setTimeout(() => {
      cancel.abort();
    }, 150);
    const result = await running;
    expect(result.ok ? result.value : result.error.code).toMatchObject({ cancelled: true, stdout: '' });
    const after = await session.exec(rendered(queueJson, {}));
    expect(after.ok).toBe(true);
  });
});
