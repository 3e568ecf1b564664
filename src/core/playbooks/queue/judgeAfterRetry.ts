import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import type { Remedy } from '../../playbook/verdict.ts';
import { judgeQueue } from './judgeQueue.ts';
import { leftTheQueue } from './judgeRetry.ts';

/** The queue after "try now": gone, or still there and why. Gone is not yet delivered; the log tells which. */
export function judgeAfterRetry(reading: Reading, context: StepContext): StepResult {
  const after = judgeQueue(reading, context);
  if (!leftTheQueue(reading, context)) return after;
  const remedies: readonly Remedy[] = [
    { kind: 'wizard', wizard: 'trace', text: { key: 'queue:remedy.trace' } },
  ];
  const who = context.facts.queueId ?? context.facts.recipient ?? '';
  return {
    ...after,
    verdict: {
      ...after.verdict,
      id: 'queue.left',
      level: 'ok',
      because:
        who === '' ? { key: 'queue:verdict.left-all' } : { key: 'queue:verdict.left', values: { who } },
      confidence: 'likely',
      whoActs: 'nobody',
      remedies,
    },
    next: remedies,
  };
}
