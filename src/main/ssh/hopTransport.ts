import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import type { Hop } from '../../core/ssh/connectionState.ts';
import { sessionError } from '../../core/ssh/sessionError.ts';
import { SessionFailure } from './sessionFailure.ts';

interface TransportSurroundings {
  /** Milliseconds until it must be there. */
  readonly times: { readonly connect: number };
  readonly signal: AbortSignal;
}

export function hostValues(hop: Hop): Record<string, string | number> {
  return { host: hop.host, port: hop.port };
}

/** A TCP connection, or a channel through the jump host before. */
export function openTransport(
  hop: Hop,
  via: Client | null,
  { times, signal }: TransportSurroundings,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    let done = false;
    const finish = (settle: () => void) => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const direct = { socket: null as Socket | null };
    const giveUp = (error: Error) => {
      finish(() => {
        direct.socket?.destroy();
        reject(error);
      });
    };
    const timer = setTimeout(() => {
      giveUp(new SessionFailure(sessionError('timeout', { hop, values: hostValues(hop) })));
    }, times.connect);
    const onAbort = () => {
      giveUp(new SessionFailure(sessionError('cancelled', { hop })));
    };
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) {
      onAbort();
      return;
    }
    if (via !== null) {
      try {
        via.forwardOut('127.0.0.1', 0, hop.host, hop.port, (error, channel) => {
          if (error) giveUp(error);
          else if (done) channel.destroy();
          else finish(() => resolve(channel));
        });
      } catch (error) {
        giveUp(error instanceof Error ? error : new Error(String(error)));
      }
      return;
    }
    const socket = connectTcp({ host: hop.host, port: hop.port, noDelay: true });
    direct.socket = socket;
    socket.once('error', giveUp);
    socket.once('connect', () => {
      socket.off('error', giveUp);
      // Until ssh2 listens, an error must not be uncaught.
      socket.on('error', () => undefined);
      finish(() => resolve(socket));
    });
  });
}
