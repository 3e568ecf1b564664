import { join } from 'node:path';
import { PROFILE_DEFAULTS, serverProfileSchema } from '../../src/core/ssh/profile.ts';
import type { ServerProfile } from '../../src/core/ssh/profile.ts';
import type { ConnectionState } from '../../src/core/ssh/connectionState.ts';
import { DEFAULT_MAX_BYTES, DEFAULT_TIMEOUT_MS } from '../../src/core/command/commandTemplate.ts';
import type { CommandTemplate } from '../../src/core/command/commandTemplate.ts';
import { renderCommand } from '../../src/core/command/renderCommand.ts';
import type { RenderedCommand } from '../../src/core/command/renderCommand.ts';
import type { CommandOutput } from '../../src/core/command/commandOutput.ts';
import type { SessionErrorCode } from '../../src/core/ssh/sessionError.ts';
import type { CommandRecord } from '../../src/main/ssh/audit.ts';
import { Confirmations } from '../../src/main/ssh/confirmation.ts';
import { KnownHostsFiles } from '../../src/main/ssh/knownHostsFile.ts';
import type {
  ApiKeyQuestion,
  HostKeyQuestion,
  KeyboardInteractiveQuestion,
  PassphraseQuestion,
  PasswordQuestion,
  SessionPrompts,
  SudoPasswordQuestion,
} from '../../src/main/ssh/prompts.ts';
import { Secret } from '../../src/main/ssh/secret.ts';
import { SerialQueue } from '../../src/main/ssh/serialQueue.ts';
import { Session } from '../../src/main/ssh/session.ts';
import type { ExecOptions, SessionResult, SessionSurroundings } from '../../src/main/ssh/session.ts';
import { z } from 'zod';
import { pause } from './realSshd.ts';

/** Everything a session asked, in order, and what it was told. */
export class ScriptedPrompts implements SessionPrompts {
  readonly asked: (
    | { readonly kind: 'host-key'; readonly question: HostKeyQuestion }
    | { readonly kind: 'password'; readonly question: PasswordQuestion }
    | { readonly kind: 'passphrase'; readonly question: PassphraseQuestion }
    | { readonly kind: 'keyboard-interactive'; readonly question: KeyboardInteractiveQuestion }
    | { readonly kind: 'sudo'; readonly question: SudoPasswordQuestion }
    | { readonly kind: 'api-key'; readonly question: ApiKeyQuestion }
  )[] = [];
  hostKeyAnswer: 'remember' | 'once' | 'reject' = 'remember';
  /** Answers in order; the last one is used again. `null` cancels. */
  passwords: (string | null)[] = [];
  passphrases: (string | null)[] = [];
  interactive: (readonly string[] | null)[] = [];
  sudoPasswords: (string | null)[] = [];
  apiKeys: (string | null)[] = [];
  /** Runs before an answer is given, e.g. to let time pass. */
  before: (kind: string) => Promise<void> = () => Promise.resolve();

  count(kind: string): number {
    return this.asked.filter((entry) => entry.kind === kind).length;
  }

  async askHostKey(question: HostKeyQuestion) {
    this.asked.push({ kind: 'host-key', question });
    await this.before('host-key');
    return this.hostKeyAnswer;
  }
  async password(question: PasswordQuestion) {
    this.asked.push({ kind: 'password', question });
    await this.before('password');
    return secretOf(this.passwords);
  }
  async passphrase(question: PassphraseQuestion) {
    this.asked.push({ kind: 'passphrase', question });
    await this.before('passphrase');
    return secretOf(this.passphrases);
  }
  async keyboardInteractive(question: KeyboardInteractiveQuestion) {
    this.asked.push({ kind: 'keyboard-interactive', question });
    await this.before('keyboard-interactive');
    const answers = this.interactive.length > 1 ? this.interactive.shift() : this.interactive[0];
    return answers?.map((text) => new Secret(text)) ?? null;
  }
  async sudoPassword(question: SudoPasswordQuestion) {
    this.asked.push({ kind: 'sudo', question });
    await this.before('sudo');
    return secretOf(this.sudoPasswords);
  }
  async apiKey(question: ApiKeyQuestion) {
    this.asked.push({ kind: 'api-key', question });
    await this.before('api-key');
    return secretOf(this.apiKeys);
  }
}

