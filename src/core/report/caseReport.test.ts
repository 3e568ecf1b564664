import { describe, expect, it } from 'vitest';
import { anonymousCase } from '../case/anonymousCase.ts';
import { caseSchema, caseSubject, openCase, withEntry, type CaseEntry } from '../case/case.ts';
import { caseReport } from './caseReport.ts';

const entry: CaseEntry = {
  at: '2026-03-02T08:00:00Z',
  playbook: 'trace',
  step: 'find-in-logs',
  source: 'mail.bluemind.net',
  commands: ["grep -F 'anna@bluemind.net' /var/log/mail.log"],
  verdict: {
    level: 'ok',
    id: 'trace.delivered',
    because: { key: 'trace:verdict.one.delivered', values: { recipient: 'anna@bluemind.net' } },
    details: [{ key: 'x', values: { reply: '<script>alert(1)</script>' } }],
    evidence: [{ file: 'mail.log', line: 4, text: 'to=<anna@bluemind.net>', marks: [[3, 22]] }],
    confidence: 'certain',
    whoActs: 'nobody',
    remedies: [{ kind: 'advice', text: { key: 'y' } }],
  },
};
const made = withEntry(openCase('c1', '2026-03-02T07:00:00Z'), entry, { recipient: 'anna@bluemind.net' });
const words = {
  language: 'en',
  zone: 'log',
  say: ({ key, values }: { key: string; values?: object }) => `${key} ${JSON.stringify(values ?? {})}`,
  time: (iso: string) => iso,
};

describe('a case', () => {
  it('remembers what a step learned and survives being saved', () => {
    expect(caseSubject(made)).toBe('anna@bluemind.net');
    expect(caseSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });

  it('refuses a damaged file', () => {
    expect(caseSchema.safeParse({ ...made, entries: [{ at: 1 }] }).success).toBe(false);
  });
});

describe('its report', () => {
  const page = caseReport(made, words);

  it('shows verdict, evidence with its mark, and the command', () => {
    expect(page).toContain('trace:verdict.one.delivered');
    expect(page).toContain('to=<mark>&lt;anna@bluemind.net&gt;</mark>'.replace('to=', 'to='));
    expect(page).toContain('grep -F &#39;anna@bluemind.net&#39;');
  });

  it('never lets a server write markup into it', () => {
    expect(page).not.toContain('<script>');
    expect(page).toContain('&lt;script&gt;');
  });

  it('has a form without names that still belongs together', () => {
    const anonymous = anonymousCase(made);
    const text = JSON.stringify(anonymous);
    expect(text).not.toMatch(/anna|bluemind/);
    expect(anonymous.facts.recipient).toBe(anonymous.entries[0]?.verdict.because.values?.['recipient']);
  });
});
