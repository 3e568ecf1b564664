import type { Client } from 'ssh2';
import type { LostReason } from '../../core/ssh/connectionState.ts';
import type { ServerProfile } from '../../core/ssh/profile.ts';
import type { CommandRunner } from './commandRunner.ts';
import type { HopTarget } from './hopConnection.ts';

/** A way to a server that is open, hop by hop, and what runs commands at its end. */
export interface Connection {
  /** In travelling order; the last one is the server. */
  readonly clients: readonly Client[];
  readonly runner: CommandRunner;
}

/** The hosts passed on the way and the server, in travelling order. */
export function hopsOf(profile: ServerProfile): readonly HopTarget[] {
  const chain = [...profile.jumpHosts, profile];
  return chain.map(({ host, port, user, signIn }, index) => ({
    hop: { host, port, position: index + 1, of: chain.length },
    user,
    signIn,
  }));
}

/** What an error of a connection says about why it was lost. */
export function lostReasonOf(error: Error & { level?: string; code?: unknown }): LostReason {
  if (error.level === 'client-timeout') return 'no-answer';
  if (error.level === 'client-socket') return 'network-error';
  return typeof error.code === 'number' ? 'server-ended-session' : 'network-error';
}

/** The server last, so that nothing is cut off that still says good-bye through a jump host. */
export function closeAll(clients: readonly Client[]): void {
  for (const client of [...clients].reverse()) {
    client.on('error', () => undefined);
    client.end();
  }
  const timer = setTimeout(() => {
    for (const client of clients) client.destroy();
  }, 1000);
  timer.unref();
}

/** A channel is opened and closed again: the smallest thing a server must answer. */
export async function isAlive(client: Client | undefined, timeoutMs: number): Promise<boolean> {
  if (client === undefined) return false;
  return await new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(false);
    }, timeoutMs);
    const finish = (alive: boolean) => {
      clearTimeout(timer);
      resolve(alive);
    };
    try {
      client.exec('true', (error, channel) => {
        if (error) {
          // A refusal is an answer too; only a broken connection is none.
          finish(!/No response|Not connected/.test(error.message));
          return;
        }
        channel.on('error', () => undefined);
        channel.stderr.resume();
        channel.resume();
        channel.end();
        finish(true);
      });
    } catch {
      finish(false);
    }
  });
}
