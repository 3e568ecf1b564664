import type { Parsed } from '../lineRef.ts';
import type { BmCliFinding } from './bmCliErrors.ts';

/** One row of `bm-cli mail unexpunge`. */
export interface DeletedItem {
  /** BlueMind's internal item id: what `--id` wants. NOT an IMAP UID. */
  readonly itemId: number;
  readonly subject: string;
  readonly preview: string;
  /** ISO 8601 UTC; null when unreadable. */
  readonly lastModification: string | null;
  readonly line: number;
}

/** What `bm-cli mail unexpunge` printed: listing, dry run or restore. The deleted messages are `items`. */
export interface MailUnexpunge extends Parsed<DeletedItem> {
  /** From `authN resolves to <login@domainUid>`. */
  readonly login: string | null;
  readonly technicalDomain: string | null;
  /** From the `Partition is ...` line. */
  readonly serverUid: string | null;
  readonly checkedFolder: string | null;
  /** False when the folder could not be located, null when nothing was said. */
  readonly folderFound: boolean | null;
  readonly availableFolders: readonly string[];
  /** From `Folder has N deleted message(s)`. */
  readonly deletedCount: number | null;
  /** Days asked for by `--days`. */
  readonly days: number | null;
  /** Sum over the `Checked N deleted item(s), will restore M item(s)` lines; null when there is none. In a pure listing nothing is restored. */
  readonly checked: number | null;
  readonly willRestore: number | null;
  /** Id of a `Recover message with id N` line. */
  readonly recoverId: number | null;
  /** Number of `ack` lines: messages really restored. */
  readonly acknowledged: number;
  readonly failed: readonly { readonly itemId: number; readonly text: string }[];
  readonly dryRun: boolean;
  readonly findings: readonly BmCliFinding[];
  readonly cutOff: boolean;
}

/** Reads the output of `bm-cli mail unexpunge` in every mode. Total. */
export function parseMailUnexpunge(_text: string): MailUnexpunge {
  return {
    items: [],
    notUnderstood: [],
    login: null,
    technicalDomain: null,
    serverUid: null,
    checkedFolder: null,
    folderFound: null,
    availableFolders: [],
    deletedCount: null,
    days: null,
    checked: null,
    willRestore: null,
    recoverId: null,
    acknowledged: 0,
    failed: [],
    dryRun: false,
    findings: [],
    cutOff: false,
  };
}
