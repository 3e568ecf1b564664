import type { Message } from '../message.ts';
import type { RecipientStatus, LineCounts } from '../postfix/tracedMessage.ts';
import type { SummaryHour, SummaryReason, SummaryTotals } from '../postfix/summaryParts.ts';
import type { FilterField, MessageFilter } from './messageFilter.ts';

/** A bar of the time chart, shaped like an hour of the summary: deliveries (not messages) in `from` .. `from` + bucketSeconds. */
export type OverviewBucket = SummaryHour;

export interface TopEntry {
  readonly value: string;
  readonly messages: number;
  readonly bytes: number;
}

/** What can be ranked; each is a field a filter knows. */
export type TopField = Extract<
  FilterField,
  'sender' | 'senderDomain' | 'recipient' | 'recipientDomain' | 'relay' | 'client'
>;

/** How many deliveries took up to so many seconds (and longer than the entry before); the last has no limit. */
export interface DelayBand {
  readonly upToSeconds: number | null;
  readonly count: number;
}

/** Something out of the ordinary, in words, and the messages it rests on. */
export interface UnusualThing {
  readonly kind:
    | 'queue-builds-up'
    | 'sender-sends-thousands'
    | 'domain-refuses-everything'
    | 'service-restarts'
    | 'quota-repeats'
    | 'many-rejected-from-one-client';
  readonly level: 'warning' | 'problem';
  /** `overview:unusual.<kind>` with its values. */
  readonly message: Message;
  /** Null when no message belongs to it (a service that restarts). */
  readonly filter: MessageFilter | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** A log at a glance. Everything but `input`, `period`, `samples` and `unusual` speaks of the messages the filter lets through. */
export interface LogOverview {
  readonly period: { readonly from: string | null; readonly to: string | null };
  readonly input: LineCounts;
  /** As `mailtriage.summary/1`, of the whole log; null while a filter is set. */
  readonly totals: SummaryTotals | null;
  /** Messages the filter lets through, and how they ended (by `tellingStatuses`). */
  readonly messages: number;
  readonly byStatus: Readonly<Record<RecipientStatus, number>>;
  readonly bucketSeconds: number;
  readonly buckets: readonly OverviewBucket[];
  /** The first twenty of each, most messages first. */
  readonly top: Readonly<Record<TopField, readonly TopEntry[]>>;
  readonly reasons: readonly SummaryReason[];
  readonly delays: readonly DelayBand[];
  /** Lines of Postfix that no rule understood, the first few. */
  readonly samples: readonly { readonly file: string; readonly line: number; readonly text: string }[];
  /** Programs whose lines are not ours, by number of lines. */
  readonly foreignPrograms: readonly { readonly program: string; readonly lines: number }[];
  readonly unusual: readonly UnusualThing[];
}
