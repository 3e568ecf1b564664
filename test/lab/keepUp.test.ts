import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dirname, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { processesWith } from './processesWith.ts';
import { whyNoSandbox } from './sandbox.ts';
import { until } from './until.ts';

/** `npm run lab`, as a person would run it. */
const reason = whyNoSandbox();
const title = `npm run lab${reason === undefined ? '' : ` (skipped, because ${reason})`}`;
const display = process.env['DISPLAY'] ?? '';
const noDisplay = display === '' ? ' (skipped, because there is no display)' : '';
const checkout = resolve(import.meta.dirname, '../..');

describe.skipIf(reason !== undefined)(title, () => {
  const open: ChildProcess[] = [];
  const start = (env: NodeJS.ProcessEnv) => {
    const child = spawn(process.execPath, ['test/lab/run.mjs', 'keepUp'], {
      cwd: checkout,
      env: { ...process.env, WAYLAND_DISPLAY: '', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    open.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    const see = async (what: string, holds: () => boolean) => {
      await until(
        what,
        () => {
          if (child.exitCode !== null) throw new Error('it ended');
          return holds();
        },
        90_000,
      ).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${said}`);
      });
    };
    const folder = () => /--user-data-dir=(\S+)/.exec(said)?.[1] ?? '';
    return { child, ended, see, folder, said: () => said };
  };
  afterEach(() => {
    for (const child of open.splice(0)) if (child.exitCode === null) child.kill('SIGTERM');
  });

  it('says without a display how to connect, and is gone after Enter', async () => {
    const lab = start({ DISPLAY: '' });
    await lab.see('the lab', () => lab.said().includes('Press Enter to stop'));
    expect(lab.said()).toContain('There is no display here');
    const port = Number(/ssh -i \S+ -p (\d+) root@127\.0\.0\.1/.exec(lab.said())?.[1]);
    expect(await greetingOf(port)).toMatch(/^SSH-2\.0-OpenSSH/);
    const saved = JSON.parse(readFileSync(`${lab.folder()}/servers.json`, 'utf8')) as { data: unknown[] };
    expect(saved.data).toMatchObject([{ name: 'Lab', host: '127.0.0.1', port, access: 'changes-allowed' }]);
    expect(processesWith(lab.folder())).toEqual([]);
    lab.child.stdin.write('\n');
    expect(await lab.ended).toBe(0);
    expect(existsSync(dirname(lab.folder()))).toBe(false);
  });

  it.skipIf(noDisplay !== '')(`opens the app on it where there is a display${noDisplay}`, async () => {
    const lab = start({});
    await lab.see('the lab', () => lab.said().includes('Press Enter to stop'));
    await lab.see('the window of the app', () =>
      processesWith(lab.folder()).some((command) => command.includes('--type=renderer')),
    );
    lab.child.kill('SIGINT');
    expect(await lab.ended).toBe(0);
    expect(processesWith(lab.folder())).toEqual([]);
    expect(existsSync(dirname(lab.folder()))).toBe(false);
  });
});

function greetingOf(port: number): Promise<string> {
  return new Promise((done, failed) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('error', failed);
    socket.once('data', (chunk: Buffer) => {
      socket.destroy();
      done(chunk.toString());
    });
  });
}
