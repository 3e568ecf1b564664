import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROFILE_DEFAULTS, serverProfileSchema } from '../../core/ssh/profile.ts';
import type { ServerProfile } from '../../core/ssh/profile.ts';
import type { EventName } from '../../shared/ipc/channels.ts';
import type { EventPayload, PromptAnswer } from '../../shared/ipc/contract.ts';
import { startPracticeServer } from '../practice/practiceServer.ts';
import type { PracticeServer } from '../practice/practiceServer.ts';
import { probeServer } from '../ssh/probe.ts';
import type { Vault } from '../store/secretStore.ts';
import type { OpenWriter } from '../store/versionedStore.ts';
import { openServers } from './openServers.ts';
import type { Servers } from './openServers.ts';

/** Writes as electron-store does, without Electron. */
export const plainWriter: OpenWriter = (path) => (content) => writeFileSync(path, JSON.stringify(content));

/** A vault that turns text round; `broken` stands for a keyring that is not the one it was. */
export class TestVault implements Vault {
  possible = true;
  name = 'test-keyring';
  broken = false;
  readonly keeping = () =>
    Promise.resolve(
      this.possible
        ? ({ possible: true } as const)
        : ({ possible: false, why: { key: 'servers-main:secrets.no-keyring' } } as const),
    );
  readonly backend = () => this.name;
  readonly encrypt = (text: string) => Promise.resolve(Buffer.from([...text].reverse().join('')));
  readonly decrypt = (ciphertext: Buffer) =>
    this.broken
      ? Promise.reject(new Error('not ours'))
      : Promise.resolve([...ciphertext.toString()].reverse().join(''));
}

type Sent = { [Name in EventName]: { readonly name: Name; readonly payload: EventPayload<Name> } }[EventName];
type Question = EventPayload<'server.prompt'>['question'];

/** The server side of main with a folder of its own, and a window that answers questions as told. */
export class TestServers {
  readonly folder = mkdtempSync(join(tmpdir(), 'mailtriage-servers-'));
  readonly vault = new TestVault();
  readonly sent: Sent[] = [];
  readonly reports: string[] = [];
  attended = true;
  practiceStarts = true;
  /** Lets the practice server that was started last end by itself. */
  crashPractice: () => Promise<void> = () => Promise.reject(new Error('none was started'));
  /** What the window answers; undefined leaves the question open. */
  answer: (question: Question) => PromptAnswer | null | undefined = () => null;
  servers: Servers;
  readonly #practice: PracticeServer[] = [];

  constructor() {
    this.servers = this.#open();
  }

  /** As after a new start of the app. */
  restart(): void {
    this.servers = this.#open();
  }

  /** A practice server that is reached as a stranger's: by a saved profile, with its key unknown. */
  async strangeServer(profile: Partial<ServerProfile> = {}): Promise<{ id: string; secret: string }> {
    const server = await startPracticeServer({ now: Date.now });
    this.#practice.push(server);
    const id = `stranger-${this.#practice.length}`;
    this.servers.registry.save(
      testProfile({ id, name: 'mail.example', port: server.port, user: server.username, ...profile }),
    );
    return { id, secret: server.secret.reveal() };
  }

  questions(): readonly Question[] {
    return this.sent.flatMap((event) => (event.name === 'server.prompt' ? [event.payload.question] : []));
  }

  /** Everything that was sent to the window, as text. */
  sentText(): string {
    return JSON.stringify(this.sent);
  }

  async close(): Promise<void> {
    await this.servers.registry.close();
    await Promise.all(this.#practice.map((server) => server.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  #open(): Servers {
    return openServers({
      folder: this.folder,
      home: this.folder,
      openWriter: plainWriter,
      vault: this.vault,
      probe: (session) => probeServer(session, Date.now),
      startPractice: async (edition, trouble) => {
        if (!this.practiceStarts) throw new Error('no loopback');
        const server = await startPracticeServer({
          now: Date.now,
          edition,
          ...(trouble === null ? {} : { trouble }),
        });
        const ended = new Promise<void>((resolve) => {
          this.crashPractice = async () => {
            await server.stop();
            resolve();
          };
        });
        return { ...server, ended };
      },
      onPracticeEnded: (name) => this.reports.push(`told that ${name} ended`),
      say: () => (key) => key,
      send: (name, payload) => {
        this.sent.push({ name, payload } as Sent);
        if (name !== 'server.prompt') return;
        const { promptId, question } = payload as EventPayload<'server.prompt'>;
        const answer = this.answer(question);
        if (answer !== undefined) setImmediate(() => this.servers.desk.answer(promptId, answer));
      },
      isAttended: () => this.attended,
      onAuditNotWritten: () => this.reports.push('told that a command was not written down'),
      report: (what) => this.reports.push(what),
    });
  }
}

export function testProfile(parts: Partial<ServerProfile> = {}): ServerProfile {
  return serverProfileSchema.parse({
    ...PROFILE_DEFAULTS,
    id: 'profile-1',
    name: 'mail.example',
    host: '127.0.0.1',
    signIn: [{ kind: 'password' }],
    ...parts,
  });
}
