import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogInput } from '../../src/core/postfix/logInput.ts';
import { traceMessages } from '../../src/core/postfix/trace.ts';
import type { TraceQuery } from '../../src/core/postfix/tracedMessage.ts';
import { findRemoteLogs, traceRemotely } from '../../src/main/ssh/remoteTrace.ts';
import type { RemoteTraceProgress } from '../../src/main/ssh/remoteTrace.ts';
import type { ServerProfile } from '../../src/core/ssh/profile.ts';
import { codeOf, labSession } from './labSession.ts';
import type { LabSession } from './labSession.ts';
import { LAB_USERS, SshLab } from './realSshd.ts';

const FIXTURE = join(import.meta.dirname, '../../src/core/postfix/fixtures/postfix-3.7-whole-session.log');

let lab: SshLab;
let port: number;
let log: string;
const local: LogInput[] = [];
const open: LabSession[] = [];

beforeAll(async () => {
  lab = new SshLab();
  ({ port } = await lab.startSshd());
  const folder = join(lab.folder, 'log');
  mkdirSync(folder);
  log = join(folder, 'mail.log');
  const lines = readFileSync(FIXTURE, 'utf8').trimEnd().split('\n');
  const parts = [0, 1, 2, 3].map((part) =>
    lines.slice(Math.floor((part * lines.length) / 4), Math.floor(((part + 1) * lines.length) / 4)),
  );
  const unpacked = join(folder, 'work');
  const names = ['mail.log.3.gz', 'mail.log.2.xz', "mail.log.1 it's", 'mail.log'];
  parts.forEach((part, index) => {
    const path = join(folder, names[index] ?? '');
    const text = `${part.join('\n')}\n`;
    if (path.endsWith('.gz')) writeFileSync(path, gzipSync(text));
    else if (path.endsWith('.xz')) {
      writeFileSync(unpacked, text);
      writeFileSync(path, spawnSync('xz', ['-c', unpacked]).stdout);
    } else writeFileSync(path, text);
    const changed = new Date(Date.UTC(2026, 10, 20 + index));
    utimesSync(path, changed, changed);
    local.push({ file: `Lab:${path}`, lines: part, reference: statSync(path).mtime.toISOString() });
  });
});
afterAll(async () => {
  for (const { session } of open) session.disconnect();
  await lab?.stop();
});

async function connected(profile: Partial<ServerProfile> = {}): Promise<LabSession> {
  const made = labSession(lab.folder, { port, signIn: [{ kind: 'keyFile', path: lab.keyFile }], ...profile });
  open.push(made);
  const result = await made.session.connect();
  if (!result.ok) throw new Error(result.error.code);
  return made;
}

describe('a trace on the server', () => {
  it('answers exactly what the same logs answer when read here', async () => {
    const { session, records } = await connected();
    const found = await findRemoteLogs(session, log);
    if (!found.ok) throw new Error(found.error.code);
    expect(found.value.map(({ name }) => name)).toEqual([...local].reverse().map(({ file }) => file));

    const everything = traceMessages(local, {}).messages;
    const queries: TraceQuery[] = everything
      .flatMap((message): TraceQuery[] => [
        ...message.recipients.slice(0, 1).map(({ address }) => ({ recipient: address.toUpperCase() })),
        ...(message.messageId === null ? [] : [{ messageId: message.messageId }]),
        ...message.queueIds.slice(0, 1).map((queueId) => ({ queueId })),
      ])
      .filter(
        (query, index, all) =>
          all.findIndex((one) => JSON.stringify(one) === JSON.stringify(query)) === index,
      )
      // Some keep this short and still meet all kinds; the unit test asks everything.
      .filter((_query, index) => index % 37 === 0);
    expect(queries.length).toBeGreaterThan(5);
    for (const query of queries) {
      const remote = await traceRemotely(found.value, query);
      if (!remote.ok) throw new Error(remote.error.code);
      expect(remote.value.problems).toEqual([]);
      expect({ query, messages: remote.value.result.messages }).toEqual({
        query,
        messages: traceMessages(local, query).messages,
      });
    }
    // What was looked for is never in a command line.
    expect(records.every((record) => !/domain\.net|message-id=/.test(record.command))).toBe(true);
  });

  it('reads with sudo what the user may not, and says which log could not be read', async () => {
    const closed = join(lab.folder, 'closed.log');
    writeFileSync(closed, readFileSync(FIXTURE));
    chownSync(closed, 0, 0);
    chmodSync(closed, 0o600);
    const [message] = traceMessages(local, {}).messages;
    const query = { messageId: message?.messageId ?? '' };

    const without = await connected({ user: LAB_USERS.plain });
    const logs = await findRemoteLogs(without.session, closed);
    if (!logs.ok) throw new Error(logs.error.code);
    const refused = await traceRemotely(logs.value, query);
    expect(refused).toMatchObject({ ok: true, value: { problems: [{ kind: 'unreadable' }] } });

    const withSudo = await connected({ user: LAB_USERS.free, sudo: 'passwordless' });
    const readable = await traceRemotely(
      logs.value.map((source) => ({ ...source, session: withSudo.session })),
      query,
    );
    expect(readable).toMatchObject({ ok: true, value: { problems: [] } });
    expect(readable.ok && readable.value.result.messages.length).toBeGreaterThan(0);
  });

  it('tells how far it is and can be called off', async () => {
    const { session } = await connected();
    const found = await findRemoteLogs(session, log);
    if (!found.ok) throw new Error(found.error.code);
    const steps: RemoteTraceProgress[] = [];
    const abort = new AbortController();
    const result = await traceRemotely(
      found.value,
      { recipient: 'nobody@nowhere.example' },
      {
        onProgress: (step) => steps.push(step),
      },
    );
    expect(result).toMatchObject({ ok: true, value: { rounds: 1, result: { messages: [] } } });
    expect(steps.map((step) => step.file)).toEqual(found.value.map(({ name }) => name));
    expect(steps[0]?.doneBytes).toBe(0);
    const cancelled = await traceRemotely(
      found.value,
      { recipient: 'john@domain.net' },
      {
        signal: abort.signal,
        onProgress: (step) => {
          if (step.doneBytes > 0) abort.abort();
        },
      },
    );
    expect(codeOf(cancelled)).toBe('cancelled');
  });
});
