import type { Message } from '../message.ts';

export type BmCliFindingKind =
  | 'unknown-domain'
  | 'user-not-found'
  | 'no-mailbox'
  | 'invalid-address'
  | 'no-match'
  | 'sudo-failed'
  | 'authn-needed'
  | 'authn-not-a-user'
  | 'address-without-at'
  | 'unknown-folder'
  | 'stack-trace'
  | 'unknown-option'
  | 'missing-option'
  | 'unknown-command'
  | 'usage'
  | 'disabled'
  | 'entry-failed'
  | 'repair-failed'
  | 'ignored-entries'
  | 'core-unreachable'
  | 'permission-denied'
  | 'tool-missing'
  | 'quota';

/** Something bm-cli complained about; many of these come with exit status 0. */
export interface BmCliFinding {
  readonly kind: BmCliFindingKind;
  /** What it is about: an address, a domain, an option; null when the text names nothing. */
  readonly subject: string | null;
  /** The sentence, in namespace `mailbox`. */
  readonly sentence: Message;
  readonly line: number;
  readonly text: string;
}

/** Finds the complaints in what bm-cli printed (stdout and stderr, ANSI codes allowed). Total. */
export function parseBmCliErrors(_text: string): readonly BmCliFinding[] {
  return [];
}
