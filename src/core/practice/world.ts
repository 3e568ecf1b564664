import type { ServerClock } from './serverClock.ts';

/** 4 has Cyrus, 5 has its own mail back-end. */
export type Edition = 4 | 5;

/** One thing wrong with the server as a whole (or with one of its people), to be found; see `troubles.ts`. */
export const practiceTroubles = [
  'account-misused',
  'computer-misused',
  'core-maintenance',
  'core-stopped',
  'cyrus-down',
  'disk-full',
  'filter-in-front',
  'imap-children',
  'index-incomplete',
  'index-read-only',
  'lmtp-children',
  'lmtp-down',
  'mail-repeated',
  'maps-not-written',
  'milter-down',
  'no-transport',
  'out-of-memory',
  'outgoing-blocked',
  'printer-refused',
  'sign-in-fails',
  'split-loop',
  'too-large',
  'ysnp-down',
] as const;
export type PracticeTrouble = (typeof practiceTroubles)[number];

/**
 * Everything the simulated server knows. Plain data, so that it can be cloned and compared. Commands never change the world
 * they are given: `runPracticeCommand` clones it first and the parts below work on the clone.
 */
export interface PracticeWorld {
  readonly edition: Edition;
  readonly clock: ServerClock;
  /** What is wrong besides the everyday stories, once it has begun. */
  trouble: PracticeTrouble | null;
  /** When the world was made, and up to when its time has run; milliseconds since 1970. */
  readonly createdAt: number;
  now: number;
  /** State of the seeded generator (`seededRandom.ts`). */
  seed: number;
  entries: DirectoryEntry[];
  folders: MailFolder[];
  maps: DeliveryMaps;
  /** When the maps will be written anew; null: nothing is pending. */
  mapsDueAt: number | null;
  queue: WaitingMail[];
  mailLog: LogEntry[];
  coreLog: LogEntry[];
  /** Next of BlueMind's item ids, which are not IMAP UIDs. */
  nextItemId: number;
}

export interface DirectoryEntry {
  readonly kind: 'USER' | 'MAILSHARE' | 'GROUP';
  readonly uid: string;
  readonly login: string;
  readonly displayName: string;
  /** The first is the default address. */
  readonly emails: readonly string[];
  /** KiB; 0 is none. */
  quotaKib: number;
  readonly routing: 'internal' | 'external' | 'none';
  readonly archived: boolean;
  /** Logins; groups only. */
  readonly members: readonly string[];
  /** Mail too old to be modelled one by one, KiB. */
  readonly olderMailKib: number;
}

export interface MailFolder {
  /** Login of the owner. */
  readonly owner: string;
  /** `INBOX`, `Trash`, `Archive/2026`; the root of a shared mailbox has the mailbox's name. */
  readonly path: string;
  /** Without `mbox_records_`. */
  readonly uid: string;
  nextUid: number;
  messages: StoredMessage[];
}

/** A mail as its headers tell it. */
export interface Mail {
  readonly messageId: string;
  /** Envelope sender; '' is the null sender. */
  readonly sender: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly preview: string;
  readonly size: number;
}

/** A mail in a folder. */
export interface StoredMessage {
  readonly uid: number;
  readonly itemId: number;
  /** The same in every folder the mail was copied or moved to. */
  readonly bodyId: string;
  readonly mail: Mail;
  readonly receivedAt: number;
  flags: string[];
  /** When it was deleted; null while it is there. */
  expungedAt: number | null;
  /** Brought back or purged: no longer in any list. */
  unlinked: boolean;
  events: { readonly at: number; readonly type: 'Created' | 'Updated' | 'Deleted' }[];
}

export type MapName = 'virtual_domains' | 'virtual_alias' | 'virtual_mailbox' | 'transport';

export interface DeliveryMaps {
  readonly writtenAt: number;
  readonly tables: Readonly<Record<MapName, Readonly<Record<string, string>>>>;
}

export interface WaitingMail {
  readonly queueId: string;
  readonly arrivedAt: number;
  readonly mail: Mail;
  state: 'incoming' | 'active' | 'deferred' | 'hold';
  nextAttemptAt: number;
  recipients: WaitingRecipient[];
}

export interface WaitingRecipient {
  /** After the alias map: what the queue shows. */
  readonly address: string;
  /** What the sender wrote, when it differs. */
  readonly original: string | null;
  reason: string | null;
}

export interface LogEntry {
  readonly at: number;
  /** Behind time and host name. */
  readonly text: string;
}

export const technicalDomain = 'e6e3736c.internal';
export const mailDomain = 'bluemind.example';
export const aliasDomain = 'bluemind-group.example';
export const serverUid = 'bm-master';
export const serverAddress = '192.168.124.72';
export const serverHost = `mail.${mailDomain}`;
/** Days; BlueMind's default (sysconf `cyrus_expunged_retention_time`). */
export const retentionDays = 7;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
