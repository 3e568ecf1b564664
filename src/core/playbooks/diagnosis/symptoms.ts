import type { Facts } from '../../playbook/facts.ts';
import type { Field, FieldProblem } from '../../playbook/model.ts';
import { addressProblem, needsRecipient } from '../factProblems.ts';

/** What people report, in the order they are offered. Words: `diagnosis:symptom.<id>.label`, `.hint`. */
export const symptomIds = ['mail-missing', 'nothing-works', 'sign-in', 'sending', 'flood', 'search'] as const;
export type SymptomId = (typeof symptomIds)[number];

/** What a symptom asks for before the diagnosis can begin. */
export interface DiagnosisSymptom {
  readonly id: SymptomId;
  readonly fields: readonly Field[];
  readonly check: (facts: Facts) => readonly FieldProblem[];
}

const person: Field = { fact: 'person', kind: 'address', required: true };
const aboutTheMail: readonly Field[] = [
  { fact: 'since', kind: 'dateTime', required: false },
  { fact: 'until', kind: 'dateTime', required: false },
];

function needsPerson(facts: Facts): readonly FieldProblem[] {
  const problem = addressProblem(facts.person);
  return problem === null ? [] : [{ fact: 'person', problem }];
}

export const symptoms: Readonly<Record<SymptomId, DiagnosisSymptom>> = {
  'mail-missing': {
    id: 'mail-missing',
    fields: [
      { fact: 'recipient', kind: 'address', required: true },
      { fact: 'sender', kind: 'address', required: false },
      ...aboutTheMail,
      { fact: 'subject', kind: 'text', required: false },
      { fact: 'messageId', kind: 'text', required: false },
    ],
    check: needsRecipient,
  },
  'nothing-works': { id: 'nothing-works', fields: [], check: () => [] },
  'sign-in': { id: 'sign-in', fields: [person], check: needsPerson },
  sending: {
    id: 'sending',
    fields: [person, { fact: 'recipient', kind: 'address', required: false }, ...aboutTheMail],
    check: (facts) => [
      ...needsPerson(facts),
      ...(facts.recipient === undefined ? [] : needsRecipient(facts)),
    ],
  },
  flood: { id: 'flood', fields: [], check: () => [] },
  search: { id: 'search', fields: [person], check: needsPerson },
};

/** What the steps are asked with: whoever cannot send is the sender of what they look for. */
export function factsOfSymptom(symptom: SymptomId, facts: Facts): Facts {
  return symptom === 'sending' && facts.person !== undefined && facts.sender === undefined
    ? { ...facts, sender: facts.person }
    : facts;
}
