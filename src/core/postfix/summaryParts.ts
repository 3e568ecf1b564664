/** Meanings as pflogsumm's "Grand Totals"; `bytes*` in bytes, the rest counts. */
export interface SummaryTotals {
  readonly received: number;
  readonly delivered: number;
  readonly forwarded: number;
  /** Messages deferred at least once. */
  readonly deferred: number;
  /** Deferral events. */
  readonly deferrals: number;
  readonly bounced: number;
  readonly rejected: number;
  readonly rejectWarnings: number;
  readonly held: number;
  readonly discarded: number;
  readonly bytesReceived: number;
  readonly bytesDelivered: number;
  readonly senders: number;
  readonly sendingDomains: number;
  readonly recipients: number;
  readonly recipientDomains: number;
}

/** One hour of the log's own clock; `from` is its start, ISO 8601 with the log's offset if it has one. */
export interface SummaryHour {
  readonly from: string;
  readonly received: number;
  readonly delivered: number;
  readonly deferred: number;
  readonly bounced: number;
  readonly rejected: number;
}

/** Deferrals, bounces and rejections grouped by what was said, most frequent first. */
export interface SummaryReason {
  readonly kind: 'deferred' | 'bounced' | 'rejected' | 'held' | 'discarded';
  readonly cause: string | null;
  readonly dsn: string | null;
  /** Verbatim reply of the first such event. */
  readonly reply: string;
  readonly count: number;
}
