import { connect, createServer, type Socket } from 'node:net';

/** A stretch of network that can be broken. Connect to `port` instead of the server's own. */
export interface NetworkLink {
  readonly port: number;
  /** Bytes no longer pass, nobody is told: what dropped packets look like. */
  freeze(): void;
  /** Bytes pass again, those kept back first. */
  thaw(): void;
  /** Every connection ends at once; new ones are refused until `mend`. */
  sever(): void;
  mend(): void;
  /** Answers come in pieces of this many bytes, one each `everyMs`; 0 for whole. */
  trickle(bytes: number, everyMs: number): void;
  stop(): Promise<void>;
}

export async function openLink(targetPort: number): Promise<NetworkLink> {
  let frozen = false;
  let severed = false;
  let piece = { bytes: 0, everyMs: 0 };
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    if (severed) {
      near.destroy();
      return;
    }
    const far = connect({ host: '127.0.0.1', port: targetPort });
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', end);
      // A frozen link passes no farewell either.
      socket.on('close', () => {
        if (!frozen) end();
      });
    }
    near.on('data', (chunk: Buffer) => void far.write(chunk));
    let turn = Promise.resolve();
    far.on('data', (chunk: Buffer) => {
      if (piece.bytes === 0) {
        turn = turn.then(() => void near.write(chunk));
        return;
      }
      const { bytes, everyMs } = piece;
      turn = turn.then(async () => {
        for (let at = 0; at < chunk.length; at += bytes) {
          near.write(chunk.subarray(at, at + bytes));
          await new Promise((resolve) => setTimeout(resolve, everyMs));
        }
      });
    });
    if (frozen) for (const socket of pair) socket.pause();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    freeze() {
      frozen = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    thaw() {
      frozen = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    sever() {
      severed = true;
      for (const [near, far] of pairs) {
        near.resetAndDestroy();
        far.destroy();
      }
      pairs.clear();
    },
    mend() {
      severed = false;
    },
    trickle(bytes, everyMs) {
      piece = { bytes, everyMs };
    },
    stop: () =>
      new Promise((resolve) => {
        for (const pair of pairs) for (const socket of pair) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
