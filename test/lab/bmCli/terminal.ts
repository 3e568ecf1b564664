/** Where a command writes: results to stdout, everything else to stderr, as the real bm-cli does. */
export interface Terminal {
  info(line: string): void;
  warn(line: string): void;
}

/** An error of a command: the message alone goes to stderr, exit status 1 (the real one's CliException). */
export class CliError extends Error {}

/** Wrong options of a leaf command: usage on stderr, exit status 2. */
export class UsageError extends Error {}
