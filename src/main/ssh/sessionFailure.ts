import type { SessionError } from '../../core/ssh/sessionError.ts';
import { sessionError } from '../../core/ssh/sessionError.ts';

/** Carries a `SessionError` up to the session, which hands it out as data. */
export class SessionFailure extends Error {
  readonly error: SessionError;

  constructor(error: SessionError) {
    super(error.detail === '' ? error.code : `${error.code}: ${error.detail}`);
    this.name = 'SessionFailure';
    this.error = error;
  }
}

/** Whatever was thrown, as a session error. */
export function toSessionError(thrown: unknown): SessionError {
  if (thrown instanceof SessionFailure) return thrown.error;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return sessionError('internal', { detail, values: { detail } });
}
