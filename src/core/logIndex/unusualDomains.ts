import type { UnusualThing } from './logOverview.ts';
import { none, printTime, statusRank } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';

/** A handful of mails to a mistyped domain is everyday life; this many without a single success is not. */
const leastRecipients = 20;
/** One sender with a list full of dead addresses is that sender's matter. */
const leastSenders = 3;
const listed = 5;

/** A domain that takes nothing: its server is down, or has this one on a blocklist. */
export function unusualDomains(table: MessageTable): UnusualThing[] {
  const { recipientStarts, recipients, senders, pools, count, times } = table;
  const failed = new Int32Array(pools.domains.count);
  const refused = new Int32Array(pools.domains.count);
  const arrived = new Uint8Array(pools.domains.count);
  const firstRows = new Int32Array(pools.domains.count).fill(none);
  const lastRows = new Int32Array(pools.domains.count).fill(none);
  const senderSets = new Map<number, Set<number>>();
  for (let row = 0; row < count; row += 1) {
    const end = recipientStarts[row + 1] as number;
    for (let at = recipientStarts[row] as number; at < end; at += 1) {
      const domain = pools.domainOfAddress[recipients.addresses[at] as number] as number;
      if (domain === none) continue;
      const status = recipients.statuses[at] as number;
      const isBounce = status === statusRank.bounced || status === statusRank.expired;
      if (isBounce || status === statusRank.deferred) {
        failed[domain] = (failed[domain] as number) + 1;
        if (isBounce) refused[domain] = (refused[domain] as number) + 1;
        if (firstRows[domain] === none) firstRows[domain] = row;
        lastRows[domain] = row;
        const known = senderSets.get(domain);
        if (known === undefined) senderSets.set(domain, new Set([senders[row] as number]));
        else if (known.size < leastSenders) known.add(senders[row] as number);
      } else if (status === statusRank.delivered || status === statusRank.forwarded) arrived[domain] = 1;
    }
  }
  const found = [...senderSets]
    .filter(
      ([domain, who]) =>
        who.size >= leastSenders && arrived[domain] === 0 && (failed[domain] as number) >= leastRecipients,
    )
    .map(([domain]) => domain)
    .sort((a, b) => (failed[b] as number) - (failed[a] as number));
  return found.slice(0, listed).map((domain): UnusualThing => {
    const value = pools.domains.text(domain);
    return {
      kind: 'domain-refuses-everything',
      level: (refused[domain] as number) * 2 >= (failed[domain] as number) ? 'problem' : 'warning',
      message: {
        key: 'overview:unusual.domain-refuses-everything',
        values: { domain: value, count: failed[domain] ?? 0 },
      },
      filter: { terms: [{ field: 'recipientDomain', value, exclude: false }], from: null, to: null },
      from: printTime(times, firstRows[domain] as number),
      to: printTime(times, lastRows[domain] as number),
    };
  });
}
