import type { Message } from '../../core/message.ts';
import type { SessionError, SessionErrorCode } from '../../core/ssh/sessionError.ts';
import type { AppError, AppErrorCode } from '../../shared/ipc/errors.ts';

const KNOWN_METHODS = new Set([
  'publickey',
  'password',
  'keyboard-interactive',
  'hostbased',
  'gssapi-with-mic',
]);

const appCodes: Partial<Record<SessionErrorCode, AppErrorCode>> = {
  cancelled: 'cancelled',
  'sign-in-cancelled': 'cancelled',
  'read-only-profile': 'not-allowed',
  'not-confirmed': 'not-allowed',
};

/** What went wrong with a server, as a call answers it. */
export function serverError({ code, message, notes, accepts, detail }: SessionError): AppError {
  const more: Message[] = [...notes, ...accepts.map(acceptedMethod)];
  return {
    code: appCodes[code] ?? 'server',
    message,
    ...(more.length === 0 ? {} : { notes: more }),
    detail: detail === '' ? code : `${code}: ${detail}`,
  };
}

function acceptedMethod(method: string): Message {
  return KNOWN_METHODS.has(method)
    ? { key: `ssh:accepts.${method}` }
    : { key: 'ssh:accepts.other', values: { method } };
}
