import { evidenceOf } from '../../playbook/evidenceOf.ts';
import { wholeText } from '../../playbook/collectOutputs.ts';
import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import type { Remedy, Verdict } from '../../playbook/verdict.ts';
import { retryAll } from './commands.ts';
import { pickedQueueIds } from './pickedQueueIds.ts';
import { entriesAskedFor, listingOf } from './readQueue.ts';

/**
 * What `postqueue -i` and `-f` said. Both are silent when Postfix took the request, which says nothing about the mail
 * itself, so there is no "ok" here: the listing afterwards tells.
 */
export function judgeRetry(reading: Reading, context: StepContext): StepResult {
  const named = reading.outputs.find(
    ({ output }) => wholeText(output).trim() !== '' || (output.exitCode ?? 0) !== 0,
  );
  const failed = named !== undefined;
  const triedAll = reading.outputs.some(({ command }) => command === retryAll.id);
  const lookAgain = triedAll ? 'after-retry-all' : 'after-retry';
  const id = failed ? 'retry-failed' : 'retry-started';
  const remedies: readonly Remedy[] = failed
    ? [{ kind: 'advice', text: { key: 'queue:remedy.rights' } }]
    : [{ kind: 'step', step: lookAgain, text: { key: 'queue:remedy.look-again' } }];
  const verdict: Verdict = {
    level: failed ? 'problem' : 'unknown',
    id: `queue.${id}`,
    because: { key: `queue:verdict.${id}`, values: { id: context.facts.queueId ?? '' } },
    details: [],
    evidence: evidenceOf(named, []),
    confidence: 'certain',
    whoActs: failed ? 'you' : 'wait',
    remedies,
  };
  return { verdict, findings: null, learned: {}, next: remedies };
}

/** True when the messages asked for are no longer in the queue: they were delivered, or given up. */
export function leftTheQueue(reading: Reading, context: StepContext): boolean {
  const listing = listingOf(reading.outputs, context.now);
  const readable = listing.format !== 'none' || listing.saysEmpty;
  // What was tried is what counts: another mail for the same mailbox may still wait.
  const tried = pickedQueueIds(context.facts.pickedQueueIds ?? context.facts.queueId ?? '');
  const left =
    tried.length > 0
      ? listing.items.filter(({ queueId }) => tried.includes(queueId))
      : entriesAskedFor(listing.items, context.facts, reading.outputs);
  return readable && left.length === 0;
}
