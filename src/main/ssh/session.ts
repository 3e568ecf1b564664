import type { Client } from 'ssh2';
import type { CommandOutput } from '../../core/command/commandOutput.ts';
import { elevationFor } from '../../core/command/elevationFor.ts';
import type { Elevation, RenderedCommand } from '../../core/command/renderCommand.ts';
import {
  INITIAL_CONNECTION_STATE,
  nextConnectionState,
  RECONNECT_DELAYS_SECONDS,
} from '../../core/ssh/connectionState.ts';
import type {
  ClosedReason,
  ConnectionEvent,
  ConnectionState,
  Hop,
  LostReason,
} from '../../core/ssh/connectionState.ts';
import type { HostKey } from '../../core/ssh/knownHosts.ts';
import type { ServerProfile } from '../../core/ssh/profile.ts';
import { sessionError } from '../../core/ssh/sessionError.ts';
import type { SessionError, SessionErrorCode } from '../../core/ssh/sessionError.ts';
import type { AgentSurroundings } from './agentSource.ts';
import { commandRecord, outcomeOf, outcomeOfError } from './audit.ts';
import type { CommandRecord } from './audit.ts';
import { ChannelGate } from './channelGate.ts';
import { closeAll, hopsOf, isAlive, lostReasonOf } from './connection.ts';
import type { Connection } from './connection.ts';
import { CommandRunner } from './commandRunner.ts';
import type { LeftBehind, RunOptions } from './commandRunner.ts';
import type { Confirmations } from './confirmation.ts';
import { CONNECTION_TIMES } from './connectionTimes.ts';
import type { ConnectionTimes } from './connectionTimes.ts';
import type { KnownHostsStore } from './knownHostsFile.ts';
import type { SessionPrompts } from './prompts.ts';
import type { RunSecrets } from './runSecrets.ts';
import { Secret } from './secret.ts';
import type { SerialQueue } from './serialQueue.ts';
import { SessionFailure, toSessionError } from './sessionFailure.ts';
import { SignInMemory } from './signInMemory.ts';

export type SessionResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: SessionError };

export interface SessionSurroundings {
  readonly prompts: SessionPrompts;
  readonly knownHosts: KnownHostsStore;
  readonly confirmations: Confirmations;
  /** Shared by all sessions, so that bm-cli runs once at a time on a server. */
  readonly serial: SerialQueue;
  readonly agent: AgentSurroundings;
  readonly now: () => number;
  /** Every command, also refused ones. */
  readonly onCommand: (record: CommandRecord) => void;
  readonly onState?: (state: ConnectionState) => void;
  /** What a server says before signing in (a legal notice, mostly). */
  readonly onBanner?: (hop: Hop, text: string) => void;
  /** Runs after signing in, each time; the session is ready when it is done, whatever it found. */
  readonly probe?: (session: Session) => Promise<void>;
  readonly times?: Partial<ConnectionTimes>;
  readonly reconnectDelaysSeconds?: readonly number[];
}

export interface ExecOptions extends RunOptions {
  /** Token for a changing command, from `Confirmations`. */
  readonly confirmation?: string | undefined;
}

/** One connection of one profile: connects, comes back by itself, and runs commands within the profile's limits. */
export class Session {
  readonly profile: ServerProfile;
  readonly #at: SessionSurroundings;
  readonly #memory = new SignInMemory();
  readonly #secrets: RunSecrets = { sudoPassword: null, apiKey: null };
  readonly #acceptedOnce = new Map<string, HostKey>();
  #state: ConnectionState = INITIAL_CONNECTION_STATE;
  #connection: Connection | null = null;
  /** The latest connection that broke. */
  #broken: Connection | null = null;
  #opening: AbortController | null = null;
  #retryTimer: NodeJS.Timeout | undefined;
  #retryNow: (() => void) | null = null;

