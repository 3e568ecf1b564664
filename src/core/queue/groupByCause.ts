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

interface OpenGroup {
  cause: string | null;
  reason: string | null;
  queueIds: Set<string>;
  recipients: CauseGroup['recipients'][number][];
  bytes: number;
  oldestArrival: string | null;
}

/**
 * Groups waiting recipients by cause, the group with most recipients first. A message whose recipients wait for different
 * things is in several groups. Reasons that no rule knows are grouped by their wording without numbers, IDs and addresses.
 */
export function groupByCause(entries: readonly QueueEntry[]): readonly CauseGroup[] {
  const groups = new Map<string, OpenGroup>();
  for (const entry of entries) {
    for (const recipient of entry.recipients) {
      const key = recipient.cause ?? `?${recipient.reason === null ? '' : wording(recipient.reason)}`;
      let group = groups.get(key);
      if (group === undefined) {
        group = {
          cause: recipient.cause,
          reason: recipient.reason,
          queueIds: new Set(),
          recipients: [],
          bytes: 0,
          oldestArrival: null,
        };
        groups.set(key, group);
      }
      if (!group.queueIds.has(entry.queueId)) {
        group.queueIds.add(entry.queueId);
        group.bytes += entry.size ?? 0;
        // All arrivals of one listing are written alike, so text order is time order.
        if (entry.arrival !== null && (group.oldestArrival === null || entry.arrival < group.oldestArrival))
          group.oldestArrival = entry.arrival;
      }
      group.recipients.push({ queueId: entry.queueId, address: recipient.address, reason: recipient.reason });
    }
  }
  return [...groups.values()]
    .sort((a, b) => b.recipients.length - a.recipients.length)
    .map((group) => ({ ...group, queueIds: [...group.queueIds] }));
}

/** What stays the same between two messages that failed alike. */
function wording(reason: string): string {
  return reason
    .toLowerCase()
    .replace(/<[^<>]{0,320}>/g, '<>')
    .replace(/\[[^[\]]{0,100}\]/g, '[]')
    .replace(/[^\s@<>]{1,200}@[^\s@<>]{1,200}/g, '@')
    .replace(/\d+/g, '0');
}
