import type { Facts } from '../../playbook/facts.ts';
import type { FieldProblem, Playbook } from '../../playbook/model.ts';
import { messageNumber, needsRecipient, whenGiven } from '../factProblems.ts';
import { historyImap, historyQuery } from './commands.ts';
import { judgeHistory } from './judgeHistory.ts';
import { stepWords } from '../stepWords.ts';

/** Was the mail read, moved, deleted, and by whom? Reads only. */
export const historyPlaybook: Playbook = {
  id: 'history',
  title: { key: 'history-check:title' },
  purpose: { key: 'history-check:purpose' },
  steps: [
    {
      kind: 'reads',
      id: 'by-uid',
      ...stepWords('history-check', 'by-uid'),
      fields: [
        { fact: 'recipient', kind: 'address', required: true },
        { fact: 'imapUid', kind: 'number', required: true },
        { fact: 'folder', kind: 'text', required: false },
      ],
      check: checkUid,
      acquire: {
        kind: 'commands',
        plan: ({ facts }, outputs) =>
          outputs.length > 0
            ? []
            : [
                {
                  template: historyImap,
                  values: {
                    address: facts.recipient?.trim(),
                    imapUid: messageNumber(facts.imapUid),
                    ...(facts.folder === undefined ? {} : { folder: facts.folder }),
                  },
                  label: '',
                },
              ],
      },
      judge: judgeHistory,
    },
    {
      kind: 'reads',
      id: 'by-keyword',
      ...stepWords('history-check', 'by-keyword'),
      fields: [
        { fact: 'recipient', kind: 'address', required: true },
        { fact: 'keyword', kind: 'text', required: true },
      ],
      check: checkKeyword,
      acquire: {
        kind: 'commands',
        plan: ({ facts }, outputs) =>
          outputs.length > 0
            ? []
            : [
                {
                  template: historyQuery,
                  values: { address: facts.recipient?.trim(), query: facts.keyword?.trim() },
                  label: '',
                },
              ],
      },
      judge: judgeHistory,
    },
  ],
};

function checkUid(facts: Facts): readonly FieldProblem[] {
  return [
    ...needsRecipient(facts),
    ...(messageNumber(facts.imapUid) === null
      ? [{ fact: 'imapUid', problem: { key: 'check:number' } } as const]
      : []),
    ...whenGiven(facts, 'folder', (value) => (/^-|[\r\n]/.test(value) ? { key: 'check:folder' } : null)),
  ];
}

function checkKeyword(facts: Facts): readonly FieldProblem[] {
  const keyword = facts.keyword?.trim() ?? '';
  return [
    ...needsRecipient(facts),
    ...(keyword === '' || keyword.startsWith('-')
      ? [{ fact: 'keyword', problem: { key: 'check:keyword-missing' } } as const]
      : []),
  ];
}
