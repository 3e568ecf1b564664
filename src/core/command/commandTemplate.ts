import type { z } from 'zod';

/** Whose rights the command needs. `root` is met by signing in as root, or through sudo. */
export type Privilege = 'user' | 'root';

/** `changes` needs a confirmation token from main and a profile that allows changes. */
export type Effect = 'reads' | 'changes';

/**
 * A secret a command reads on its standard input, where neither the process list nor a log shows it. Core knows only
 * which one; the session puts it between `before` and `after` at the moment the command runs.
 */
export interface SecretInput {
  readonly secret: 'bluemind-api-key';
  readonly before: string;
  readonly after: string;
  /** What a secret of this kind looks like; anything else is not sent. */
  readonly fits: RegExp;
  /**
   * What the answer says of the secret: `refused`, nothing was done and another may be asked for at once; `not-enough`, it
   * is good but opens too little, so that another one is asked for next time.
   */
  readonly judge: (stdout: string) => 'accepted' | 'refused' | 'not-enough';
}

/**
 * A command as data: what to run, never how to spell it for a shell. The playbook shows it, main renders and runs it;
 * renderer and command line only ever name its id and the values.
 */
export interface CommandTemplate<Values = unknown> {
  /** Names the command for the audit log and for tests, e.g. `queue.list-json`. */
  readonly id: string;
  /** Checks the values before they get near a command line. A value that may begin with `-` must be refused here. */
  readonly values: z.ZodType<Values>;
  /** Command word and arguments. Use `--` before values where the tool knows it. Must be pure. */
  argv(values: Values): readonly string[];
  /** What the process reads on its standard input, if anything. */
  stdin?(values: Values): string;
  /** Instead of `stdin`: what it reads holds a secret. */
  readonly secretInput?: SecretInput;
  readonly privilege: Privilege;
  readonly effect: Effect;
  readonly timeoutMs: number;
  /** Cap for stdout and stderr together, in bytes. */
  readonly maxBytes: number;
  /**
   * Commands with the same mark never run side by side on one server. bm-cli 5 rebuilds its own installation at
   * every start as root (BlueMind packaging/bm-cli), so two at once break each other.
   */
  readonly serialised?: 'bm-cli';
}

/** Keeps the type of the values while writing templates as plain objects. */
export function defineCommand<Values>(template: CommandTemplate<Values>): CommandTemplate<Values> {
  return template;
}

/** Reading commands of a few seconds: the usual case. */
export const DEFAULT_TIMEOUT_MS = 30_000;
/** Enough for any listing a person reads; logs have their own way (core/remoteTrace). */
export const DEFAULT_MAX_BYTES = 4 * 1024 * 1024;
