import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import type { AuthContext, Connection } from 'ssh2';
import { createPracticeWorld } from '../../core/practice/createPracticeWorld.ts';
import type { ServerClock } from '../../core/practice/serverClock.ts';
import type { Edition, PracticeTrouble } from '../../core/practice/world.ts';
import { Secret } from '../ssh/secret.ts';
import { PracticeMachine } from './practiceMachine.ts';
import { servePracticeSessions } from './practiceSessions.ts';
import { throwAwayKey } from './throwAwayKey.ts';

export interface PracticeServerOptions {
  /** Milliseconds since 1970; the world's time follows it. */
  readonly now: () => number;
  /** 4 when not given. */
  readonly edition?: Edition;
  /** The clock of the server's logs; this computer's own when not given, so that times look familiar. */
  readonly clock?: ServerClock;
  /** Something wrong with it, to be found; nothing when not given. */
  readonly trouble?: PracticeTrouble;
}

/** The simulated server while it runs. It listens on loopback only and lives in memory only. */
export interface PracticeServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly username: string;
  /** Made for this run, known to main only. */
  readonly secret: Secret;
  /** As in a known_hosts line: `ssh-ed25519` and its base64 data. */
  readonly hostKey: { readonly type: string; readonly data: string };
  /** `SHA256:...`, as ssh shows it. */
  readonly hostKeyFingerprint: string;
  readonly edition: Edition;
  /** Resolves when it ended without being told to. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const USER = 'root';

/** Starts a practice server with a world of its own, as it is at this moment. @throws when loopback cannot be listened on. */
export async function startPracticeServer(options: PracticeServerOptions): Promise<PracticeServer> {
  const { now, edition = 4, clock = clockOfThisComputer(now()) } = options;
  const trouble = options.trouble === undefined ? {} : { trouble: options.trouble };
  const machine = new PracticeMachine(createPracticeWorld(now(), { edition, clock, ...trouble }), now);
  const password = randomBytes(24).toString('base64url');
  const key = throwAwayKey();
  const connections = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [key.private], ident: 'MailTriage_practice' }, (client) => {
    connections.add(client);
    client.on('close', () => connections.delete(client));
    // Without a listener a client that goes away in the middle would end the whole program.
    client.on('error', () => undefined);
    client.on('authentication', (attempt) => {
      answerSignIn(attempt, password);
    });
    client.on('ready', () => {
      servePracticeSessions(client, machine);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', () => undefined);
  const [type = '', data = ''] = key.public.split(' ');
  const fingerprint = createHash('sha256')
    .update(Buffer.from(data, 'base64'))
    .digest('base64')
    .replace(/=+$/, '');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    username: USER,
    secret: new Secret(password),
    hostKey: { type, data },
    hostKeyFingerprint: `SHA256:${fingerprint}`,
    edition,
    ended: new Promise(() => undefined),
    stop: () =>
      new Promise((resolve) => {
        machine.stop();
        // A client that does not answer the farewell must not keep the app from closing.
        const atLast = setTimeout(resolve, 1000);
        server.close(() => {
          clearTimeout(atLast);
          resolve();
        });
        for (const client of connections) client.end();
      }),
  };
}

function answerSignIn(attempt: AuthContext, password: string): void {
  if (attempt.method === 'password' && attempt.username === USER && isSame(attempt.password, password))
    attempt.accept();
  else attempt.reject(['password']);
}

/** Other programs on this computer can connect too; comparing must not tell them how far they guessed right. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function clockOfThisComputer(now: number): ServerClock {
  return {
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    offsetMinutes: -new Date(now).getTimezoneOffset(),
  };
}
