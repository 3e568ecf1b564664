import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SignInMethod } from '../../src/core/ssh/profile.ts';
import { Cable, FaultServer, makeHostKey, startTcpServer } from './faultServer.ts';
import { codeOf, eventually, execute, labSession, outputOf } from './labSession.ts';
import type { LabSession } from './labSession.ts';
import { pause } from './realSshd.ts';
import { throwAwayKey } from '../../src/main/practice/throwAwayKey.ts';

let folder: string;
const open: { stop(): Promise<void> | void }[] = [];
const uncaught: unknown[] = [];
const onUncaught = (error: unknown) => uncaught.push(error);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-faults-'));
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onUncaught);
});
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.stop();
});
afterAll(() => {
  process.off('uncaughtException', onUncaught);
  process.off('unhandledRejection', onUncaught);
  rmSync(folder, { recursive: true, force: true });
  // Nothing a server does may end the program.
  expect(uncaught).toEqual([]);
});

const PASSWORD: SignInMethod[] = [{ kind: 'password' }];

async function server(...args: Parameters<typeof FaultServer.start>): Promise<FaultServer> {
  const started = await FaultServer.start(...args);
  open.push(started);
  return started;
}

function sessionFor(
  ...args: Parameters<typeof labSession> extends [string, ...infer Rest] ? Rest : never
): LabSession {
  const made = labSession(folder, ...args);
  made.prompts.passwords = ['secret word'];
  open.push({ stop: () => made.session.disconnect() });
  return made;
}

describe('a host verifier', () => {
  it('that is async accepts every host in ssh2: the trap this program avoids', async () => {
    const { port } = await server();
    const connected = await new Promise<boolean>((resolve) => {
      const client = new ssh2.Client();
      client.on('ready', () => {
        resolve(true);
        client.end();
      });
      client.on('error', () => resolve(false));
      const verifyLater = (): Promise<boolean> => Promise.resolve(false);
      client.connect({
        host: '127.0.0.1',
        port,
        username: 'x',
        password: 'x',
        hostVerifier: verifyLater as unknown as (key: Buffer) => boolean,
      });
    });
    expect(connected).toBe(true);
  });

  it('of ours rejects: no credential reaches a server whose key was not accepted', async () => {
    const fault = await server();
    const { session, prompts } = sessionFor({ port: fault.port, signIn: PASSWORD });
    prompts.hostKeyAnswer = 'reject';
    prompts.before = () => pause(300);
    expect(codeOf(await session.connect())).toBe('host-key-rejected');
    expect(fault.attempts).toEqual([]);
    expect(prompts.count('password')).toBe(0);
  });

  it('refuses a key that changes between the question and the sign-in', async () => {
    const one = await server();
    const other = await server();
    let target = one.port;
    const relay = await startTcpServer((near) => {
      const far = connect(target, '127.0.0.1');
      far.on('error', () => undefined);
      near.pipe(far).pipe(near);
    });
    open.push(relay);
    const { session, prompts } = sessionFor({ port: relay.port, signIn: PASSWORD });
    prompts.before = (kind) => {
      if (kind === 'host-key') target = other.port;
      return Promise.resolve();
    };
    prompts.hostKeyAnswer = 'once';
    expect(codeOf(await session.connect())).toBe('host-key-switched');
    expect([...one.attempts, ...other.attempts]).toEqual([]);
  });

  it('names a host that is known by another type of key', async () => {
    const fault = await server({ hostKeys: [makeHostKey('ed25519')] });
    const ecdsa = ssh2.utils
      .generateKeyPairSync('ecdsa', { bits: 256 })
      .public.split(' ')
      .slice(0, 2)
      .join(' ');
    const known = join(folder, 'other-type');
    writeFileSync(known, `[127.0.0.1]:${fault.port} ${ecdsa}\n`);
    const { session, prompts } = sessionFor(
      { port: fault.port, signIn: PASSWORD },
      { knownHostsFile: known },
    );
    expect(codeOf(await session.connect())).toBe('ok');
    expect(prompts.asked[0]).toMatchObject({ question: { verdict: { kind: 'unknown-other-key-type' } } });
  });
});

