import type { Message } from '../../core/message.ts';
import type { LogFileProblem } from '../../logfiles/logFileProblem.ts';
import type { AppError } from '../../shared/ipc/errors.ts';

/** A file problem as a sentence for the window. */
export function fileProblemMessage({ kind, file, linesRead }: LogFileProblem): Message {
  const key = (kind === 'damaged' || kind === 'cut-short') && linesRead === 0 ? 'nothing-left' : kind;
  return { key: `errors:file.${key}`, values: { file, lines: linesRead } };
}

export function fileProblemError(problem: LogFileProblem): AppError {
  return {
    code: 'unreadable-input',
    message: fileProblemMessage(problem),
    detail: `${problem.kind}: ${problem.detail}`,
  };
}
