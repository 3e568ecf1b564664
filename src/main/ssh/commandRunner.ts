import { randomBytes } from 'node:crypto';
import type { Client } from 'ssh2';
import type { CommandOutput } from '../../core/command/commandOutput.ts';
import { quoteForPosixShell } from '../../core/command/quoteForPosixShell.ts';
import { endRunArgv, remoteLine, sudoOptions } from '../../core/command/remoteLine.ts';
import type { SudoAsking } from '../../core/command/remoteLine.ts';
import { PLAIN_LOCALE } from '../../core/command/renderCommand.ts';
import type { RenderedCommand } from '../../core/command/renderCommand.ts';
import type { ServerProfile } from '../../core/ssh/profile.ts';
import type { SessionError } from '../../core/ssh/sessionError.ts';
import { sessionError } from '../../core/ssh/sessionError.ts';
import { sudoRefusal } from '../../core/ssh/sudoRefusal.ts';
import type { SudoRefusal } from '../../core/ssh/sudoRefusal.ts';
import { plainServerText } from '../../core/ssh/plainServerText.ts';
import type { ChannelGate } from './channelGate.ts';
import { openExecChannel } from './execChannel.ts';
import type { ExecChannel, ExecChannelRequest, ExecChannelResult } from './execChannel.ts';
import type { SessionPrompts } from './prompts.ts';
import { MAX_SECRET_ATTEMPTS, withSecretInput } from './runSecrets.ts';
import type { RunSecrets } from './runSecrets.ts';
import type { Secret } from './secret.ts';
import { SessionFailure } from './sessionFailure.ts';

/** What a caller may want from one run. */
export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** The server waits with the rest until what is answered is fulfilled; it is never rejected. */
  readonly onStdout?: ((chunk: Buffer) => void | Promise<void>) | undefined;
  readonly onStderr?: ((chunk: Buffer) => void) | undefined;
  /** False: stdout only goes to `onStdout`. */
  readonly keepStdout?: boolean | undefined;
}

/** One connection's place to run commands; lives as long as the connection. */
export interface RunnerSurroundings {
  readonly client: Client;
  readonly gate: ChannelGate;
  readonly profile: Pick<ServerProfile, 'name' | 'user' | 'sudo'>;
  readonly prompts: SessionPrompts;
  readonly secrets: RunSecrets;
  readonly now: () => number;
}

/** A run that its connection broke away from: its process may still be there. */
export interface LeftBehind {
  readonly tag: string;
  readonly elevated: boolean;
}

interface RunningRead extends LeftBehind {
  /** Ends it as cancelled; resolves when the server has been told. */
  readonly cancel: () => Promise<unknown>;
}

/** How long a process may take to obey the signal before it is looked for, and a closed one until its channel is. */
const SIGNAL_GRACE_MS = 300;
const CLOSE_GRACE_MS = 1000;
const END_RUN_TIMEOUT_MS = 5000;
const SLOT_RETRY_DELAYS_MS = [100, 200, 400, 800];

/** Runs rendered commands on one connection: sudo, limits, and an end of the remote process in every case. */
export class CommandRunner {
  readonly #at: RunnerSurroundings;
  /**
   * Reading commands that run now. Those that change something are let finish, whatever happens to the connection: half a
   * restore is worse than one nobody waits for.
   */
  readonly #reads = new Map<string, RunningRead>();

  /** A channel that was being opened when the connection broke fails with the words of one that was refused. */
  #broken = false;

  constructor(surroundings: RunnerSurroundings) {
    this.#at = surroundings;
    surroundings.client.once('close', () => {
      this.#broken = true;
    });
  }

