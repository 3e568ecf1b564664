import type { Bridge } from '../../../shared/ipc/bridge.ts';
import type { CallInput, CallOutput } from '../../../shared/ipc/contract.ts';
import type { CallName } from '../../../shared/ipc/channels.ts';
import { failure } from '../../../shared/ipc/errors.ts';
import type { AppError, Result } from '../../../shared/ipc/errors.ts';

function unreachable(cause: unknown): Result<never> {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return failure({ code: 'internal', message: { key: 'common:error.unreachable' }, detail });
}

/** Asks main. Even when the bridge itself breaks, the answer is a `Result`, so that no caller needs a try. */
export async function ask<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
): Promise<Result<CallOutput<Name>>> {
  try {
    return await window.mailtriage.call(name, input);
  } catch (cause) {
    return unreachable(cause);
  }
}

/** Hands dropped files to main, which answers with ids: the window never sees a path. */
export async function admitFiles(files: readonly File[]): Promise<Result<CallOutput<'files.admit'>>> {
  try {
    return await window.mailtriage.admitFiles(files);
  } catch (cause) {
    return unreachable(cause);
  }
}

export const listen: Bridge['on'] = (name, listener) => window.mailtriage.on(name, listener);

/** For TanStack Query, which wants a failed answer thrown. */
export class AskFailed extends Error {
  readonly error: AppError;
  constructor(error: AppError) {
    super(error.message.key);
    this.error = error;
  }
}

export async function askOrThrow<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
): Promise<CallOutput<Name>> {
  const result = await ask(name, input);
  if (!result.ok) throw new AskFailed(result.error);
  return result.value;
}
