import type { QueueEntry } from './queueEntry.ts';

/** Recipients that wait for the same thing. */
export interface CauseGroup {
  /** Id in the cause catalogue; null groups the unknown reasons, one group for each distinct wording. */
  readonly cause: string | null;
  /** One of the reasons verbatim, as an example; null for recipients without any. */
  readonly reason: string | null;
  readonly queueIds: readonly string[];
  readonly recipients: readonly {
    readonly queueId: string;
    readonly address: string;
    readonly reason: string | null;
  }[];
  /** Sum of the sizes of the messages, bytes; messages of unknown size count nothing. */
  readonly bytes: number;
  readonly oldestArrival: string | null;
}

/** Groups waiting recipients by cause, the largest group first. */
export function groupByCause(_entries: readonly QueueEntry[]): readonly CauseGroup[] {
  return [];
}
