import type { Parsed } from '../lineRef.ts';
import type { Message } from '../message.ts';
import type { CyrusMailbox } from './cyrusMailboxName.ts';

/** A line of `/etc/cyrus-partitions`. */
export interface CyrusPartition {
  readonly kind: 'data' | 'meta' | 'archive';
  readonly name: string;
  readonly path: string;
}

/** Reads `/etc/cyrus-partitions` (BlueMind 4). Total. */
export function parseCyrusPartitions(_text: string): Parsed<CyrusPartition> {
  return { items: [], notUnderstood: [] };
}

/** Where a message's file should be on a BlueMind 4 server, and what is not certain about it. */
export interface MessageFile {
  /** Absolute path; with `*` in it when `isPattern`. */
  readonly path: string;
  readonly isPattern: boolean;
  /** The same message once archived to the second storage. */
  readonly archivePath: string;
  /** Why the file may be somewhere else, most important first; never empty. */
  readonly reasons: readonly Message[];
}

export interface MessageFileQuestion {
  readonly mailbox: CyrusMailbox;
  readonly imapUid: number;
  /** BlueMind's server uid such as `bm-master`; without it the path is a pattern. */
  readonly serverUid?: string;
  /** `/etc/cyrus-partitions` when it was read: the truth about partitions. */
  readonly partitions?: readonly CyrusPartition[];
}

/** The file of a message; null when the technical domain is not known. */
export function messageFile(_question: MessageFileQuestion): MessageFile | null {
  return null;
}
