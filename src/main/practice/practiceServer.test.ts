import ssh2 from 'ssh2';
import type { Client } from 'ssh2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endRunArgv, remoteLine } from '../../core/command/remoteLine.ts';
import { quoteForPosixShell } from '../../core/command/quoteForPosixShell.ts';
import { renderCommand } from '../../core/command/renderCommand.ts';
import { queueJson } from '../../core/playbooks/queue/commands.ts';
import { parsePostqueue } from '../../core/queue/parsePostqueue.ts';
import { startPracticeServer, type PracticeServer } from './practiceServer.ts';

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: string | null;
}

let server: PracticeServer;
let client: Client;

/** The hour decides into which of the daily logs a mail falls: the world begins at the same hour in every run. */
const BEGIN = Date.UTC(2026, 9, 14, 13, 30);

beforeEach(async () => {
  const startedAt = Date.now();
  server = await startPracticeServer({ now: () => BEGIN + (Date.now() - startedAt) });
  client = await connect(server.secret.reveal());
});

afterEach(async () => {
  client.end();
  await server.stop();
});

function connect(password: string): Promise<Client> {
  return new Promise((resolve, reject) => {
    const made = new ssh2.Client();
    const { host, port, username, hostKeyFingerprint } = server;
    made.on('ready', () => {
      resolve(made);
    });
    made.on('error', reject);
    made.connect({
      host,
      port,
      username,
      password,
      hostHash: 'sha256',
      // ssh2 hands the hash in hexadecimal.
      hostVerifier: (hash: string) =>
        `SHA256:${Buffer.from(hash, 'hex').toString('base64').replace(/=+$/, '')}` === hostKeyFingerprint,
    });
  });
}

function run(line: string, stdin?: string, during?: (signal: () => void) => void): Promise<Ran> {
  return new Promise((resolve, reject) => {
    client.exec(line, (error, channel) => {
      if (error) {
        reject(error);
        return;
      }
      let [stdout, stderr] = ['', ''];
      let code: number | null = null;
      let signal: string | null = null;
      channel.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
      channel.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
      channel.on('exit', (status: number | null, name?: string) => {
        code = status;
        signal = name ?? null;
      });
      channel.on('close', () => {
        resolve({ stdout, stderr, code, signal });
      });
      // ssh2 sends no signal once standard input is ended.
      if (during === undefined) channel.end(stdin ?? '');
      else
        during(() => {
          channel.signal('TERM');
        });
    });
  });
}

describe('practice server', () => {
  it('is reached on loopback with its own host key, and answers what the app sends', async () => {
    const rendered = renderCommand(queueJson, {}, 'sudo');
    if (!rendered.ok) throw new Error(rendered.error.code);
    const { stdout, code } = await run(remoteLine(rendered.command, 'abc', { kind: 'never' }));
    expect(code).toBe(0);
    expect(parsePostqueue(stdout, new Date(BEGIN)).items).toHaveLength(5);
  });

  it('refuses a wrong password', async () => {
    await expect(connect('wrong')).rejects.toThrow(/authentication methods failed/);
  });

  it('keeps what was changed, for every connection', async () => {
    const size = async () =>
      (await run('bm-cli user get bruno.lang@bluemind.example --display quota')).stdout;
    expect(await size()).toContain('204800');
    await run('bm-cli user update bruno.lang@bluemind.example --quota 409600');
    expect(await size()).toContain('409600');
  });

  it('keeps the streams apart and answers unknown commands like a shell', async () => {
    expect(await run('foo --bar')).toEqual({
      stdout: '',
      stderr: 'sh: 1: foo: not found\n',
      code: 127,
      signal: null,
    });
    expect((await run('cat /etc/os-release | rm -rf /')).code).toBe(2);
  });

  it('reads patterns from standard input and sends a whole log', async () => {
    const all = await run('grep -c "" /var/log/mail.log.1'.replace('""', "''"));
    expect(Number(all.stdout)).toBeGreaterThan(100);
    const found = await run(
      'grep -hF -f - /var/log/mail.log /var/log/mail.log.1',
      'greta.vogel@bluemind.example\n',
    );
    expect(found.stdout.trim().split('\n')).toHaveLength(2);
    expect((await run('cat /var/log/mail.log.1')).stdout.length).toBeGreaterThan(64 * 1024);
  });

  it('ends a command at a signal, and by its run tag', async () => {
    const slow = 'env LC_ALL=C LC_MAILTRIAGE_RUN=xyz bm-cli user get bluemind.example';
    const signalled = await run(slow, undefined, (signal) => {
      signal();
    });
    expect(signalled).toMatchObject({ stdout: '', code: null, signal: 'SIGTERM' });
    const tagged = run(slow);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const ended = await run(quoteForPosixShell(['env', 'LC_ALL=C', ...endRunArgv('xyz')]));
    expect(ended).toMatchObject({ stdout: '0\n', code: 0 });
    expect(await tagged).toMatchObject({ signal: 'SIGTERM' });
  });

  it('serves ten commands at a time and refuses an eleventh', async () => {
    const results = await Promise.allSettled(Array.from({ length: 11 }, () => run('bm-cli sysconf list')));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect((await run('postqueue -p')).code).toBe(0);
  });

  it('has no shell and says so', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      client.shell((error, channel) => {
        if (error) {
          reject(error);
          return;
        }
        let said = '';
        channel.on('data', (chunk: Buffer) => (said += chunk.toString()));
        channel.on('close', () => {
          resolve(said);
        });
      });
    });
    expect(text).toContain('practice server');
  });
});
