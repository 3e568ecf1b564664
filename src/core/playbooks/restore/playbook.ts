import type { Facts } from '../../playbook/facts.ts';
import type { Field, FieldProblem, Playbook } from '../../playbook/model.ts';
import { addressProblem, needsRecipient, whenGiven } from '../factProblems.ts';
import { readPicked } from './pickedMessages.ts';
import { judgeAfterRestore, judgeDeleted, judgeMailbox, judgeRestored } from './judgeRestore.ts';
import {
  folderOf,
  planAfterRestore,
  planList,
  planListEverywhere,
  planMailbox,
  planRestoreAll,
  planRestorePicked,
} from './planRestore.ts';
import { stepWords } from '../stepWords.ts';

const mailboxFields: readonly Field[] = [
  { fact: 'recipient', kind: 'address', required: true },
  { fact: 'folder', kind: 'text', required: false },
  { fact: 'actingUser', kind: 'address', required: false },
];
/** One mailbox with all its folders. */
const wholeMailbox: readonly Field[] = mailboxFields.filter(({ fact }) => fact !== 'folder');

/** What can be brought back, how long still, and bringing it back. */
export const restorePlaybook: Playbook = {
  id: 'restore',
  title: { key: 'restore:title' },
  purpose: { key: 'restore:purpose' },
  steps: [
    {
      ...stepWords('restore', 'find-mailbox'),
      kind: 'reads',
      id: 'find-mailbox',
      fields: wholeMailbox,
      check: checkMailbox,
      acquire: { kind: 'commands', plan: planMailbox },
      judge: judgeMailbox,
    },
    {
      ...stepWords('restore', 'list-deleted'),
      kind: 'reads',
      id: 'list-deleted',
      fields: mailboxFields,
      check: checkMailbox,
      acquire: { kind: 'commands', plan: planList },
      judge: judgeDeleted,
    },
    {
      ...stepWords('restore', 'list-everywhere'),
      kind: 'reads',
      id: 'list-everywhere',
      fields: wholeMailbox,
      check: checkMailbox,
      acquire: { kind: 'commands', plan: planListEverywhere },
      judge: judgeDeleted,
    },
    {
      ...stepWords('restore', 'restore-picked'),
      kind: 'changes',
      id: 'restore-picked',
      fields: mailboxFields,
      check: checkPicked,
      confirmation: ({ facts }) => ({
        key: 'restore:restore-picked.confirmation',
        values: { count: readPicked(facts.pickedMessages)?.numbers.length ?? 0, folder: folderOf(facts) },
      }),
      acquire: { kind: 'commands', plan: planRestorePicked },
      judge: judgeRestored,
      verifiedBy: 'after-restore',
    },
    {
      ...stepWords('restore', 'restore-all'),
      kind: 'changes',
      id: 'restore-all',
      fields: mailboxFields,
      check: checkMailbox,
      confirmation: ({ facts }) => ({
        key: 'restore:restore-all.confirmation',
        values: { folder: folderOf(facts), address: facts.recipient ?? '' },
      }),
      acquire: { kind: 'commands', plan: planRestoreAll },
      judge: judgeRestored,
      verifiedBy: 'after-restore',
    },
    {
      ...stepWords('restore', 'after-restore'),
      kind: 'reads',
      id: 'after-restore',
      fields: mailboxFields,
      check: checkMailbox,
      acquire: { kind: 'commands', plan: planAfterRestore },
      judge: judgeAfterRestore,
    },
  ],
};

function checkMailbox(facts: Facts): readonly FieldProblem[] {
  return [
    ...needsRecipient(facts),
    ...whenGiven(facts, 'actingUser', addressProblem),
    ...whenGiven(facts, 'folder', (value) => (/^-|[\r\n]/.test(value) ? { key: 'check:folder' } : null)),
  ];
}

function checkPicked(facts: Facts): readonly FieldProblem[] {
  const picked = readPicked(facts.pickedMessages);
  // Cyrus' tool wants the mailbox's technical name, which was known when it listed these messages.
  const named = facts.login !== undefined && facts.technicalDomain !== undefined;
  const sound = picked !== null && (picked.tool === 'bm-cli' || named);
  return [
    ...checkMailbox(facts),
    ...(sound ? [] : [{ fact: 'pickedMessages', problem: { key: 'check:selection-missing' } } as const]),
  ];
}
