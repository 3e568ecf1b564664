/**
 * What can be wrong with a file the user names. The first group means nothing of it could be used; after
 * `cut-short` and `damaged` everything before the bad spot was read and used.
 */
export type LogFileProblemKind =
  | 'missing'
  | 'folder'
  | 'not-allowed'
  /** Neither a log nor other text: a picture, a program, a database. */
  | 'not-text'
  /** Several files in one (zip, tar, 7z, rar): has to be unpacked first. */
  | 'archive'
  /** Expands to more than any log would: a zip bomb, or not meant to be read whole. */
  | 'too-large'
  | 'unreadable'
  /** The compressed file ends in the middle: a copy that broke off, or a log still being written. */
  | 'cut-short'
  /** The compressed file is broken at some place. */
  | 'damaged'
  /** It was emptied or written anew while it was read; what is known of it is a mixture. */
  | 'shrank';

export interface LogFileProblem {
  readonly kind: LogFileProblemKind;
  /** As the user named it. */
  readonly file: string;
  /** Lines that could be read before the problem. */
  readonly linesRead: number;
  /** Technical words for support, e.g. `ENOSPC` or zlib's complaint. */
  readonly detail: string;
}

/** Thrown for a file of which nothing can be used; `cut-short` and `damaged` only when not one line came out. */
export class LogFileError extends Error {
  override readonly name = 'LogFileError';
  readonly problem: LogFileProblem;

  constructor(problem: LogFileProblem) {
    super(`${problem.file}: ${problem.kind} (${problem.detail})`);
    this.problem = problem;
  }
}

const kindByCode: Readonly<Record<string, LogFileProblemKind>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EISDIR: 'folder',
  EACCES: 'not-allowed',
  EPERM: 'not-allowed',
};

/** Turns what Node's file calls throw into a problem of `file`. */
export function problemOfSystemError(error: unknown, file: string): LogFileProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const detail = code || (error instanceof Error ? error.message : String(error));
  return { kind: kindByCode[code] ?? 'unreadable', file, linesRead: 0, detail };
}
