import { HourCounts, hourSpan } from './hourCounts.ts';
import type { UnusualThing } from './logOverview.ts';
import { none, statusRank } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';

/** Every server on the Internet is tried a few times an hour by each of many; this many from one is a siege, or a broken program. */
const rejectedInHour = 100;
const listed = 3;

/** One client whose mail is turned away again and again. */
export function unusualClients({
  count,
  statuses,
  firstIds,
  clients,
  times,
  pools,
}: MessageTable): UnusualThing[] {
  const isCounted = (row: number): boolean =>
    clients[row] !== none && firstIds[row] === none && statuses[row] === statusRank.rejected;
  // Who does not come to so many altogether does not in an hour; that is nearly everybody.
  const altogether = new Int32Array(pools.clients.count);
  for (let row = 0; row < count; row += 1) {
    if (!isCounted(row)) continue;
    const client = clients[row] as number;
    altogether[client] = (altogether[client] as number) + 1;
  }
  const counts = new HourCounts(altogether.length);
  for (let row = 0; row < count; row += 1) {
    const client = clients[row] as number;
    if (isCounted(row) && (altogether[client] as number) >= rejectedInHour)
      counts.add(client, times.seconds[row] as number);
  }
  return [...counts.peaks()]
    .filter(({ count: inHour }) => inHour >= rejectedInHour)
    .sort((a, b) => b.count - a.count)
    .slice(0, listed)
    .map(({ what, hour, count: inHour }): UnusualThing => {
      const client = pools.clients.text(what);
      const span = hourSpan(hour);
      return {
        kind: 'many-rejected-from-one-client',
        level: 'warning',
        message: {
          key: 'overview:unusual.many-rejected-from-one-client',
          values: { client, count: inHour },
        },
        filter: {
          terms: [
            { field: 'client', value: client, exclude: false },
            { field: 'status', value: 'rejected', exclude: false },
          ],
          from: null,
          to: null,
        },
        ...span,
      };
    });
}