  constructor(profile: ServerProfile, surroundings: SessionSurroundings) {
    this.profile = profile;
    this.#at = surroundings;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** How commands that need root are to be rendered for this session. */
  get elevation(): Elevation {
    return elevationFor(this.profile.user, this.profile.sudo);
  }

  /** Connects through all jump hosts and signs in. A session that is connected or connecting answers at once. */
  async connect(): Promise<SessionResult<null>> {
    if (this.#connection !== null) return { ok: true, value: null };
    if (this.#opening !== null)
      return { ok: false, error: sessionError('internal', { detail: 'already connecting' }) };
    if (this.#state.kind === 'closed') this.#setState(INITIAL_CONNECTION_STATE);
    try {
      await this.#open(false);
      return { ok: true, value: null };
    } catch (thrown) {
      const error = toSessionError(thrown);
      // What did not work must not be tried again by itself.
      if (error.code.startsWith('sign-in-')) this.#memory.passwords.clear();
      const reason: ClosedReason =
        error.code === 'cancelled' ? { kind: 'by-user' } : { kind: 'failed', message: error.message };
      this.#dispatch({ type: 'closed', reason });
      return { ok: false, error };
    }
  }

  /** Ends the connection, or the attempt to get one. Passwords kept for coming back are forgotten. */
  disconnect(reason: ClosedReason = { kind: 'by-user' }): void {
    clearTimeout(this.#retryTimer);
    this.#retryNow = null;
    this.#memory.passwords.clear();
    this.#memory.passphrases.clear();
    this.#secrets.sudoPassword = null;
    this.#secrets.apiKey = null;
    this.#dispatch({ type: 'closed', reason });
    this.#opening?.abort();
    const connection = this.#connection;
    this.#connection = null;
    if (connection === null) return;
    const close = () => {
      closeAll(connection.clients);
    };
    if (connection.runner.reads.length === 0) close();
    else void connection.runner.cancelReads().finally(close);
  }

  /** The computer goes to sleep: trying to come back would only fail until it wakes. */
  suspend(): void {
    clearTimeout(this.#retryTimer);
  }

  /** The computer woke up: is the connection still there? If not, come back now rather than after 45 seconds. */
  async resume(): Promise<void> {
    if (this.#retryNow !== null) {
      this.#retryNow();
      return;
    }
    const connection = this.#connection;
    if (connection === null) return;
    const alive = await isAlive(connection.clients.at(-1), this.#times().answer);
    if (!alive && this.#connection === connection) this.#onLost(connection, 'no-answer');
  }

  /**
   * Runs a rendered command. Changing commands need a profile that allows changes and a token for exactly this line.
   * Whatever happens is in the audit log and comes back as data.
   */
  async exec(command: RenderedCommand, options: ExecOptions = {}): Promise<SessionResult<CommandOutput>> {
    const started = this.#at.now();
    let confirmedBy: string | null = null;
    try {
      confirmedBy = this.#permit(command, options.confirmation);
      const connection = this.#connection;
      if (connection === null) {
        throw new SessionFailure(sessionError('not-connected', { values: { server: this.profile.name } }));
      }
      const run = () => connection.runner.run(command, options);
      const output =
        command.serialised === null
          ? await run()
          : await this.#at.serial.run(`${command.serialised}@${this.profile.host.toLowerCase()}`, run);
      if (output.cancelled && options.signal?.aborted !== true) {
        // Nobody asked for it but `disconnect`.
        throw new SessionFailure(sessionError('cancelled', { output }));
      }
      this.#record(command, confirmedBy, started, output, outcomeOf(output));
      return { ok: true, value: output };
    } catch (thrown) {
      const error = toSessionError(thrown);
      this.#record(command, confirmedBy, started, error.output, outcomeOfError(error.code));
      return { ok: false, error };
    }
  }

  /** @throws SessionFailure when a changing command may not run. */
  #permit(command: RenderedCommand, token: string | undefined): string | null {
    if (command.effect === 'reads') return null;
    const values = { server: this.profile.name };
    if (this.profile.access !== 'changes-allowed') {
      throw new SessionFailure(sessionError('read-only-profile', { values }));
    }
    if (token === undefined) throw new SessionFailure(sessionError('not-confirmed', { values }));
    const consumed = this.#at.confirmations.consume(token, this.profile.id, command);
    if (!consumed.ok) {
      throw new SessionFailure(sessionError('not-confirmed', { detail: consumed.reason, values }));
    }
    return consumed.confirmedBy;
  }

  async #open(reconnecting: boolean): Promise<void> {
    const abort = new AbortController();
    this.#opening = abort;
    const clients: Client[] = [];
    try {
      for (const target of hopsOf(this.profile)) {
        this.#dispatch({ type: 'connect-started', hop: target.hop });
        // With it comes ssh2, which takes longer to read than the rest of main: only who connects pays for it.
        const { connectHop } = await import('./hopConnection.ts');
        const client = await connectHop(target, clients.at(-1) ?? null, {
          algorithms: this.profile.algorithms,
          prompts: this.#at.prompts,
          knownHosts: this.#at.knownHosts,
          memory: this.#memory,
          agent: this.#at.agent,
          times: this.#times(),
          reconnecting,
          acceptedOnce: this.#acceptedOnce,
          signal: abort.signal,
          onHostKey: (hop) => {
            this.#dispatch({ type: 'host-key-offered', hop });
          },
          onMethod: (hop, method) => {
            this.#dispatch({ type: 'sign-in-started', hop, method });
          },
          onBanner: (hop, text) => this.#at.onBanner?.(hop, text),
        });
        clients.push(client);
      }
      if (abort.signal.aborted) throw new SessionFailure(sessionError('cancelled'));
    } catch (thrown) {
      closeAll(clients);
      throw thrown;
    } finally {
      this.#opening = null;
    }
    this.#adopt(clients);
    this.#dispatch({ type: 'signed-in' });
    await this.#endLeftBehind();
    try {
      await this.#at.probe?.(this);
    } catch {
      // A probe that fails says less about the server; the connection is good all the same.
    }
    this.#dispatch({ type: 'probed', at: this.#at.now() });
  }

  /** Before anything new is run: a bm-cli left behind must not run beside the next one. */
  async #endLeftBehind(): Promise<void> {
    const left: readonly LeftBehind[] = this.#broken?.runner.reads ?? [];
    const runner = this.#connection?.runner;
    this.#broken = null;
    await Promise.all(left.map(({ tag, elevated }) => runner?.endRun(tag, elevated)));
  }

  #adopt(clients: readonly Client[]): void {
    const server = clients.at(-1);
    if (server === undefined) return;
    const runner = new CommandRunner({
      client: server,
      gate: new ChannelGate(),
      profile: this.profile,
      prompts: this.#at.prompts,
      secrets: this.#secrets,
      now: this.#at.now,
    });
    const connection: Connection = { clients, runner };
    this.#connection = connection;
    let reason: LostReason = 'connection-closed';
    for (const client of clients) {
      client.on('error', (error) => {
        reason = lostReasonOf(error);
      });
      client.on('close', () => {
        this.#onLost(connection, reason);
      });
    }
  }

  #onLost(connection: Connection, reason: LostReason): void {
    if (this.#connection !== connection) return;
    this.#connection = null;
    this.#broken = connection;
    for (const client of connection.clients) client.destroy();
    this.#dispatch({ type: 'lost', reason, at: this.#at.now() });
    if (this.#state.kind === 'lost') void this.#comeBack();
  }

  async #comeBack(): Promise<void> {
    const delays = this.#at.reconnectDelaysSeconds ?? RECONNECT_DELAYS_SECONDS;
    let last = sessionError('connection-lost', { values: { server: this.profile.name } });
    for (const [index, seconds] of delays.entries()) {
      const nextAttemptAt = this.#at.now() + seconds * 1000;
      this.#dispatch({ type: 'retry-scheduled', attempt: index + 1, nextAttemptAt });
      await new Promise<void>((resolve) => {
        this.#retryNow = resolve;
        this.#retryTimer = setTimeout(resolve, seconds * 1000);
      });
      clearTimeout(this.#retryTimer);
      this.#retryNow = null;
      if (this.#state.kind !== 'reconnecting') return;
      try {
        await this.#open(true);
        return;
      } catch (thrown) {
        last = toSessionError(thrown);
        if (!WORTH_ANOTHER_TRY.has(last.code)) {
          this.#dispatch({ type: 'closed', reason: { kind: 'failed', message: last.message } });
          return;
        }
      }
    }
    this.#dispatch({
      type: 'closed',
      reason: { kind: 'gave-up', attempts: delays.length, message: last.message },
    });
  }

  #times(): ConnectionTimes {
    return { ...CONNECTION_TIMES, ...this.#at.times };
  }

  #dispatch(event: ConnectionEvent): void {
    this.#setState(nextConnectionState(this.#state, event));
  }

  #setState(next: ConnectionState): void {
    if (next === this.#state) return;
    this.#state = next;
    this.#at.onState?.(next);
  }

  #record(
    command: RenderedCommand,
    confirmedBy: string | null,
    started: number,
    output: CommandOutput | null,
    outcome: CommandRecord['outcome'],
  ): void {
    const { sudoPassword, apiKey } = this.#secrets;
    const known = [sudoPassword, apiKey, ...this.#memory.passwords.values()];
    const secrets = known.flatMap((secret) => (secret instanceof Secret ? [secret.reveal()] : []));
    const { profile } = this;
    const ended = this.#at.now();
    this.#at.onCommand(
      commandRecord({ profile, command, confirmedBy, started, ended, output, outcome, secrets }),
    );
  }
}

/** Network trouble passes; a changed key or a refused password does not. */
const WORTH_ANOTHER_TRY: ReadonlySet<SessionErrorCode> = new Set([
  'host-not-found',
  'connection-refused',
  'unreachable',
  'timeout',
  'connection-lost',
  'no-ssh-server',
]);