  /** Reading commands that run, or ran when the connection broke. Without a terminal sshd leaves their processes alone. */
  get reads(): readonly LeftBehind[] {
    return [...this.#reads.values()];
  }

  /** Cancels all reading commands. */
  async cancelReads(): Promise<void> {
    await Promise.all([...this.#reads.values()].map(({ cancel }) => cancel()));
  }

  /** @throws SessionFailure when the command could not be run or the connection broke. */
  async run(command: RenderedCommand, options: RunOptions = {}): Promise<CommandOutput> {
    return command.secretInput === null
      ? await this.#run(command, options)
      : await withSecretInput(command.secretInput, this.#at, (stdin) =>
          this.#run({ ...command, stdin }, options),
        );
  }

  async #run(command: RenderedCommand, options: RunOptions): Promise<CommandOutput> {
    if (command.elevation === 'direct') return await this.#runOnce(command, { kind: 'never' }, null, options);

    const known = this.#at.secrets.sudoPassword;
    if (known !== null) return await this.#runWithPassword(command, known, options);

    // Without a password first. Output of a refused sudo is a few lines; a command that starts is the real run.
    const first = await this.#runOnce(command, { kind: 'never' }, null, options);
    const refusal = refusalOf(first);
    if (refusal === null) return first;
    if (refusal !== 'password-required' || this.#at.profile.sudo !== 'ask')
      throw this.#sudoFailure(refusal, first);
    return await this.#runWithPassword(command, await this.#askSudoPassword(options), options);
  }

  async #runWithPassword(
    command: RenderedCommand,
    password: Secret,
    options: RunOptions,
  ): Promise<CommandOutput> {
    const asking = sudoPrompt();
    const output = await this.#runOnce(command, asking, password, options);
    const refusal = refusalOf(output);
    if (refusal === null) return output;
    if (refusal === 'password-wrong') this.#at.secrets.sudoPassword = null;
    throw this.#sudoFailure(refusal, output);
  }

  /** Asks once and checks with `sudo -v`, so that a wrong password never meets the command's standard input. */
  async #askSudoPassword(options: RunOptions): Promise<Secret> {
    const { profile, prompts, secrets } = this.#at;
    for (let attempt = 1; attempt <= MAX_SECRET_ATTEMPTS; attempt++) {
      const password = await prompts.sudoPassword({ server: profile.name, user: profile.user, attempt });
      if (password === null) throw new SessionFailure(sessionError('cancelled'));
      const asking = sudoPrompt();
      const line = quoteForPosixShell([...PLAIN_LOCALE, 'sudo', ...sudoOptions(asking), '-v']);
      const output = await this.#runLine(
        { line, timeoutMs: 30_000, maxBytes: 65_536, stdin: null, tag: null, elevated: false, reads: true },
        { prompt: asking.prompt, password },
        { signal: options.signal },
      );
      const refusal = refusalOf(output);
      if (refusal === null && output.exitCode === 0) {
        secrets.sudoPassword = password;
        return password;
      }
      if (refusal !== null && refusal !== 'password-wrong') throw this.#sudoFailure(refusal, output);
      if (output.cancelled || output.timedOut)
        throw new SessionFailure(sessionError('cancelled', { output }));
    }
    throw new SessionFailure(sessionError('sudo-password-wrong', { values: this.#names() }));
  }

  async #runOnce(
    command: RenderedCommand,
    asking: SudoAsking,
    password: Secret | null,
    options: RunOptions,
  ): Promise<CommandOutput> {
    const tag = randomBytes(9).toString('hex');
    return await this.#runLine(
      {
        line: remoteLine(command, tag, asking),
        timeoutMs: command.timeoutMs,
        maxBytes: command.maxBytes,
        stdin: command.stdin,
        tag,
        elevated: command.elevation === 'sudo',
        reads: command.effect === 'reads',
      },
      asking.kind === 'stdin' && password !== null ? { prompt: asking.prompt, password } : null,
      options,
    );
  }

  async #runLine(
    run: {
      readonly line: string;
      readonly timeoutMs: number;
      readonly maxBytes: number;
      readonly stdin: string | null;
      readonly tag: string | null;
      readonly elevated: boolean;
      readonly reads: boolean;
    },
    sudo: ExecChannelRequest['sudo'],
    options: RunOptions,
  ): Promise<CommandOutput> {
    const { gate, now } = this.#at;
    if (isAborted(options.signal)) throw new SessionFailure(sessionError('cancelled'));
    const leave = await gate.enter();
    const started = now();
    let timer: NodeJS.Timeout | undefined;
    let reason: 'cancelled' | 'timed-out' | 'cap' | null = null;
    let channel: ExecChannel | null = null;
    let ending: Promise<unknown> = Promise.resolve();
    const stop = (why: 'cancelled' | 'timed-out' | 'cap') => {
      if (reason !== null || channel === null) return;
      reason = why;
      ending = this.#end(channel, run.tag, run.elevated);
    };
    const onAbort = () => {
      stop('cancelled');
    };
    const { tag, elevated } = run;
    if (tag !== null && run.reads) {
      const cancel = () => {
        stop('cancelled');
        return ending;
      };
      this.#reads.set(tag, { tag, elevated, cancel });
    }
    let result: ExecChannelResult | null = null;
    try {
      channel = await this.#open({
        line: run.line,
        stdin: run.stdin,
        sudo,
        maxBytes: run.maxBytes,
        onStdout: options.onStdout,
        onStderr: options.onStderr,
        keepStdout: options.keepStdout ?? true,
        onCapReached: () => {
          stop('cap');
        },
      });
      timer = setTimeout(() => {
        stop('timed-out');
      }, run.timeoutMs);
      options.signal?.addEventListener('abort', onAbort);
      // Reading it anew: it may have been aborted while the channel was being opened.
      if (isAborted(options.signal)) onAbort();
      result = await channel.done;
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      // One that lost its connection stays noted, so that its process can be ended over the next one.
      if (tag !== null && (result === null ? channel === null : result.exitKnown || reason !== null))
        this.#reads.delete(tag);
      leave();
    }
    await ending;
    const output: CommandOutput = {
      stdout: result.stdout.toString('utf8'),
      stderr: result.stderr.toString('utf8'),
      exitCode: result.exitCode,
      signal: result.signal,
      truncated: result.truncated,
      timedOut: reason === 'timed-out',
      cancelled: reason === 'cancelled',
      durationMs: now() - started,
    };
    if (!result.exitKnown && reason === null) {
      throw new SessionFailure(sessionError('connection-lost', { output, values: this.#names() }));
    }
    return output;
  }

  /**
   * Ends a run: by signal, then by looking for what is left. On a server that allows one channel only, the second step has
   * to wait until the first channel is given up.
   */
  async #end(channel: ExecChannel, tag: string | null, elevated: boolean): Promise<void> {
    channel.terminate();
    await Promise.race([channel.done, pause(SIGNAL_GRACE_MS)]);
    const swept = tag === null ? Promise.resolve(null) : this.endRun(tag, elevated);
    await Promise.race([swept, pause(END_RUN_TIMEOUT_MS)]);
    await Promise.race([channel.done, pause(CLOSE_GRACE_MS)]);
    channel.abandon();
    await swept;
  }

  /**
   * Ends what a cancelled run left behind: the signal reaches only the process group, and servers before OpenSSH 7.9 not
   * at all. Answers how many processes are left, null when that could not be found out.
   */
  async endRun(tag: string, elevated: boolean): Promise<number | null> {
    const password = this.#at.secrets.sudoPassword;
    const asking: SudoAsking = elevated && password !== null ? sudoPrompt() : { kind: 'never' };
    const sudo = elevated ? ['sudo', ...sudoOptions(asking), '--'] : [];
    const line = quoteForPosixShell([...PLAIN_LOCALE, ...sudo, ...endRunArgv(tag)]);
    const leave = await this.#at.gate.enter(true);
    let timer: NodeJS.Timeout | undefined;
    try {
      const channel = await this.#open({
        line,
        stdin: null,
        sudo: asking.kind === 'stdin' && password !== null ? { prompt: asking.prompt, password } : null,
        maxBytes: 4096,
        keepStdout: true,
        onCapReached: () => undefined,
      });
      timer = setTimeout(() => {
        channel.abandon();
      }, END_RUN_TIMEOUT_MS);
      const { stdout, exitCode } = await channel.done;
      const left = Number.parseInt(stdout.toString('utf8').trim(), 10);
      return exitCode === 0 && Number.isInteger(left) ? left : null;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
      leave();
    }
  }

  /**
   * Opens a channel, learning the server's MaxSessions from a refusal (RFC 4254, 5.1: sshd answers "open failed"). A slot
   * is free on the server a moment after its channel closed here, so a lone refusal is tried again shortly.
   */
  async #open(request: ExecChannelRequest): Promise<ExecChannel> {
    const { client, gate } = this.#at;
    for (let attempt = 0; ; attempt++) {
      try {
        return await openExecChannel(client, request);
      } catch (error) {
        const detail = plainServerText(error instanceof Error ? error.message : String(error), 300);
        if (this.#broken || /Not connected|No response from server/.test(detail)) {
          throw new SessionFailure(sessionError('connection-lost', { detail, values: this.#names() }));
        }
        if (!/Channel open failure/i.test(detail)) {
          throw new SessionFailure(sessionError('command-not-started', { detail, values: this.#names() }));
        }
        gate.learnLimit(gate.active - 1);
        const delay = SLOT_RETRY_DELAYS_MS[Math.min(attempt, SLOT_RETRY_DELAYS_MS.length - 1)] ?? 0;
        const alone = gate.active <= 1;
        if (alone && attempt >= SLOT_RETRY_DELAYS_MS.length) {
          throw new SessionFailure(sessionError('no-more-sessions', { detail, values: this.#names() }));
        }
        await pause(delay);
      }
    }
  }

  #sudoFailure(refusal: SudoRefusal, output: CommandOutput): SessionFailure {
    const codes: Readonly<Record<SudoRefusal, SessionError['code']>> = {
      'password-required': 'sudo-password-required',
      'password-wrong': 'sudo-password-wrong',
      'not-allowed': 'sudo-not-allowed',
      'needs-terminal': 'sudo-needs-terminal',
      missing: 'sudo-missing',
    };
    return new SessionFailure(
      sessionError(codes[refusal], {
        output,
        detail: plainServerText(output.stderr, 500),
        values: this.#names(),
      }),
    );
  }

  #names(): Record<string, string> {
    return { server: this.#at.profile.name, user: this.#at.profile.user };
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** Sudo refuses before the command starts: nothing on stdout, and an exit status of its own. */
function refusalOf(output: CommandOutput): SudoRefusal | null {
  return output.exitCode === 0 || output.stdout !== '' ? null : sudoRefusal(output.stderr);
}

/** Unguessable, so that no command's output can ask for the password. */
function sudoPrompt(): Extract<SudoAsking, { kind: 'stdin' }> {
  return { kind: 'stdin', prompt: `sudo-${randomBytes(9).toString('hex')}:` };
}
