import type { Parsed } from '../lineRef.ts';
import type { BmCliFinding } from './bmCliErrors.ts';

/** One mailbox of `bm-cli index info`. */
export interface IndexInfo {
  readonly email: string;
  /** Used space as the mailbox counts it, KiB; null when missing. */
  readonly usedKib: number | null;
  /** Used space as the search index counts it, KiB; null when it could not be fetched. */
  readonly indexedKib: number | null;
  /** Percent; null when missing. Below about 80 the index is incomplete. */
  readonly ratio: number | null;
  readonly line: number;
}

export interface IndexInfos extends Parsed<IndexInfo> {
  readonly findings: readonly BmCliFinding[];
}

/** Reads `bm-cli index info`. Total. */
export function parseIndexInfo(_text: string): IndexInfos {
  return { items: [], notUnderstood: [], findings: [] };
}
