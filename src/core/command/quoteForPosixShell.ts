/** Why a string cannot be an argument of a remote process. */
export type UnquotableReason = 'nul' | 'lone-surrogate';

/** An argument no shell can carry. Its text is left out on purpose: it may be a secret. */
export class UnquotableArgumentError extends Error {
  readonly reason: UnquotableReason;
  /** 0-based place in the argument list. */
  readonly index: number;

  constructor(reason: UnquotableReason, index: number) {
    super(`Argument ${index} cannot be passed to a process (${reason})`);
    this.name = 'UnquotableArgumentError';
    this.reason = reason;
    this.index = index;
  }
}

/**
 * Characters that mean nothing to any POSIX shell (XCU 2.2) and can stand unquoted, so that the line stays readable.
 * `~` and `=` are left out: they expand at the start of a word and in assignments.
 */
const PLAIN_WORD = /^[A-Za-z0-9_@%+:,./-]+$/;
/** `LC_ALL=C` and the like are arguments of `env`: with a command word before them they are not assignments. */
const PLAIN_ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*=[A-Za-z0-9_@%+:,./-]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The only place where arguments become a shell line. Every argument arrives at the process exactly as given:
 * single quotes protect everything but the single quote itself, which is closed over as `'\''` (XCU 2.2.2).
 *
 * @param argv the command word and its arguments; an empty list gives an empty line.
 * @throws UnquotableArgumentError for NUL (the end of a C string, execve(2)) and for half a surrogate pair, which
 * has no UTF-8 form and would arrive changed.
 */
export function quoteForPosixShell(argv: readonly string[]): string {
  return argv.map(quoteWord).join(' ');
}

function quoteWord(word: string, index: number): string {
  if (word.includes('\0')) throw new UnquotableArgumentError('nul', index);
  if (LONE_SURROGATE.test(word)) throw new UnquotableArgumentError('lone-surrogate', index);
  if (PLAIN_WORD.test(word)) return word;
  if (index > 0 && PLAIN_ASSIGNMENT.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
