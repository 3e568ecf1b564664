import type { Hop } from '../../core/ssh/connectionState.ts';
import type { HostKeyVerdict } from '../../core/ssh/knownHosts.ts';
import type { Secret } from './secret.ts';

/** What sessions ask people. The window answers, or the secret store does; `null` always means: cancelled. */
export interface SessionPrompts {
  /** Fingerprint shown, nothing sent to the server yet, no timer running. */
  askHostKey(question: HostKeyQuestion): Promise<HostKeyAnswer>;
  password(question: PasswordQuestion): Promise<Secret | null>;
  passphrase(question: PassphraseQuestion): Promise<Secret | null>;
  keyboardInteractive(question: KeyboardInteractiveQuestion): Promise<readonly Secret[] | null>;
  sudoPassword(question: SudoPasswordQuestion): Promise<Secret | null>;
  /** A key for BlueMind's own interface on the server. */
  apiKey(question: ApiKeyQuestion): Promise<Secret | null>;
}

export interface HostKeyQuestion {
  readonly hop: Hop;
  readonly verdict: Extract<HostKeyVerdict, { kind: 'unknown' | 'unknown-other-key-type' }>;
}

export type HostKeyAnswer = 'remember' | 'once' | 'reject';

export interface PasswordQuestion {
  readonly hop: Hop;
  readonly user: string;
  /** 1 at first (a stored password may be used), higher when the server refused the one before. */
  readonly attempt: number;
  /** The connection broke and comes back by itself: nobody may be sitting there. */
  readonly reconnecting: boolean;
}

export interface PassphraseQuestion {
  readonly hop: Hop;
  readonly path: string;
  readonly attempt: number;
  readonly reconnecting: boolean;
}

/** The server's own words, made fit to show. */
export interface KeyboardInteractiveQuestion {
  readonly hop: Hop;
  readonly user: string;
  readonly name: string;
  readonly instructions: string;
  readonly prompts: readonly { readonly text: string; readonly echo: boolean }[];
  /** 1 for the first round, 2 for the next question of the same sign-in (a code after a password). */
  readonly round: number;
  readonly reconnecting: boolean;
}

export interface SudoPasswordQuestion {
  readonly server: string;
  readonly user: string;
  readonly attempt: number;
}

export interface ApiKeyQuestion {
  readonly server: string;
  readonly attempt: number;
}
