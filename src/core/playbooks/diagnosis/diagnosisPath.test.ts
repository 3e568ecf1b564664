import { describe, expect, it } from 'vitest';
import type { Verdict, VerdictLevel } from '../../playbook/verdict.ts';
import { findPlaybook } from '../registry.ts';
import { concludeDiagnosis, nextDiagnosisStep, type DiagnosisEntry } from './diagnosisPath.ts';

function entry(playbook: string, step: string, level: VerdictLevel, id = `${playbook}.x`): DiagnosisEntry {
  const verdict: Verdict = {
    level,
    id,
    because: { key: id },
    details: [],
    evidence: [],
    confidence: 'certain',
    whoActs: 'you',
    remedies: [],
  };
  return { playbook, step, result: { verdict, findings: null, learned: {}, next: [] } };
}

const facts = { recipient: 'anna@example.org' };
const maps = (level: VerdictLevel, id?: string) => entry('maps', 'check-address', level, id);
const queue = (level: VerdictLevel, id?: string) => entry('queue', 'list', level, id);
const trace = (level: VerdictLevel, id?: string) => entry('trace', 'find-in-logs', level, id);

describe('the order of a diagnosis', () => {
  it('follows the mail: address, queue, log, mailbox', () => {
    expect(nextDiagnosisStep([], facts)).toEqual({ playbook: 'maps', step: 'check-address' });
    expect(nextDiagnosisStep([maps('ok')], facts)).toEqual({ playbook: 'queue', step: 'list' });
    expect(nextDiagnosisStep([maps('ok'), queue('ok')], facts)).toEqual({
      playbook: 'trace',
      step: 'find-in-logs',
    });
    expect(nextDiagnosisStep([maps('ok'), queue('ok'), trace('ok')], { ...facts, imapUid: '7' })).toEqual({
      playbook: 'history',
      step: 'by-uid',
    });
    expect(nextDiagnosisStep([trace('ok')], { ...facts, subject: 'Rappel' })?.step).toBe('by-keyword');
  });

  it('stops at the cause', () => {
    expect(nextDiagnosisStep([maps('problem', 'maps.stale')], facts)).toBeNull();
    expect(nextDiagnosisStep([maps('ok'), queue('warning')], facts)).toBeNull();
    expect(nextDiagnosisStep([maps('ok'), queue('ok'), trace('problem')], facts)).toBeNull();
  });

  it('looks at the mailbox when the queue says it is full', () => {
    expect(nextDiagnosisStep([maps('ok'), queue('problem', 'queue.over-quota')], facts)?.step).toBe('quota');
  });

  it('goes on when a step could not be answered', () => {
    expect(nextDiagnosisStep([maps('unknown')], facts)?.playbook).toBe('queue');
    expect(nextDiagnosisStep([maps('unknown'), queue('unknown')], facts)?.playbook).toBe('trace');
  });

  it('begins with the log when no recipient is known, and ends after it without a place in the mailbox', () => {
    expect(nextDiagnosisStep([], {})?.playbook).toBe('trace');
    expect(nextDiagnosisStep([trace('ok')], facts)).toBeNull();
  });

  it('names only steps that exist', () => {
    const names = [
      nextDiagnosisStep([], facts),
      nextDiagnosisStep([maps('ok')], facts),
      nextDiagnosisStep([queue('problem', 'queue.over-quota')], facts),
      nextDiagnosisStep([queue('ok')], facts),
      nextDiagnosisStep([trace('ok')], { ...facts, imapUid: '7' }),
      nextDiagnosisStep([trace('ok')], { ...facts, keyword: 'x' }),
    ];
    for (const name of names) {
      const playbook = findPlaybook(name?.playbook ?? '');
      expect(playbook?.steps.map(({ id }) => id)).toContain(name?.step);
    }
  });
});

describe('its conclusion', () => {
  it('is the problem, not what came after it', () => {
    const taken = [
      maps('ok'),
      queue('problem', 'queue.over-quota'),
      entry('queue', 'quota', 'problem', 'queue.quota-full'),
    ];
    expect(concludeDiagnosis(taken)?.id).toBe('queue.quota-full');
    expect(concludeDiagnosis([maps('problem', 'maps.stale')])?.id).toBe('maps.stale');
  });

  it('is less sure, and says why, when something could not be checked', () => {
    const verdict = concludeDiagnosis([maps('unknown'), queue('ok'), trace('ok', 'trace.delivered')]);
    expect(verdict).toMatchObject({ id: 'trace.delivered', level: 'ok', confidence: 'possible' });
    expect(verdict?.details[0]).toEqual({ key: 'diagnosis:detail.unanswered', values: { count: 1 } });
  });

  it('is unknown when nothing could be answered', () => {
    expect(concludeDiagnosis([maps('unknown'), queue('unknown')])?.level).toBe('unknown');
    expect(concludeDiagnosis([])).toBeNull();
  });
});