function secretOf(answers: (string | null)[]): Secret | null {
  const answer = answers.length > 1 ? answers.shift() : answers[0];
  return answer === undefined || answer === null ? null : new Secret(answer);
}

export interface LabSession {
  readonly session: Session;
  readonly prompts: ScriptedPrompts;
  readonly records: CommandRecord[];
  readonly states: ConnectionState[];
  readonly banners: string[];
  readonly confirmations: Confirmations;
  readonly knownHostsFile: string;
}

/** A session with everything around it recorded. `profile` needs at least host, port and signIn. */
export function labSession(
  folder: string,
  profile: Partial<ServerProfile> & Pick<ServerProfile, 'port' | 'signIn'>,
  surroundings: Partial<SessionSurroundings> & { readonly knownHostsFile?: string } = {},
): LabSession {
  const prompts = new ScriptedPrompts();
  const records: CommandRecord[] = [];
  const states: ConnectionState[] = [];
  const banners: string[] = [];
  const confirmations = new Confirmations(() => Date.now());
  const knownHostsFile =
    surroundings.knownHostsFile ?? join(folder, `known-hosts-${Math.random().toString(36).slice(2)}`);
  const session = new Session(
    serverProfileSchema.parse({
      ...PROFILE_DEFAULTS,
      id: 'lab-profile',
      name: 'Lab',
      host: '127.0.0.1',
      ...profile,
    }),
    {
      prompts,
      knownHosts: new KnownHostsFiles(knownHostsFile, []),
      confirmations,
      serial: new SerialQueue(),
      agent: { platform: 'linux', socket: undefined },
      now: () => Date.now(),
      onCommand: (record) => records.push(record),
      onState: (state) => states.push(state),
      onBanner: (_hop, text) => banners.push(text),
      ...surroundings,
    },
  );
  return { session, prompts, records, states, banners, confirmations, knownHostsFile };
}

export type CommandParts = Partial<
  Pick<CommandTemplate, 'privilege' | 'effect' | 'timeoutMs' | 'maxBytes' | 'serialised'>
> & {
  readonly stdin?: string;
};

/** Renders an argv as the session would be given it. */
export function commandFor(
  session: Session,
  argv: readonly string[],
  parts: CommandParts = {},
): RenderedCommand {
  const { stdin, ...rest } = parts;
  const template: CommandTemplate<Record<string, never>> = {
    id: 'lab.command',
    values: z.record(z.string(), z.never()),
    argv: () => argv,
    ...(stdin === undefined ? {} : { stdin: () => stdin }),
    privilege: 'user',
    effect: 'reads',
    timeoutMs: DEFAULT_TIMEOUT_MS,
    maxBytes: DEFAULT_MAX_BYTES,
    ...rest,
  };
  const result = renderCommand(template, {}, session.elevation);
  if (!result.ok) throw new Error(result.error.code);
  return result.command;
}

export async function execute(
  session: Session,
  argv: readonly string[],
  parts: CommandParts = {},
  options: ExecOptions = {},
): Promise<SessionResult<CommandOutput>> {
  return await session.exec(commandFor(session, argv, parts), options);
}

/** The output of a command that is expected to run. */
export async function outputOf(
  session: Session,
  argv: readonly string[],
  parts: CommandParts = {},
  options: ExecOptions = {},
): Promise<CommandOutput> {
  const result = await execute(session, argv, parts, options);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
}

export function codeOf(result: SessionResult<unknown>): SessionErrorCode | 'ok' {
  return result.ok ? 'ok' : result.error.code;
}

/** Waits until something holds, and says what did not. */
export async function eventually(what: string, holds: () => boolean, timeoutMs = 15_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Never happened: ${what}`);
    await pause(20);
  }
}
