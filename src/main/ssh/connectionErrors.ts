import type { ClientErrorExtensions } from 'ssh2';
import type { Hop } from '../../core/ssh/connectionState.ts';
import { plainServerText } from '../../core/ssh/plainServerText.ts';
import { sessionError } from '../../core/ssh/sessionError.ts';
import type { SessionError, SessionErrorCode } from '../../core/ssh/sessionError.ts';
import { SessionFailure } from './sessionFailure.ts';

/** Node's codes of failed connections (getaddrinfo(3), connect(2)). */
const SOCKET_CODES: Readonly<Record<string, SessionErrorCode>> = {
  ENOTFOUND: 'host-not-found',
  EAI_AGAIN: 'host-not-found',
  EAI_NONAME: 'host-not-found',
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'connection-lost',
  EPIPE: 'connection-lost',
};

/** What ssh2 says when the handshake fails; its errors have no codes of their own. */
const HANDSHAKE_TEXTS: readonly (readonly [RegExp, SessionErrorCode])[] = [
  [/no matching/i, 'no-common-algorithm'],
  [
    /Connection lost before handshake|Invalid identification|Invalid header|expected newline/i,
    'no-ssh-server',
  ],
  [/Max greeting lines|Header line too long/i, 'banner-flood'],
  [/Too many authentication failures/i, 'sign-in-too-many-attempts'],
  [/Keepalive timeout/i, 'connection-lost'],
];

/**
 * Names what happened while connecting. `thrown` is what the socket, ssh2 or a jump host's channel gave; null when the
 * other side just closed.
 */
export function connectionErrorOf(thrown: unknown, hop: Hop, throughJumpHost: boolean): SessionError {
  if (thrown instanceof SessionFailure) return thrown.error;
  const values = { host: hop.host, port: hop.port };
  if (!(thrown instanceof Error)) return sessionError('connection-lost', { hop, values });
  const error = thrown as Error &
    ClientErrorExtensions & { code?: unknown; reason?: unknown; errors?: unknown };
  const detail = plainServerText(error.message, 500);
  const parts = { hop, detail, values };

  // The channel through a jump host was refused: RFC 4254, 5.1, reason codes 1 (prohibited), 2 (connect failed).
  if (throughJumpHost && error.reason !== undefined) {
    const refused = error.reason === 1 || /administratively prohibited/i.test(error.message);
    return sessionError(refused ? 'jump-forwarding-refused' : 'unreachable', parts);
  }
  const code = socketCode(error);
  if (code !== undefined) return sessionError(code, parts);
  const text = HANDSHAKE_TEXTS.find(([pattern]) => pattern.test(error.message));
  if (text !== undefined) return sessionError(text[1], parts);
  return sessionError(error.level === 'client-socket' ? 'unreachable' : 'connection-lost', parts);
}

/** Several addresses were tried: Node gives an AggregateError whose members tell. */
function socketCode(error: { code?: unknown; errors?: unknown }): SessionErrorCode | undefined {
  const own = typeof error.code === 'string' ? SOCKET_CODES[error.code] : undefined;
  if (own !== undefined || !Array.isArray(error.errors)) return own;
  return error.errors
    .map((member: { code?: unknown }) => socketCode(member))
    .find((code) => code !== undefined);
}
