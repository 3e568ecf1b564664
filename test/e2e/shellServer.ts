import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import type { ServerChannel } from 'ssh2';
import { throwAwayKey } from '../../src/main/practice/throwAwayKey.ts';

/** This computer over SSH: what is asked of it is run by its own shell, so files come as a real server sends them. */
export interface ShellServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly username: 'root';
  readonly password: string;
  readonly hostKey: { readonly type: string; readonly data: string };
  /** Logs are sent up to so many bytes, the rest once `letGo` is called; by then somebody can have cancelled. */
  holdBackAfter(bytes: number): void;
  letGo(): void;
  /** Bytes of logs that left the server. */
  readonly sentBytes: number;
  /** Ends all connections without a farewell, as a cable that is pulled. */
  breakConnections(): void;
  stop(): Promise<void>;
}

export async function startShellServer(): Promise<ShellServer> {
  const password = 'open sesame';
  const key = throwAwayKey();
  const connections = new Set<ssh2.Connection>();
  let room = Infinity;
  let sent = 0;
  let goOn: (() => void)[] = [];
  const letGo = (): void => {
    room = Infinity;
    for (const go of goOn.splice(0)) go();
  };

  const run = async (channel: ServerChannel, command: string): Promise<void> => {
    const child = spawn('sh', ['-c', command], { stdio: 'pipe' });
    const ended = once(child, 'close');
    channel.on('close', () => child.kill('SIGKILL'));
    channel.on('error', () => undefined);
    child.stdin.on('error', () => undefined);
    channel.pipe(child.stdin);
    child.stderr.pipe(channel.stderr, { end: false });
    const isLog = command.includes('gzip -c --');
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      if (isLog && sent >= room) await new Promise<void>((go) => goOn.push(go));
      if (isLog) sent += chunk.length;
      if (!channel.write(chunk)) await Promise.race([once(channel, 'drain'), once(channel, 'close')]);
      if (channel.destroyed) break;
    }
    const [code] = (await ended) as [number | null];
    if (channel.destroyed) return;
    channel.exit(code ?? 1);
    channel.end();
  };

  const server = new ssh2.Server({ hostKeys: [key.private] }, (client) => {
    connections.add(client);
    client.on('close', () => connections.delete(client));
    client.on('error', () => undefined);
    client.on('authentication', (attempt) => {
      if (attempt.method === 'password' && attempt.password === password) attempt.accept();
      else attempt.reject(['password']);
    });
    client.on('session', (accept) => {
      const session = accept();
      session.on('exec', (acceptRun, _reject, { command }) => {
        const channel = acceptRun();
        // A connection that breaks off in the middle of an answer.
        run(channel, command).catch(() => undefined);
        session.on('signal', (acceptSignal) => {
          acceptSignal?.();
          channel.close();
        });
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const [type = '', data = ''] = key.public.split(' ');
  const breakConnections = (): void => {
    // Its socket is no part of what ssh2 shows; without a farewell is what has to be tested.
    for (const client of connections) (client as unknown as { _sock: { destroy(): void } })._sock.destroy();
  };
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    username: 'root',
    password,
    hostKey: { type, data },
    holdBackAfter: (bytes) => {
      room = bytes;
      sent = 0;
    },
    letGo,
    get sentBytes() {
      return sent;
    },
    breakConnections,
    stop: () =>
      new Promise((resolve) => {
        letGo();
        goOn = [];
        breakConnections();
        server.close(() => resolve());
      }),
  };
}
