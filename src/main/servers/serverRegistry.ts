import { randomUUID } from 'node:crypto';
import type { PracticeTrouble } from '../../core/practice/world.ts';
import { INITIAL_CONNECTION_STATE } from '../../core/ssh/connectionState.ts';
import type { ConnectionState, Hop } from '../../core/ssh/connectionState.ts';
import type { ServerProfile } from '../../core/ssh/profile.ts';
import type { ServerFacts, ServerView } from '../../shared/ipc/contract.ts';
import { failure, success } from '../../shared/ipc/errors.ts';
import type { Result } from '../../shared/ipc/errors.ts';
import type { PracticeServer } from '../practice/practiceServer.ts';
import { Session } from '../ssh/session.ts';
import type { SessionSurroundings } from '../ssh/session.ts';
import type { ProfileStore } from '../store/profileStore.ts';
import type { SecretStore } from '../store/secretStore.ts';
import {
  isPracticeId,
  practiceId,
  practiceKnownHosts,
  practiceProfile,
  practicePrompts,
} from './practiceProfile.ts';
import type { Edition } from './practiceProfile.ts';
import type { PromptDesk } from './promptDesk.ts';
import { serverError } from './serverError.ts';
import { WindowPrompts } from './windowPrompts.ts';

export interface ServerRegistryNeeds {
  readonly profiles: ProfileStore;
  readonly secrets: SecretStore;
  readonly desk: PromptDesk;
  readonly surroundings: Pick<
    SessionSurroundings,
    | 'knownHosts'
    | 'confirmations'
    | 'serial'
    | 'agent'
    | 'now'
    | 'onCommand'
    | 'times'
    | 'reconnectDelaysSeconds'
  >;
  /** Looks at a server that has just been connected. Rejects when the connection broke. */
  readonly probe: (session: Session) => Promise<ServerFacts>;
  readonly startPractice: (edition: Edition, trouble: PracticeTrouble | null) => Promise<PracticeServer>;
  /** The practice server of this name ended without being told to. */
  readonly onPracticeEnded: (name: string) => void;
  /** In the user's language. */
  readonly practiceName: (edition: Edition) => string;
  readonly onState: (id: string, state: ConnectionState, facts: ServerFacts | null) => void;
  readonly onBanner: (id: string, hop: Hop, text: string) => void;
  readonly report: (what: string, error: unknown) => void;
}

/** A server that is ready to be asked. */
export interface ReadyServer {
  readonly profile: ServerProfile;
  readonly session: Session;
  readonly facts: ServerFacts;
}

interface Connection {
  readonly session: Session;
  /** Null for the practice server, which asks nobody. */
  readonly prompts: WindowPrompts | null;
  /** While it is being opened: a second wish waits for the first. */
  opening: Promise<Result<ServerFacts | null>> | null;
}

interface Practice {
  readonly server: PracticeServer;
  readonly profile: ServerProfile;
}

/** Every server the app knows, with its connection: saved profiles and the practice server. */
export class ServerRegistry {
  readonly #at: ServerRegistryNeeds;
  readonly #connections = new Map<string, Connection>();
  readonly #facts = new Map<string, ServerFacts>();
  /** The profiles sessions work by. A session looks at its own each time, so that taking a permission away counts at once. */
  readonly #live = new Map<string, ServerProfile>();
  readonly #practice = new Map<string, Promise<Practice>>();
  readonly #running = new Map<string, Practice>();
  /** What is wrong with each practice server; it is started anew with the same. */
  readonly #troubles = new Map<string, PracticeTrouble>();

  constructor(needs: ServerRegistryNeeds) {
    this.#at = needs;
  }

