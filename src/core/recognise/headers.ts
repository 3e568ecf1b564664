/** An address picked out of a header block or a bounce message. Not lower-cased. */
export interface HeaderAddress {
  readonly address: string;
  readonly name: string | null;
  /** Header it stood in, lower case, e.g. `from`, `final-recipient`. */
  readonly header: string;
}

/** What a pasted header block or bounce message tells. Empty or null where it tells nothing. */
export interface ReadHeaders {
  readonly from: readonly HeaderAddress[];
  readonly to: readonly HeaderAddress[];
  readonly cc: readonly HeaderAddress[];
  /** Delivered-To, X-Original-To, Envelope-To. */
  readonly deliveredTo: readonly HeaderAddress[];
  /** Envelope sender from Return-Path; `''` is the null sender, null when absent. */
  readonly returnPath: string | null;
  readonly finalRecipients: readonly HeaderAddress[];
  readonly originalRecipients: readonly HeaderAddress[];
  /** Without angle brackets. In a bounce: of the returned message. */
  readonly messageId: string | null;
  /** Of the bounce itself, when the text is one. */
  readonly bounceMessageId: string | null;
  /** ISO 8601 with the offset given; null when absent or unreadable. In a bounce: of the returned message. */
  readonly date: string | null;
  /** Decoded and unfolded. In a bounce: of the returned message. */
  readonly subject: string | null;
  /** Queue IDs of Received lines and X-Postfix-Queue-ID, first seen first. */
  readonly queueIds: readonly string[];
  /** Enhanced status codes (Status: 5.1.1), first seen first. */
  readonly statusCodes: readonly string[];
  /** Diagnostic-Code texts without their type. */
  readonly diagnostics: readonly string[];
  readonly isBounce: boolean;
  /** failed, delayed, delivered, relayed, expanded; null when not said. */
  readonly action: string | null;
  /** The sender and recipient a trace should start with; null when undecided. */
  readonly sender: string | null;
  readonly recipients: readonly string[];
}

/** Picks out of a header block or a whole bounce message what a trace can look for. Total. */
export function readHeaders(_text: string): ReadHeaders {
  return {
    from: [],
    to: [],
    cc: [],
    deliveredTo: [],
    returnPath: null,
    finalRecipients: [],
    originalRecipients: [],
    messageId: null,
    bounceMessageId: null,
    date: null,
    subject: null,
    queueIds: [],
    statusCodes: [],
    diagnostics: [],
    isBounce: false,
    action: null,
    sender: null,
    recipients: [],
  };
}