describe('signing in', () => {
  it('passes two rounds of questions on in the server’s own words, without terminal tricks', async () => {
    const fault = await server({
      authenticate: (context) => {
        if (context.method !== 'keyboard-interactive') {
          context.reject(['keyboard-interactive']);
          return;
        }
        context.prompt(
          [{ prompt: 'Password: ', echo: false }],
          'Two steps',
          'Welcome\u001b[2J',
          ([password]) => {
            if (password !== 'secret word') {
              context.reject();
              return;
            }
            context.prompt([{ prompt: 'Code: ', echo: true }], ([code]) => {
              if (code === '123456') context.accept();
              else context.reject();
            });
          },
        );
      },
    });
    const { session, prompts } = sessionFor({ port: fault.port, signIn: [{ kind: 'keyboardInteractive' }] });
    prompts.interactive = [['secret word'], ['123456']];
    expect(codeOf(await session.connect())).toBe('ok');
    const questions = prompts.asked.filter((entry) => entry.kind === 'keyboard-interactive');
    expect(questions.map((entry) => entry.question)).toMatchObject([
      {
        name: 'Two steps',
        instructions: 'Welcome',
        prompts: [{ text: 'Password: ', echo: false }],
        round: 1,
      },
      { prompts: [{ text: 'Code: ', echo: true }], round: 2 },
    ]);
  });

  it('honours partial success', async () => {
    const fault = await server({
      authenticate: (context) => {
        if (context.method === 'password') context.reject(['keyboard-interactive'], true);
        else if (context.method === 'keyboard-interactive') {
          context.prompt([{ prompt: 'Code: ', echo: true }], ([code]) => {
            if (code === '7') context.accept();
            else context.reject();
          });
        } else context.reject(['password']);
      },
    });
    const { session, prompts } = sessionFor({
      port: fault.port,
      signIn: [{ kind: 'keyboardInteractive' }, { kind: 'password' }],
    });
    prompts.interactive = [['7']];
    expect(codeOf(await session.connect())).toBe('ok');
    expect(fault.attempts).toEqual(['none', 'password', 'keyboard-interactive']);
  });

  it('survives a server that hangs up, floods, stays silent or speaks something else', async () => {
    const times = { answer: 1500, connect: 1500 };
    const hangsUp = await server({ authenticate: (_context, connection) => void connection.end() });
    expect(codeOf(await sessionFor({ port: hangsUp.port, signIn: PASSWORD }).session.connect())).toBe(
      'connection-lost',
    );

    const flood = await startTcpServer((socket) => {
      const line = `${'x'.repeat(2000)}\r\n`.repeat(64);
      const pour = () => {
        while (!socket.destroyed && socket.write(line));
      };
      socket.on('drain', pour);
      pour();
    });
    open.push(flood);
    const flooded = sessionFor({ port: flood.port, signIn: PASSWORD }, { times });
    expect(codeOf(await flooded.session.connect())).toBe('banner-flood');

    // Larger than any SSH packet may be (RFC 4253, 6.1).
    const big = await server({ banner: 'legal notice '.repeat(20_000) });
    const tooBig = sessionFor({ port: big.port, signIn: PASSWORD }, { times });
    expect(codeOf(await tooBig.session.connect())).toBe('connection-lost');

    const silent = await startTcpServer(() => undefined);
    open.push(silent);
    expect(
      codeOf(await sessionFor({ port: silent.port, signIn: PASSWORD }, { times }).session.connect()),
    ).toBe('timeout');
    const web = await startTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    open.push(web);
    expect(codeOf(await sessionFor({ port: web.port, signIn: PASSWORD }, { times }).session.connect())).toBe(
      'no-ssh-server',
    );
    const refused = sessionFor({ port: 1, signIn: PASSWORD }, { times });
    expect(codeOf(await refused.session.connect())).toBe('connection-refused');
    const nowhere = sessionFor({ port: 22, signIn: PASSWORD, host: 'no-such-host.invalid' }, { times });
    expect(codeOf(await nowhere.session.connect())).toBe('host-not-found');
  });

  it('shows what a server says first, without control characters', async () => {
    const fault = await server({ banner: 'Authorised\u001b[31m use\u0007 only\r\n' });
    const { session, banners } = sessionFor({ port: fault.port, signIn: PASSWORD });
    await session.connect();
    expect(banners.at(-1)).toBe('Authorised use only\n');
  });

  it('can be called off at any time', async () => {
    const silent = await startTcpServer(() => undefined);
    open.push(silent);
    const { session } = sessionFor({ port: silent.port, signIn: PASSWORD });
    const connecting = session.connect();
    await pause(200);
    session.disconnect();
    expect(codeOf(await connecting)).toBe('cancelled');
    expect(session.state).toEqual({ kind: 'closed', reason: { kind: 'by-user' } });
  });
});

