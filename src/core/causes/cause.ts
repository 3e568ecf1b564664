import type { Actor } from '../playbook/verdict.ts';

/**
 * Where a reply comes from, which decides who has to act on it:
 * `mailbox` our own mailbox service (LMTP, port 2400), `inbound` our Postfix refusing a client, `own` our Postfix's
 * words about its own delivery, `admin` somebody at the server with postsuper, `remote` the mail server of the other side, `unknown`
 * when neither the service nor the text tells.
 */
export type ReplyOrigin = 'mailbox' | 'inbound' | 'own' | 'admin' | 'remote' | 'unknown';

/**
 * One way to recognise a cause. All given parts must hold. A rule with `text` beats every rule without, wherever they
 * stand: words say more than a number.
 */
export interface CauseRule {
  /** Only for replies from one of these places; absent means any. */
  readonly from?: readonly ReplyOrigin[];
  /** Enhanced status codes (RFC 3463), any of them. */
  readonly dsn?: readonly string[];
  /** Lower-case pieces of the reply: one of the list must occur; an entry that is a list needs all of its pieces. */
  readonly text?: readonly (string | readonly string[])[];
  /** Lower-case pieces that must not occur. */
  readonly without?: readonly string[];
}

/** One reason why mail does not arrive. Its words are in the catalogues: `causes:<id>.title`, `.meaning`, `.action`. */
export interface Cause {
  /** Kebab-case and public: it is printed by the command line and saved in cases. Never rename one. */
  readonly id: string;
  readonly whoActs: Actor;
  /** True when the mail may go through by itself if nobody does anything, because the server tries again. */
  readonly waitingHelps: boolean;
  /** True when this mail is lost for delivery and has to be sent again once the cause is gone. */
  readonly permanent: boolean;
  /** Empty for causes that no reply can tell and only other findings (bm-cli) establish. */
  readonly rules: readonly CauseRule[];
}
