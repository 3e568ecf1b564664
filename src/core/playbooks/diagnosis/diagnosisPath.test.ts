import { describe, expect, it } from 'vitest';
import type { Verdict, VerdictLevel } from '../../playbook/verdict.ts';
import { findPlaybook } from '../registry.ts';
import { symptomIds } from './symptoms.ts';
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

const health = (level: VerdictLevel, step = 'vital-signs') => entry('health', step, level);
const blame = (blamed: DiagnosisEntry, cause: string): DiagnosisEntry => {
  const verdict = { ...blamed.result.verdict, details: [{ key: `causes:${cause}.meaning` }] };
  return { ...blamed, result: { ...blamed.result, verdict } };
};

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

  it('begins with the log when no recipient is known', () => {
    expect(nextDiagnosisStep([], {})?.playbook).toBe('trace');
    expect(nextDiagnosisStep([trace('ok')], {})).toBeNull();
  });

  it('looks at the server when nothing is known about the one mail, and why it is not known', () => {
    const vitals = { playbook: 'health', step: 'vital-signs' };
    expect(nextDiagnosisStep([trace('ok')], facts)).toEqual(vitals);
    expect(nextDiagnosisStep([trace('ok'), health('ok')], facts)).toBeNull();
    const nothing = trace('unknown', 'trace.nothing-matches');
    expect(nextDiagnosisStep([nothing], facts)).toEqual(vitals);
    expect(nextDiagnosisStep([nothing, health('ok')], facts)?.step).toBe('unseen');
    expect(nextDiagnosisStep([nothing, health('problem')], facts)).toBeNull();
  });

  it('looks at the server when the log blames it', () => {
    const waits = queue('problem', 'queue.waiting');
    const blaming = blame(waits, 'lmtp-down');
    expect(nextDiagnosisStep([maps('ok'), waits], facts)).toBeNull();
    expect(nextDiagnosisStep([maps('ok'), blaming], facts)?.step).toBe('vital-signs');
    expect(nextDiagnosisStep([maps('ok'), blame(waits, 'greylisted')], facts)).toBeNull();
    expect(nextDiagnosisStep([maps('ok'), blaming, health('problem')], facts)).toBeNull();
  });

  it('follows mail to other domains', () => {
    const foreign = maps('problem', 'maps.domain-unknown');
    expect(nextDiagnosisStep([foreign], facts)?.playbook).toBe('queue');
    expect(nextDiagnosisStep([foreign, queue('ok'), trace('ok')], { ...facts, imapUid: '7' })).toBeNull();
  });

  it('asks whether a mail that arrived was dropped as a repetition', () => {
    const known = { ...facts, messageId: '<1@x>', imapUid: '7' };
    expect(nextDiagnosisStep([trace('ok')], known)?.step).toBe('repeated');
    expect(nextDiagnosisStep([trace('ok'), health('ok', 'repeated')], known)?.step).toBe('by-uid');
    expect(nextDiagnosisStep([trace('ok'), health('problem', 'repeated')], known)).toBeNull();
  });

  it.each(symptomIds)('comes to an end on the way of %s when all is well', (symptom) => {
    const taken: DiagnosisEntry[] = [];
    const known = { ...facts, person: facts.recipient };
    for (let next = nextDiagnosisStep(taken, known, symptom); next !== null && taken.length < 20;) {
      expect(findPlaybook(next.playbook)?.steps.map(({ id }) => id)).toContain(next.step);
      taken.push(entry(next.playbook, next.step, 'ok'));
      next = nextDiagnosisStep(taken, known, symptom);
    }
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length).toBeLessThan(8);
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

  it('is what is wrong with the server, when that explains the rest', () => {
    const found = [maps('ok'), blame(queue('problem', 'queue.waiting'), 'lmtp-down'), health('problem')];
    expect(concludeDiagnosis(found)?.id).toBe('health.x');
    expect(concludeDiagnosis([...found.slice(0, 2), health('ok')])?.id).toBe('queue.waiting');
    expect(concludeDiagnosis([trace('ok', 'trace.delivered'), health('warning')])?.id).toBe(
      'trace.delivered',
    );
  });

  it('is that the log does not know the mail, however empty the queue is', () => {
    const taken = [maps('ok'), queue('ok'), trace('unknown', 'trace.nothing-matches'), health('ok')];
    expect(concludeDiagnosis(taken)?.id).toBe('trace.nothing-matches');
  });

  it('is that the log ends too early, however empty the queue is', () => {
    const taken = [maps('ok'), queue('ok'), trace('unknown', 'trace.before-log'), health('ok')];
    expect(concludeDiagnosis(taken)).toMatchObject({ id: 'trace.before-log', level: 'unknown' });
  });

  it('does not call a foreign domain a mistake when the mail went its way', () => {
    const foreign = maps('problem', 'maps.domain-unknown');
    expect(concludeDiagnosis([foreign, queue('ok'), trace('ok', 'trace.delivered')])?.id).toBe(
      'trace.delivered',
    );
    expect(concludeDiagnosis([foreign, queue('ok'), trace('unknown', 'trace.nothing-matches')])?.id).toBe(
      'maps.domain-unknown',
    );
  });

  it('is unknown when nothing could be answered', () => {
    expect(concludeDiagnosis([maps('unknown'), queue('unknown')])?.level).toBe('unknown');
    expect(concludeDiagnosis([])).toBeNull();
  });

  it('never calls in order what was not walked to its end', () => {
    const stopped = concludeDiagnosis([maps('ok'), queue('ok')], false);
    expect(stopped).toMatchObject({
      level: 'unknown',
      id: 'diagnosis.stopped-early',
      confidence: 'possible',
    });
    expect(stopped?.details).toEqual([{ key: 'queue.x' }]);
    const found = concludeDiagnosis([maps('ok'), queue('problem', 'queue.over-quota')], false);
    expect(found).toMatchObject({ level: 'problem', id: 'queue.over-quota' });
    expect(found?.details).toEqual([{ key: 'diagnosis:stopped.detail' }]);
  });
});
