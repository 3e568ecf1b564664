import type { Facts } from '../../playbook/facts.ts';
import type { FieldProblem, Playbook, StepContext } from '../../playbook/model.ts';
import { addressProblem, isQueueId, needsRecipient, whenGiven } from '../factProblems.ts';
import { pickedQueueIds } from './pickedQueueIds.ts';
import { judgeAfterRetry } from './judgeAfterRetry.ts';
import { judgeQueue } from './judgeQueue.ts';
import { judgeQuota } from './judgeQuota.ts';
import { judgeRetry } from './judgeRetry.ts';
import { planList, planListAgain, planQuota, planRetryAll, planRetryPicked } from './planQueue.ts';
import { stepWords } from '../stepWords.ts';

const list = {
  fields: [
    { fact: 'recipient', kind: 'address', required: false },
    { fact: 'sender', kind: 'address', required: false },
    { fact: 'queueId', kind: 'text', required: false },
  ],
  check: checkList,
} as const;

/** Is a message stuck, why, until when; and getting it moving again once the cause is gone. */
export const queuePlaybook: Playbook = {
  id: 'queue',
  title: { key: 'queue:title' },
  purpose: { key: 'queue:purpose' },
  steps: [
    {
      ...list,
      kind: 'reads',
      id: 'list',
      ...stepWords('queue', 'list'),
      acquire: { kind: 'commands', plan: planList },
      judge: judgeQueue,
    },
    {
      kind: 'reads',
      id: 'quota',
      ...stepWords('queue', 'quota'),
      fields: [{ fact: 'recipient', kind: 'address', required: true }],
      check: needsRecipient,
      acquire: { kind: 'commands', plan: planQuota },
      judge: judgeQuota,
    },
    {
      kind: 'changes',
      id: 'retry-one',
      ...stepWords('queue', 'retry-one'),
      fields: [{ fact: 'queueId', kind: 'text', required: true }],
      check: checkPicked,
      confirmation: ({ facts }) => ({
        key: 'queue:retry-one.confirmation',
        values: { count: pickedQueueIds(facts.pickedQueueIds ?? facts.queueId ?? '').length },
      }),
      acquire: { kind: 'commands', plan: planRetryPicked },
      judge: judgeRetry,
      verifiedBy: 'after-retry',
    },
    {
      kind: 'changes',
      id: 'retry-all',
      ...stepWords('queue', 'retry-all'),
      fields: [],
      confirmation: () => ({ key: 'queue:retry-all.confirmation' }),
      acquire: { kind: 'commands', plan: planRetryAll },
      judge: judgeRetry,
      verifiedBy: 'after-retry-all',
    },
    {
      ...list,
      kind: 'reads',
      id: 'after-retry',
      ...stepWords('queue', 'after-retry'),
      acquire: { kind: 'commands', plan: planListAgain },
      judge: judgeAfterRetry,
    },
    {
      kind: 'reads',
      id: 'after-retry-all',
      ...stepWords('queue', 'after-retry-all'),
      fields: [],
      acquire: {
        kind: 'commands',
        plan: (context, outputs) => planListAgain(aboutAll(context), outputs),
      },
      judge: (reading, context) => judgeAfterRetry(reading, aboutAll(context)),
    },
  ],
};

/** After everything was tried, one mail that was looked at before must not stand for the whole queue. */
function aboutAll(context: StepContext): StepContext {
  return { ...context, facts: {} };
}

function checkList(facts: Facts): readonly FieldProblem[] {
  return [
    ...whenGiven(facts, 'recipient', addressProblem),
    ...whenGiven(facts, 'sender', addressProblem),
    ...whenGiven(facts, 'queueId', (value) => (isQueueId(value) ? null : { key: 'check:queue-id' })),
  ];
}

function checkPicked(facts: Facts): readonly FieldProblem[] {
  const picked = pickedQueueIds(facts.pickedQueueIds ?? facts.queueId ?? '');
  if (picked.length === 0) return [{ fact: 'queueId', problem: { key: 'check:selection-missing' } }];
  return picked.every(isQueueId) ? [] : [{ fact: 'queueId', problem: { key: 'check:queue-id' } }];
}
