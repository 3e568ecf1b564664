import type { AppError, AppErrorCode } from '../../shared/ipc/errors.ts';

/** Ends a step with an error that is an answer: the window shows its sentence. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.message.key);
    this.error = error;
  }
}

export function refuseStep(code: AppErrorCode, key: string, values?: Record<string, string | number>): never {
  throw new StepFailed({ code, message: values === undefined ? { key } : { key, values } });
}
