import type { LogFileProblem } from '../logfiles/logFileProblem.ts';
import { describeProblem } from './describeProblem.ts';
import { printable } from './printable.ts';
import type { Streams } from './streams.ts';

/** Says on stderr what of the input is missing from the answer. */
export function warnAbout(problems: readonly LogFileProblem[], streams: Streams): void {
  for (const problem of problems) {
    streams.error(`mailtriage: warning: ${printable(describeProblem(problem))}\n`);
  }
}
