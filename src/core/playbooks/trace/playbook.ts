import type { Facts } from '../../playbook/facts.ts';
import type { Playbook } from '../../playbook/model.ts';
import type { TraceQuery } from '../../postfix/tracedMessage.ts';
import { checkTraceFacts } from './checkTraceFacts.ts';
import { judgeTrace } from './judgeTrace.ts';
import { stepWords } from '../stepWords.ts';

/** Did the mail arrive, who sent it, and what became of it? Answered from the mail logs; changes nothing. */
export const tracePlaybook: Playbook = {
  id: 'trace',
  title: { key: 'trace:title' },
  purpose: { key: 'trace:purpose' },
  steps: [
    {
      kind: 'reads',
      id: 'find-in-logs',
      ...stepWords('trace', 'step'),
      fields: [
        { fact: 'recipient', kind: 'address', required: false },
        { fact: 'sender', kind: 'address', required: false },
        { fact: 'since', kind: 'dateTime', required: false },
        { fact: 'until', kind: 'dateTime', required: false },
        { fact: 'messageId', kind: 'text', required: false },
        { fact: 'queueId', kind: 'text', required: false },
      ],
      check: checkTraceFacts,
      acquire: { kind: 'logs', query: traceQuery },
      judge: judgeTrace,
    },
  ],
};

/** The question to the logs, from what the case knows. */
export function traceQuery(facts: Facts): TraceQuery {
  const { recipient, sender, since, until, messageId, queueId } = facts;
  return {
    ...(recipient === undefined ? {} : { recipient: recipient.trim() }),
    ...(sender === undefined ? {} : { sender: sender.trim() === '<>' ? '' : sender.trim() }),
    ...(since === undefined ? {} : { since: since.trim() }),
    ...(until === undefined ? {} : { until: until.trim() }),
    ...(messageId === undefined ? {} : { messageId: messageId.trim() }),
    ...(queueId === undefined ? {} : { queueId: queueId.trim() }),
  };
}
