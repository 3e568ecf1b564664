import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import ssh2 from 'ssh2';
import type { ServerChannel } from 'ssh2';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { throwAwayKey } from '../practice/throwAwayKey.ts';
import { openExecChannel } from './execChannel.ts';
import type { ExecChannelRequest } from './execChannel.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const end of open.splice(0).reverse()) end();
});

const pieceBytes = 64 * 1024;

/** A server that sends so many bytes as fast as it may; `sent` is what it got rid of. */
async function sender(bytes: number): Promise<{ readonly client: ssh2.Client; readonly sent: () => number }> {
  let sent = 0;
  const send = async (channel: ServerChannel): Promise<void> => {
    let isOver = false;
    channel.on('error', () => undefined).once('close', () => (isOver = true));
    while (sent < bytes) {
      sent += pieceBytes;
      if (!channel.write(Buffer.alloc(pieceBytes, 'a'))) {
        await new Promise<void>((resolve) => {
          const goOn = (): void => {
            channel.off('drain', goOn).off('close', goOn);
            resolve();
          };
          channel.once('drain', goOn).once('close', goOn);
        });
      }
      if (isOver) return;
    }
    channel.exit(0);
    channel.end();
  };
  const server = new ssh2.Server({ hostKeys: [throwAwayKey().private] }, (connection) => {
    connection.on('error', () => undefined);
    connection.on('authentication', (attempt) => attempt.accept());
    connection.on('session', (accept) => {
      const session = accept();
      session.on('exec', (acceptRun) => {
        const channel = acceptRun();
        void send(channel);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => server.close());
  const client = new ssh2.Client();
  client.connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, username: 'root' });
  await once(client, 'ready');
  open.push(() => client.destroy());
  return { client, sent: () => sent };
}

const request = (onStdout: ExecChannelRequest['onStdout']): ExecChannelRequest => ({
  line: 'send',
  stdin: null,
  sudo: null,
  maxBytes: Infinity,
  onStdout,
  keepStdout: false,
  onCapReached: () => undefined,
});

describe('output that is taken slower than it comes', () => {
  it('is sent no faster: the server waits, and nothing is lost', async () => {
    const total = 24 * 1024 ** 2;
    const { client, sent } = await sender(total);
    let [inHand, mostInHand, written, mostAhead] = [0, 0, 0, 0];
    const channel = await openExecChannel(
      client,
      request(async (chunk) => {
        inHand += 1;
        mostInHand = Math.max(mostInHand, inHand);
        await setImmediate();
        mostAhead = Math.max(mostAhead, sent() - written);
        written += chunk.length;
        inHand -= 1;
      }),
    );
    expect(await channel.done).toMatchObject({ exitCode: 0, exitKnown: true, truncated: false });
    // The last piece may be in hand still.
    await vi.waitFor(() => expect(written).toBe(total));
    expect(mostInHand).toBe(1);
    // ssh2 lets 2 MB be on their way and holds as much on either side (lib/Channel.js: MAX_WINDOW).
    expect(mostAhead).toBeLessThan(8 * 1024 ** 2);
  });

  it('does not keep the end of a run from being seen', async () => {
    const total = 24 * 1024 ** 2;
    const { client, sent } = await sender(total);
    const never = new Promise<void>(() => undefined);
    let chunks = 0;
    const channel = await openExecChannel(
      client,
      request(() => {
        chunks += 1;
        return never;
      }),
    );
    await vi.waitFor(() => expect(chunks).toBe(1));
    channel.terminate();
    // This server knows no signals: it is done when it got rid of everything.
    expect(await channel.done).toMatchObject({ exitCode: 0 });
    expect(sent()).toBe(total);
  });
});