describe('a connection that breaks', () => {
  it('in the middle of a command gives what had arrived', async () => {
    const fault = await server({
      exec: (_line, channel, connection) => {
        channel.write('half of it');
        setTimeout(() => connection.end(), 100);
      },
    });
    const { session } = sessionFor({ port: fault.port, signIn: PASSWORD }, { reconnectDelaysSeconds: [60] });
    await session.connect();
    const result = await execute(session, ['postqueue', '-j']);
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'connection-lost', output: { stdout: 'half of it', exitCode: null } },
    });
    expect(session.state.kind).toBe('reconnecting');
  });

  it('by a cut cable is noticed by keepalive, and the session comes back once it is mended', async () => {
    const fault = await server({ exec: () => undefined });
    const cable = await Cable.to(fault.port);
    open.push(cable);
    const { session, states, prompts } = sessionFor(
      { port: cable.port, signIn: PASSWORD },
      {
        times: { keepaliveInterval: 200, keepaliveCount: 3, answer: 700 },
        reconnectDelaysSeconds: [0.1, 1, 1, 1, 1],
      },
    );
    await session.connect();
    const running = execute(session, ['tail', '-f', '/var/log/mail.log']);
    cable.cut();
    expect(codeOf(await running)).toBe('connection-lost');
    expect(states.find((state) => state.kind === 'lost')).toMatchObject({ reason: 'no-answer' });
    await pause(300);
    cable.mend();
    await eventually('it is back', () => session.state.kind === 'ready');
    // The password was kept in memory for this.
    expect(prompts.count('password')).toBe(1);
  });

  it('is noticed at once after the computer slept', async () => {
    const fault = await server();
    const cable = await Cable.to(fault.port);
    open.push(cable);
    const { session, states } = sessionFor(
      { port: cable.port, signIn: PASSWORD },
      { times: { answer: 500 }, reconnectDelaysSeconds: [60] },
    );
    await session.connect();
    await session.resume();
    expect(session.state.kind).toBe('ready');
    session.suspend();
    cable.cut();
    await session.resume();
    expect(states.at(-1)).toMatchObject({ kind: 'reconnecting', reason: 'no-answer' });
  });

  it('gives up with the reason when the server shows another key on coming back', async () => {
    const fault = await server();
    const { session, knownHostsFile } = sessionFor(
      { port: fault.port, signIn: PASSWORD },
      { reconnectDelaysSeconds: [0.3] },
    );
    await session.connect();
    const other = throwAwayKey().public.split(' ').slice(0, 2).join(' ');
    writeFileSync(knownHostsFile, `[127.0.0.1]:${fault.port} ${other}\n`);
    for (const connection of fault.connections) connection.end();
    await eventually('it is closed', () => session.state.kind === 'closed');
    expect(session.state).toMatchObject({
      reason: { kind: 'failed', message: { key: 'ssh:error.host-key-changed' } },
    });
  });
});

describe('commands', () => {
  it('that end without an exit status because of a signal say which', async () => {
    const fault = await server({
      exec: (_line, channel) => {
        channel.stderr.write('killed\n');
        channel.exit('KILL', false, '');
        channel.end();
      },
    });
    const { session } = sessionFor({ port: fault.port, signIn: PASSWORD });
    await session.connect();
    expect(await outputOf(session, ['x'])).toMatchObject({
      exitCode: null,
      signal: 'SIGKILL',
      stderr: 'killed\n',
    });
  });

  it('keep data that arrives after the exit status', async () => {
    const fault = await server({
      exec: (_line, channel) => {
        channel.exit(0);
        setTimeout(() => {
          channel.write('late');
          channel.stderr.write('later');
          channel.end();
        }, 200);
      },
    });
    const { session } = sessionFor({ port: fault.port, signIn: PASSWORD });
    await session.connect();
    expect(await outputOf(session, ['x'])).toMatchObject({ stdout: 'late', stderr: 'later', exitCode: 0 });
  });

  it('do not hang on a server that ignores cancelling', async () => {
    const fault = await server({ exec: () => undefined });
    const { session } = sessionFor({ port: fault.port, signIn: PASSWORD });
    await session.connect();
    const output = await outputOf(session, ['x'], { timeoutMs: 300 });
    expect(output.timedOut).toBe(true);
  });

  it('send the sudo password to nothing but the agreed prompt', async () => {
    const received: string[] = [];
    const fault = await server({
      exec: (line, channel) => {
        channel.on('data', (chunk: Buffer) => received.push(chunk.toString()));
        if (line.includes(' -n ')) channel.stderr.write('sudo: a password is required\n');
        // A forged prompt, as a command's output might print it.
        else channel.stderr.write('[sudo] password for root: ');
        setTimeout(() => {
          channel.exit(1);
          channel.end();
        }, 200);
      },
    });
    const { session, prompts } = sessionFor({
      port: fault.port,
      user: 'admin',
      signIn: PASSWORD,
      sudo: 'ask',
    });
    prompts.sudoPasswords = ['sudo secret'];
    await session.connect();
    await execute(session, ['id'], { privilege: 'root' });
    expect(received.join('')).not.toContain('sudo secret');
  });
});
