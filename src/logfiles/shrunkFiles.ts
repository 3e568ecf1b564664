import { LogFileError } from './logFileProblem.ts';
import type { LogFileProblem } from './logFileProblem.ts';

const shrank = (file: string): LogFileProblem => ({ kind: 'shrank', file, linesRead: 0, detail: '' });

/**
 * What went wrong with files, of which some became shorter meanwhile: that one thing is told of them, instead of what it looked
 * like at every place that was read.
 */
export const withShrunk = (
  problems: readonly LogFileProblem[],
  shrunk: readonly string[],
): readonly LogFileProblem[] => [
  ...problems.filter(({ file }) => !shrunk.includes(file)),
  ...shrunk.map(shrank),
];

/** The same for what ended the reading. */
export const orShrank = (error: unknown, shrunk: readonly string[]): unknown =>
  error instanceof LogFileError && shrunk.includes(error.problem.file)
    ? new LogFileError(shrank(error.problem.file))
    : error;
