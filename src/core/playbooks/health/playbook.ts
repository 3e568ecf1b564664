import type { Facts } from '../../playbook/facts.ts';
import type { FieldProblem, Playbook } from '../../playbook/model.ts';
import { addressProblem, whenGiven } from '../factProblems.ts';
import { stepWords } from '../stepWords.ts';
import { judgeIndex } from './judgeIndex.ts';
import { judgeRepeated } from './judgeRepeated.ts';
import { judgeSenders } from './judgeSenders.ts';
import { judgeSignIn } from './judgeSignIn.ts';
import { judgeUnseen } from './judgeUnseen.ts';
import { judgeVitals } from './judgeVitals.ts';
import {
  bareMessageId,
  planIndex,
  planRepeated,
  planSenders,
  planSignIn,
  planUnseen,
  planVitals,
} from './planHealth.ts';

/** What no address tells: the server itself, its people's sign-ins, its search, who sends how much. Only reads. */
export const healthPlaybook: Playbook = {
  id: 'health',
  title: { key: 'health:title' },
  purpose: { key: 'health:purpose' },
  steps: [
    {
      kind: 'reads',
      id: 'vital-signs',
      ...stepWords('health', 'vital-signs'),
      fields: [],
      acquire: { kind: 'commands', plan: planVitals },
      judge: judgeVitals,
    },
    {
      kind: 'reads',
      id: 'sign-in',
      ...stepWords('health', 'sign-in'),
      fields: [{ fact: 'person', kind: 'address', required: true }],
      check: needsPerson,
      acquire: { kind: 'commands', plan: planSignIn },
      judge: judgeSignIn,
    },
    {
      kind: 'reads',
      id: 'senders',
      ...stepWords('health', 'senders'),
      fields: [],
      acquire: { kind: 'commands', plan: planSenders },
      judge: judgeSenders,
    },
    {
      kind: 'reads',
      id: 'search-index',
      ...stepWords('health', 'search-index'),
      fields: [{ fact: 'person', kind: 'address', required: true }],
      check: needsPerson,
      acquire: { kind: 'commands', plan: planIndex },
      judge: judgeIndex,
    },
    {
      kind: 'reads',
      id: 'repeated',
      ...stepWords('health', 'repeated'),
      fields: [{ fact: 'messageId', kind: 'text', required: true }],
      check: (facts) =>
        bareMessageId(facts.messageId) === ''
          ? [{ fact: 'messageId', problem: { key: 'check:message-id-missing' } }]
          : [],
      acquire: { kind: 'commands', plan: planRepeated },
      judge: judgeRepeated,
    },
    {
      kind: 'reads',
      id: 'unseen',
      ...stepWords('health', 'unseen'),
      fields: [
        { fact: 'sender', kind: 'address', required: false },
        { fact: 'person', kind: 'address', required: false },
      ],
      check: (facts) => [
        ...whenGiven(facts, 'sender', addressProblem),
        ...whenGiven(facts, 'person', addressProblem),
      ],
      acquire: { kind: 'commands', plan: planUnseen },
      judge: judgeUnseen,
    },
  ],
};

function needsPerson(facts: Facts): readonly FieldProblem[] {
  const problem = addressProblem(facts.person);
  return problem === null ? [] : [{ fact: 'person', problem }];
}