  list(): readonly ServerView[] {
    const practice = [...this.#running.values()].map(({ profile }) => profile);
    return [...this.#at.profiles.all, ...practice].map((profile) => this.#view(profile));
  }

  find(id: string): ServerProfile | null {
    return this.#running.get(id)?.profile ?? this.#at.profiles.find(id);
  }

  /** Throws when the disk does. */
  save(profile: ServerProfile): void {
    this.#at.profiles.save(profile);
    const live = this.#live.get(profile.id);
    if (live === undefined) return;
    if (leadsElsewhere(live, profile)) {
      this.disconnect(profile.id);
      this.#live.delete(profile.id);
      this.#facts.delete(profile.id);
    } else {
      Object.assign(live, profile);
    }
  }

  /** The profile, its connection and its secrets go. Throws when the disk does. */
  remove(id: string): void {
    this.disconnect(id);
    this.#connections.delete(id);
    this.#live.delete(id);
    this.#facts.delete(id);
    if (isPracticeId(id)) {
      this.#troubles.delete(id);
      void this.#stopPractice(id);
      return;
    }
    this.#at.profiles.remove(id);
    this.#at.secrets.forget(id);
  }

  /** Null when there is no such saved server. Throws when the disk does. */
  duplicate(id: string): ServerProfile | null {
    const original = this.#at.profiles.find(id);
    if (original === null) return null;
    const names = new Set(this.#at.profiles.all.map(({ name }) => name));
    const stem = original.name.replace(/ \(\d{1,4}\)$/, '').slice(0, 110);
    let count = 2;
    while (names.has(`${stem} (${count})`)) count += 1;
    const copy = { ...structuredClone(original), id: randomUUID(), name: `${stem} (${count})` };
    this.#at.profiles.save(copy);
    return copy;
  }

  /** Connects and probes. Null: the user thought better of it. A server that is connected answers at once. */
  async connect(id: string): Promise<Result<ServerFacts | null>> {
    if (isPracticeId(id) && this.#running.has(id)) {
      const started = await this.#startedPractice(id);
      if (!started.ok) return started;
    }
    const profile = this.find(id);
    if (profile === null) return gone;
    const present = this.#connections.get(id);
    if (present?.opening != null) return present.opening;
    if (present?.session.state.kind === 'ready') return this.#factsOrProbe(id, present.session);
    present?.session.disconnect();
    const connection = this.#prepare(profile);
    this.#connections.set(id, connection);
    connection.opening = this.#open(id, connection);
    try {
      return await connection.opening;
    } finally {
      connection.opening = null;
    }
  }

  /** The session first: what it was still asking then counts as given up, not as refused. */
  disconnect(id: string): void {
    this.#connections.get(id)?.session.disconnect();
    this.#at.desk.cancelOf(id);
  }

  /** Looks at a server again. */
  async probe(id: string): Promise<Result<ServerFacts>> {
    const ready = await this.ready(id);
    return ready.ok ? this.#probe(id, ready.value.session) : ready;
  }

  /** A connected and probed server, connecting first if need be. */
  async ready(id: string): Promise<Result<ReadyServer>> {
    const connected = await this.connect(id);
    if (!connected.ok) return connected;
    const session = this.#connections.get(id)?.session;
    if (connected.value === null || session === undefined) {
      return failure({ code: 'cancelled', message: { key: 'ssh:error.cancelled' } });
    }
    return success({ profile: session.profile, session, facts: connected.value });
  }

  /**
   * Starts the simulated server unless it runs already, and connects to it. One that has another trouble than the one asked for
   * is started anew; null asks for none.
   */
  async startPractice(edition: Edition, trouble?: PracticeTrouble | null): Promise<Result<ServerView>> {
    const id = practiceId(edition);
    if (trouble !== undefined && trouble !== (this.#troubles.get(id) ?? null)) {
      this.disconnect(id);
      this.#facts.delete(id);
      this.#connections.delete(id);
      this.#live.delete(id);
      await this.#stopPractice(id);
      if (trouble === null) this.#troubles.delete(id);
      else this.#troubles.set(id, trouble);
    }
    const started = await this.#startedPractice(id);
    if (!started.ok) return started;
    const connected = await this.connect(id);
    return connected.ok ? success(this.#view(started.value.profile)) : connected;
  }

  suspend(): void {
    for (const { session } of this.#connections.values()) session.suspend();
  }

  async resume(): Promise<void> {
    await Promise.all([...this.#connections.values()].map(({ session }) => session.resume()));
  }

  /** The app ends. */
  async close(): Promise<void> {
    for (const id of [...this.#connections.keys()]) this.disconnect(id);
    await Promise.all([...this.#running.keys()].map((id) => this.#stopPractice(id)));
  }

  #view(profile: ServerProfile): ServerView {
    const { id } = profile;
    return {
      profile,
      state: this.#connections.get(id)?.session.state ?? INITIAL_CONNECTION_STATE,
      facts: this.#facts.get(id) ?? null,
      practice: this.#running.has(id),
      storedSecrets: this.#at.secrets.has(id),
    };
  }

  #prepare(saved: ServerProfile): Connection {
    const { desk, secrets, surroundings, report } = this.#at;
    const { id } = saved;
    const practice = this.#running.get(id)?.server;
    const live = structuredClone(saved);
    this.#live.set(id, live);
    this.#facts.delete(id);
    const prompts = practice === undefined ? new WindowPrompts(live, desk, secrets, report) : null;
    const isCurrent = (): boolean => this.#connections.get(id)?.session === session;
    const session: Session = new Session(live, {
      ...surroundings,
      ...(practice === undefined ? {} : { knownHosts: practiceKnownHosts(practice) }),
      prompts: prompts ?? practicePrompts(practice as PracticeServer),
      probe: async (connected) => {
        const facts = await this.#at.probe(connected);
        if (isCurrent()) this.#facts.set(id, facts);
      },
      onState: (state) => {
        if (state.kind === 'ready') void prompts?.keepGood();
        if (isCurrent()) this.#tell(id, state);
      },
      onBanner: (hop, text) => this.#at.onBanner(id, hop, text),
    });
    return { session, prompts, opening: null };
  }

  async #open(id: string, { session, prompts }: Connection): Promise<Result<ServerFacts | null>> {
    const connected = await session.connect();
    if (connected.ok) return this.#factsOrProbe(id, session);
    if (connected.error.code.startsWith('sign-in-')) prompts?.forgetRefused();
    // A newer connection of the same server may be asking something by now.
    if (this.#connections.get(id)?.session === session) this.#at.desk.cancelOf(id);
    const error = serverError(connected.error);
    return error.code === 'cancelled' ? success(null) : failure(error);
  }

  async #factsOrProbe(id: string, session: Session): Promise<Result<ServerFacts>> {
    const facts = this.#facts.get(id);
    return facts === undefined ? this.#probe(id, session) : success(facts);
  }

  async #probe(id: string, session: Session): Promise<Result<ServerFacts>> {
    try {
      const facts = await this.#at.probe(session);
      this.#facts.set(id, facts);
      this.#tell(id, session.state);
      return success(facts);
    } catch (error) {
      const values = { server: session.profile.name };
      const detail = error instanceof Error ? error.message : String(error);
      return failure({ code: 'server', message: { key: 'servers-main:probe-failed', values }, detail });
    }
  }

  #tell(id: string, state: ConnectionState): void {
    this.#at.onState(id, state, this.#facts.get(id) ?? null);
  }

  /** The running one, or a new one if it was never started or has ended. */
  async #startedPractice(id: string): Promise<Result<Practice>> {
    let starting = this.#practice.get(id);
    if (starting === undefined) {
      starting = this.#launch(id, id === practiceId(5) ? 5 : 4);
      this.#practice.set(id, starting);
    }
    try {
      return success(await starting);
    } catch (error) {
      this.#practice.delete(id);
      const message = { key: 'servers-main:practice.not-started' };
      return failure({ code: 'server', message, detail: String(error) });
    }
  }

  async #launch(id: string, edition: Edition): Promise<Practice> {
    const server = await this.#at.startPractice(edition, this.#troubles.get(id) ?? null);
    const practice = { server, profile: practiceProfile(server, this.#at.practiceName(edition)) };
    this.#running.set(id, practice);
    void server.ended.then(() => this.#onPracticeEnded(id, practice));
    return practice;
  }

  /** It stays in the list, closed and with the reason; whoever connects to it starts a new one. */
  #onPracticeEnded(id: string, practice: Practice): void {
    if (this.#running.get(id) !== practice) return;
    this.#practice.delete(id);
    this.#facts.delete(id);
    const { name } = practice.profile;
    const message = { key: 'servers-main:practice.ended', values: { server: name } };
    this.#connections.get(id)?.session.disconnect({ kind: 'failed', message });
    this.#at.onPracticeEnded(name);
  }

  async #stopPractice(id: string): Promise<void> {
    const practice = this.#running.get(id);
    this.#running.delete(id);
    this.#practice.delete(id);
    await practice?.server.stop();
  }
}

const gone: Result<never> = failure({ code: 'not-found', message: { key: 'errors:server-gone' } });

/** Whether a connection made by the profile as it was is not the one the changed profile means. */
function leadsElsewhere(before: ServerProfile, after: ServerProfile): boolean {
  const way = ({ host, port, user, signIn, jumpHosts, algorithms }: ServerProfile): string =>
    JSON.stringify([host, port, user, signIn, jumpHosts, algorithms]);
  return way(before) !== way(after);
}
