/** Why a message's `complete` is what it is, and what else is worth a sentence. Not part of the printed JSON. */
export interface MessageNotes {
  /** The log does not show how the message came in (it was cut at its beginning). */
  readonly beginMissing: boolean;
  /** The log does not show that the message left the queue. */
  readonly endMissing: boolean;
  /** The sender gave up before the message was accepted (connection lost, time-out, RSET). */
  readonly aborted: boolean;
  /** Login that sent it (`sasl_username`), null when not authenticated or not logged. */
  readonly saslUsername: string | null;
  /** A bounce, delay or postmaster notification made by Postfix; for which queue ID. */
  readonly notificationFor: string | null;
  /**
   * Why a mail without a queue ID was turned away; also when that was before a recipient was named (too large, sender
   * not wanted) and `recipients` is empty.
   */
  readonly refusal: {
    readonly dsn: string | null;
    readonly reply: string;
    readonly cause: string | null;
  } | null;
  /** Names of the hosts whose lines tell it. */
  readonly hosts: readonly string[];
}
