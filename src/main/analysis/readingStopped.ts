import type { AppError } from '../../shared/ipc/errors.ts';

/** The thread that read logs broke down: memory ran out, or a fault of ours. Nothing of what was read is kept. */
export class ReadingStopped extends Error {
  override readonly name = 'ReadingStopped';
}

/** It as a sentence for the window: nothing is lost, and trying again may do. */
export const readingStoppedError = ({ message: detail }: ReadingStopped): AppError => ({
  code: 'internal',
  message: { key: 'errors:reading-stopped' },
  detail,
});
