import { describe, expect, it } from 'vitest';
import { caseSchema, openCase, withEntry } from './case.ts';
import type { CaseEntry } from './case.ts';

const entry: CaseEntry = {
  at: '2026-03-03T14:20:00Z',
  playbook: 'queue',
  step: 'list',
  source: 'Company',
  verdict: {
    level: 'ok',
    id: 'queue.empty',
    because: { key: 'queue:empty' },
    details: [],
    evidence: [],
    confidence: 'certain',
    whoActs: 'nobody',
    remedies: [],
  },
  commands: [],
};
const stored = (one: CaseEntry): unknown =>
  JSON.parse(JSON.stringify(withEntry(openCase('case-0001', '2026-03-03T14:00:00Z'), one, {})));

describe('a stored case', () => {
  it('keeps which servers answered and what the diagnosis was asked about', () => {
    const asked: CaseEntry = { ...entry, sourceKind: 'server', servers: ['server-01'], symptom: 'flood' };
    expect(caseSchema.parse(stored(asked)).entries).toEqual([asked]);
  });

  it('is read when it was written before these were kept', () => {
    expect(caseSchema.parse(stored(entry)).entries).toEqual([entry]);
  });

  it('is not thrown away for a symptom of another version', () => {
    expect(caseSchema.safeParse(stored({ ...entry, symptom: 'later' })).success).toBe(true);
    expect(caseSchema.safeParse(stored({ ...entry, symptom: 1 as unknown as string })).success).toBe(false);
  });
});
