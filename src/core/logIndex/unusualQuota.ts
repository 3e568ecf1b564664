import type { UnusualThing } from './logOverview.ts';
import { none, printSeconds } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';

/** Postfix tries again every few minutes to an hour: this often means hours of a full mailbox nobody looks after. */
const leastTimes = 10;
const listed = 5;
const quotaCauses: ReadonlySet<string> = new Set(['over-quota']);

/** A full mailbox that mail comes up against again and again. Only mailboxes here: those elsewhere are others' to empty. */
export function unusualQuota(table: MessageTable): UnusualThing[] {
  const { counted, reasons, recipients, pools } = table;
  const isQuota = Uint8Array.from(reasons, ({ cause }) => (cause !== null && quotaCauses.has(cause) ? 1 : 0));
  if (!isQuota.includes(1)) return [];
  const found = new Map<number, { times: number; from: number; to: number }>();
  for (let at = 0; at < counted.rows.length; at += 1) {
    const [row, reason] = [counted.rows[at] as number, counted.reasons[at] as number];
    if (reason === none || row === none || isQuota[reason] !== 1) continue;
    const recipient = blockedRecipient(table, row);
    if (recipient === none) continue;
    const seconds = counted.seconds[at] as number;
    const address = recipients.addresses[recipient] as number;
    const times = counted.times.get(at) ?? 1;
    const known = found.get(address);
    if (known === undefined) found.set(address, { times, from: seconds, to: seconds });
    else {
      known.times += times;
      known.to = seconds;
    }
  }
  return [...found]
    .filter(([, { times }]) => times >= leastTimes)
    .sort(([, a], [, b]) => b.times - a.times)
    .slice(0, listed)
    .map(([address, { times, from, to }]): UnusualThing => {
      const recipient = pools.addresses.text(address);
      return {
        kind: 'quota-repeats',
        level: 'warning',
        message: { key: 'overview:unusual.quota-repeats', values: { recipient, count: times } },
        filter: { terms: [{ field: 'recipient', value: recipient, exclude: false }], from: null, to: null },
        from: printSeconds(from),
        to: printSeconds(to),
      };
    });
}

/** Of several recipients the one that is still blocked; the log does not say more once it got its mail. */
function blockedRecipient({ recipientStarts, recipients, pools }: MessageTable, row: number): number {
  const [start, end] = [recipientStarts[row] as number, recipientStarts[row + 1] as number];
  if (end - start === 1) return start;
  for (let at = start; at < end; at += 1) {
    const cause = recipients.causes[at] as number;
    if (cause !== none && quotaCauses.has(pools.causes.text(cause))) return at;
  }
  return none;
}
