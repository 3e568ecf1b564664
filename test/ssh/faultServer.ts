import { connect as connectTcp, createServer } from 'node:net';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { AuthContext, Connection, ServerChannel } from 'ssh2';
import { throwAwayKey } from '../../src/main/practice/throwAwayKey.ts';

/** A host key for servers inside the tests. */
export function makeHostKey(type: 'ed25519' | 'ecdsa' = 'ed25519'): string {
  return type === 'ed25519'
    ? throwAwayKey().private
    : ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).private;
}

export interface FaultServerOptions {
  readonly hostKeys?: readonly string[];
  /** Sent before anybody signs in. */
  readonly banner?: string;
  readonly authenticate?: (context: AuthContext, connection: Connection) => void;
  readonly exec?: (line: string, channel: ServerChannel, connection: Connection) => void;
}

/** An SSH server inside the test that does what real ones do only on bad days. */
export class FaultServer {
  readonly port: number;
  /** Names of the methods clients tried, in order: what they were willing to send. */
  readonly attempts: string[];
  readonly connections: Set<Connection>;
  readonly #server: ssh2.Server;

  private constructor(server: ssh2.Server, port: number, attempts: string[], connections: Set<Connection>) {
    this.#server = server;
    this.port = port;
    this.attempts = attempts;
    this.connections = connections;
  }

  static async start(options: FaultServerOptions = {}): Promise<FaultServer> {
    const attempts: string[] = [];
    const connections = new Set<Connection>();
    const server = new ssh2.Server(
      {
        hostKeys: [...(options.hostKeys ?? [makeHostKey()])],
        ...(options.banner === undefined ? {} : { banner: options.banner }),
      },
      (connection) => {
        connections.add(connection);
        connection.on('close', () => connections.delete(connection));
        connection.on('error', () => undefined);
        connection.on('authentication', (context) => {
          attempts.push(context.method);
          if (options.authenticate === undefined) acceptPassword(context);
          else options.authenticate(context, connection);
        });
        connection.on('session', (accept) => {
          accept().on('exec', (acceptExec, _reject, info) => {
            const channel = acceptExec();
            if (options.exec === undefined) {
              channel.exit(0);
              channel.end();
            } else {
              options.exec(info.command, channel, connection);
            }
          });
        });
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FaultServer(server, (server.address() as AddressInfo).port, attempts, connections);
  }

  async stop(): Promise<void> {
    for (const connection of this.connections) connection.end();
    // A client that went away without a word keeps its connection open: not waited for.
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 500))]);
  }
}

function acceptPassword(context: AuthContext): void {
  if (context.method === 'password') context.accept();
  else context.reject(['password']);
}

/** A wire between client and server that can be cut without a word: packets are dropped, nobody is told. */
export class Cable {
  readonly port: number;
  readonly #server: NetServer;
  readonly #ends: Set<Socket>;
  readonly #state: { cut: boolean };

  private constructor(server: NetServer, ends: Set<Socket>, state: { cut: boolean }) {
    this.#server = server;
    this.#ends = ends;
    this.#state = state;
    this.port = (server.address() as AddressInfo).port;
  }

  static async to(port: number): Promise<Cable> {
    const ends = new Set<Socket>();
    const state = { cut: false };
    const server = createServer((near) => {
      const far = connectTcp(port, '127.0.0.1');
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        ends.add(from);
        from.on('error', () => undefined);
        from.on('data', (chunk) => {
          if (!state.cut) to.write(chunk);
        });
        from.on('close', () => {
          ends.delete(from);
          if (!state.cut) to.destroy();
        });
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Cable(server, ends, state);
  }

  cut(): void {
    this.#state.cut = true;
  }

  mend(): void {
    this.#state.cut = false;
    for (const end of this.#ends) end.destroy();
  }

  async stop(): Promise<void> {
    for (const end of this.#ends) end.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }
}

/** A TCP server that speaks something else. */
export async function startTcpServer(
  onConnection: (socket: Socket) => void,
): Promise<{ port: number; stop(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
