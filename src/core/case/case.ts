import { z } from 'zod';
import { factNames, type Facts } from '../playbook/facts.ts';
import type { Verdict } from '../playbook/verdict.ts';

/**
 * One investigation: what is known so far, the steps run, what each concluded and on what. Saved after every step, so
 * its shape is a schema: what is read back from disk is checked before it is trusted.
 */
const message = z.object({
  key: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
const evidence = z.object({
  file: z.string(),
  line: z.number(),
  text: z.string(),
  marks: z.array(z.tuple([z.number(), z.number()])).optional(),
});
const remedy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('advice'), text: message }),
  z.object({ kind: z.literal('wizard'), wizard: z.string(), text: message }),
  z.object({ kind: z.literal('step'), step: z.string(), text: message }),
]);
const verdict = z.object({
  level: z.enum(['ok', 'warning', 'problem', 'unknown']),
  id: z.string(),
  because: message,
  details: z.array(message),
  evidence: z.array(evidence),
  confidence: z.enum(['certain', 'likely', 'possible']),
  whoActs: z.enum(['you', 'user', 'sender', 'other-side', 'nobody', 'wait']),
  remedies: z.array(remedy),
});
const facts = z.object(Object.fromEntries(factNames.map((name) => [name, z.string().optional()])));

const caseEntry = z.object({
  /** ISO 8601 UTC. */
  at: z.string(),
  playbook: z.string(),
  step: z.string(),
  /** Where the answer came from, in the user's words: a server's name, file names, "pasted". */
  source: z.string(),
  /** Which of these it was; cases of before it was kept do not say. */
  sourceKind: z.enum(['server', 'files', 'pasted', 'sample']).optional(),
  /** Ids of the servers that answered, so that a case carried on asks the same ones. */
  servers: z.array(z.string()).optional(),
  /** What the full diagnosis was asked about; absent where the step was made by itself. */
  symptom: z.string().optional(),
  verdict,
  /** The exact command lines that were run, oldest first. */
  commands: z.array(z.string()),
});

export const caseSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  /** ISO 8601 UTC. */
  createdAt: z.string(),
  changedAt: z.string(),
  facts,
  notes: z.string(),
  entries: z.array(caseEntry),
});

export type Case = Omit<z.infer<typeof caseSchema>, 'facts' | 'entries'> & {
  readonly facts: Facts;
  readonly entries: readonly CaseEntry[];
};
export type CaseEntry = Omit<z.infer<typeof caseEntry>, 'verdict' | 'sourceKind' | 'servers' | 'symptom'> & {
  readonly verdict: Verdict;
  readonly sourceKind?: 'server' | 'files' | 'pasted' | 'sample';
  readonly servers?: readonly string[];
  readonly symptom?: string;
};

/** A new, empty case. `id` and `now` come from the caller: core has neither dice nor clock. */
export function openCase(id: string, now: string): Case {
  return { schema: 1, id, createdAt: now, changedAt: now, facts: {}, notes: '', entries: [] };
}

/** The case after a step: its entry added, what it learned known from now on. */
export function withEntry(before: Case, entry: CaseEntry, learned: Facts): Case {
  return {
    ...before,
    changedAt: entry.at,
    facts: { ...before.facts, ...learned },
    entries: [...before.entries, entry],
  };
}

/** What to call a case in a list: what it is about, as far as known. */
export function caseSubject({ facts }: Case): string | null {
  return facts.recipient ?? facts.sender ?? facts.messageId ?? facts.queueId ?? null;
}

/** The verdict a list shows: the latest one that is not about a change merely started. */
export function caseVerdict({ entries }: Case): Verdict | null {
  return entries.at(-1)?.verdict ?? null;
}
