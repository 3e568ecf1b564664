import type { SessionError, SessionErrorCode } from '../../core/ssh/sessionError.ts';
import type { AppError, AppErrorCode } from '../../shared/ipc/errors.ts';

const appCodes: Partial<Record<SessionErrorCode, AppErrorCode>> = {
  cancelled: 'cancelled',
  'sign-in-cancelled': 'cancelled',
  'read-only-profile': 'not-allowed',
  'not-confirmed': 'not-allowed',
};

/** What went wrong with a server, as a call answers it. What a command had printed until then stays in main. */
export function serverError({ code, message, notes, detail }: SessionError): AppError {
  return {
    code: appCodes[code] ?? 'server',
    message,
    ...(notes.length === 0 ? {} : { notes }),
    detail: detail === '' ? code : `${code}: ${detail}`,
  };
}
