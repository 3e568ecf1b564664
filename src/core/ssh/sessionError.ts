import type { CommandOutput } from '../command/commandOutput.ts';
import type { Message } from '../message.ts';
import type { Hop } from './connectionState.ts';
import type { HostKeyVerdict } from './knownHosts.ts';

/** What can go wrong on the way to a server and on it; each has an entry `ssh:error.<code>` in the catalogues. */
export type SessionErrorCode =
  | 'host-not-found'
  | 'connection-refused'
  | 'unreachable'
  | 'timeout'
  | 'no-ssh-server'
  | 'no-common-algorithm'
  | 'banner-flood'
  | 'host-key-changed'
  | 'host-key-revoked'
  | 'host-key-rejected'
  | 'host-key-switched'
  | 'known-hosts-unreadable'
  | 'sign-in-refused'
  | 'sign-in-cancelled'
  | 'sign-in-nothing-fits'
  | 'sign-in-too-many-attempts'
  | 'sign-in-password-expired'
  | 'jump-forwarding-refused'
  | 'connection-lost'
  | 'not-connected'
  | 'no-more-sessions'
  | 'command-not-started'
  | 'read-only-profile'
  | 'not-confirmed'
  | 'sudo-password-required'
  | 'sudo-password-wrong'
  | 'sudo-not-allowed'
  | 'sudo-needs-terminal'
  | 'sudo-missing'
  | 'api-key-unusable'
  | 'cancelled'
  | 'internal';

/** Everything a person needs to know, and support besides. Never holds a secret. */
export interface SessionError {
  readonly code: SessionErrorCode;
  /** What happened and what to do. */
  readonly message: Message;
  /** Which connection of the chain failed; null when it is not about one. */
  readonly hop: Hop | null;
  /** What else is worth saying, e.g. why a key file could not be used. */
  readonly notes: readonly Message[];
  /** Technical text for support. */
  readonly detail: string;
  /** SSH names of the sign-in methods the server still accepts (`publickey`, `password` ...); empty: not known. */
  readonly accepts: readonly string[];
  /** For host key errors: what was offered and what was known. */
  readonly hostKey: HostKeyVerdict | null;
  /** For commands: what had arrived until then. */
  readonly output: CommandOutput | null;
}

/** Fills what an error does not speak of. The message key follows from the code unless given. */
export function sessionError(
  code: SessionErrorCode,
  parts: Partial<Omit<SessionError, 'code'>> & { readonly values?: Message['values'] } = {},
): SessionError {
  const { values, ...rest } = parts;
  const message: Message =
    values === undefined ? { key: `ssh:error.${code}` } : { key: `ssh:error.${code}`, values };
  return {
    code,
    message,
    hop: null,
    notes: [],
    detail: '',
    accepts: [],
    hostKey: null,
    output: null,
    ...rest,
  };
}
