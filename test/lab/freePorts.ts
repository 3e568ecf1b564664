import { createServer } from 'node:net';

/**
 * Asks the kernel for unused loopback ports. All are held open until the last one is known, so no two are alike.
 * `preferred` is tried first (2400 is where BlueMind's LMTP listens, and a log that says so reads better), and
 * quietly replaced when taken.
 */
export async function freePorts(preferred: readonly (number | undefined)[]): Promise<number[]> {
  const held: { port: number; close: () => Promise<void> }[] = [];
  try {
    for (const wish of preferred) {
      held.push(await hold(wish ?? 0).catch(() => hold(0)));
    }
    return held.map((h) => h.port);
  } finally {
    await Promise.all(held.map((h) => h.close()));
  }
}

function hold(port: number): Promise<{ port: number; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') {
        reject(new Error('no port'));
        return;
      }
      resolve({ port: address.port, close: () => new Promise((done) => server.close(() => done())) });
    });
  });
}
