import type { NamedOutput, PlannedWork, StepContext } from '../../playbook/model.ts';
import { userGet } from '../bmCliCommands.ts';
import { lookup } from '../maps/planMaps.ts';
import { pickedQueueIds } from './pickedQueueIds.ts';
import { queueJson, queueTable, queueTimes, retryAll, retryOne, usedSpace } from './commands.ts';
import { jsonWorked } from './readQueue.ts';

/**
 * The queue as JSON (or as a table where JSON is not known), the server's own times, and where the recipient's address leads:
 * the queue shows that, not the address.
 */
export function planList({ facts }: StepContext, outputs: readonly NamedOutput[]): readonly PlannedWork[] {
  const recipient = facts.recipient?.trim();
  if (outputs.length === 0) {
    return [
      { template: queueJson, values: {}, label: '' },
      { template: queueTimes, values: {}, label: '' },
      ...(recipient === undefined || recipient === '' ? [] : [lookup('virtual_alias', recipient)]),
    ];
  }
  const askedTable = outputs.some(({ command }) => command === queueTable.id);
  return jsonWorked(outputs) || askedTable ? [] : [{ template: queueTable, values: {}, label: '' }];
}

/** Postfix needs a moment to try; a remote server may take longer, which the verdict then shows as "still waiting". */
const MOMENT_MS = 4000;

export function planListAgain(context: StepContext, outputs: readonly NamedOutput[]): readonly PlannedWork[] {
  const next = planList(context, outputs);
  return outputs.length === 0 ? [{ pauseMs: MOMENT_MS }, ...next] : next;
}

export function planQuota({ facts }: StepContext, outputs: readonly NamedOutput[]): readonly PlannedWork[] {
  const address = facts.recipient?.trim() ?? '';
  if (outputs.length > 0) return [];
  return [
    { template: usedSpace, values: { address }, label: address },
    { template: userGet, values: { address }, label: address },
  ];
}

/** One message, or those picked from the list. */
export function planRetryPicked(
  { facts }: StepContext,
  outputs: readonly NamedOutput[],
): readonly PlannedWork[] {
  if (outputs.length > 0) return [];
  const picked = pickedQueueIds(facts.pickedQueueIds ?? facts.queueId ?? '');
  return picked.map((queueId) => ({ template: retryOne, values: { queueId }, label: queueId }));
}

export function planRetryAll(_context: StepContext, outputs: readonly NamedOutput[]): readonly PlannedWork[] {
  return outputs.length > 0 ? [] : [{ template: retryAll, values: {}, label: '' }];
}
