import type { Message } from '../../core/message.ts';

/** What went wrong, by kind: the window decides by `code`, people read `message`. */
export type AppErrorCode =
  'bad-request' | 'not-allowed' | 'cancelled' | 'unreadable-input' | 'not-found' | 'server' | 'internal';

/** Errors cross the bridge as data: Electron would reduce a thrown error to its message. */
export interface AppError {
  readonly code: AppErrorCode;
  /** A sentence that says what happened and what to do. */
  readonly message: Message;
  /** Further sentences, e.g. why a key file could not be used. */
  readonly notes?: readonly Message[];
  /** For support, never shown first: technical detail without secrets. */
  readonly detail?: string;
}

export type Result<T, E = AppError> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const success = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const failure = <E>(error: E): Result<never, E> => ({ ok: false, error });
