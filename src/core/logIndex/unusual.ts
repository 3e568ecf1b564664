import type { UnusualThing } from './logOverview.ts';
import type { MessageTable } from './messageTable.ts';
import { unusualClients } from './unusualClients.ts';
import { unusualDomains } from './unusualDomains.ts';
import { unusualQueue } from './unusualQueue.ts';
import { unusualQuota } from './unusualQuota.ts';
import { unusualRestarts } from './unusualRestarts.ts';
import { unusualSenders } from './unusualSenders.ts';

/**
 * What an administrator would want to be told before asking. Thresholds are high on purpose: one false alarm and nobody reads
 * the next; each rule says why its numbers are what they are.
 *
 * `restarts`: times (ISO 8601) at which Postfix started.
 */
export function unusualThings(table: MessageTable, restarts: readonly string[]): readonly UnusualThing[] {
  const things = [
    ...unusualQueue(table),
    ...unusualSenders(table),
    ...unusualDomains(table),
    ...unusualRestarts(restarts),
    ...unusualQuota(table),
    ...unusualClients(table),
  ];
  return things.sort((a, b) => levelRank(a) - levelRank(b));
}

function levelRank({ level }: UnusualThing): number {
  return level === 'problem' ? 0 : 1;
}
