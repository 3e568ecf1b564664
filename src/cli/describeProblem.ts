import type { LogFileProblem } from '../logfiles/logFileProblem.ts';
import { assertNever } from '../core/assertNever.ts';

/** One line about a file, for people at a terminal. */
export function describeProblem({ kind, file, linesRead, detail }: LogFileProblem): string {
  switch (kind) {
    case 'missing':
      return `${file}: there is no such file`;
    case 'folder':
      return `${file}: this is a folder; name the log files in it`;
    case 'not-allowed':
      return `${file}: you are not allowed to read this file; mail logs usually need root or the group adm`;
    case 'not-text':
      return `${file}: this is not a text file`;
    case 'archive':
      return `${file}: this is an archive of several files; unpack it and name the logs in it`;
    case 'too-large':
      return `${file}: this is too large for what it should be (${detail})`;
    case 'unreadable':
      return `${file}: this file cannot be read (${detail})`;
    case 'cut-short':
      return `${file}: the compressed file ends in the middle; ${readSoFar(linesRead)}`;
    case 'damaged':
      return `${file}: the compressed file is damaged (${detail}); ${readSoFar(linesRead)}`;
    case 'shrank':
      return `${file}: this file became shorter while it was read; the answer may be incomplete`;
    default:
      return assertNever(kind);
  }
}

function readSoFar(lines: number): string {
  if (lines === 0) return 'nothing of it could be read';
  return `only what comes before that was read (${lines} lines)`;
}
