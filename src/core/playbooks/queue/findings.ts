import type { CauseGroup } from '../../queue/groupByCause.ts';
import type { QueueEntry } from '../../queue/queueEntry.ts';
import type { QueueTimes } from '../../queue/queueSchedule.ts';

/** The queue as it was when it was listed. `entries` are those asked for, or all. */
export interface QueueFindings {
  readonly view: 'queue';
  readonly entries: readonly QueueEntry[];
  readonly groups: readonly CauseGroup[];
  /** Messages in the whole queue. */
  readonly total: number;
  readonly times: QueueTimes;
  /** When it was listed, ISO 8601 UTC; schedules are computed against it. */
  readonly listedAt: string;
}

/** A mailbox's space. */
export interface QuotaFindings {
  readonly view: 'quota';
  readonly address: string;
  readonly usedKib: number | null;
  /** Null: no limit, or not known (then `limitKnown` is false). */
  readonly limitKib: number | null;
  readonly limitKnown: boolean;
}
