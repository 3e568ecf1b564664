import type { Facts } from '../../playbook/facts.ts';
import type { StepResult } from '../../playbook/model.ts';
import type { Verdict } from '../../playbook/verdict.ts';

/** A step of another wizard, by playbook and step id. */
export interface StepName {
  readonly playbook: string;
  readonly step: string;
}

/** A step the diagnosis has taken and what it concluded. */
export interface DiagnosisEntry extends StepName {
  readonly result: StepResult;
}

const mapsCheck: StepName = { playbook: 'maps', step: 'check-address' };
const queueList: StepName = { playbook: 'queue', step: 'list' };
const quota: StepName = { playbook: 'queue', step: 'quota' };
const trace: StepName = { playbook: 'trace', step: 'find-in-logs' };
const byUid: StepName = { playbook: 'history', step: 'by-uid' };
const byKeyword: StepName = { playbook: 'history', step: 'by-keyword' };

/** Verdicts after which looking further would only blur what is known. */
const STOPS_AT = new Set(['problem']);

/**
 * What to look at next, in the order the mail itself takes: address, queue, log, mailbox. Null when the cause is found
 * or nothing is left to ask. Steps that could not be answered do not stop it; they are named in the conclusion.
 */
export function nextDiagnosisStep(taken: readonly DiagnosisEntry[], facts: Facts): StepName | null {
  const last = taken.at(-1);
  if (last === undefined) return facts.recipient === undefined ? trace : mapsCheck;
  const { verdict } = last.result;
  if (verdict.id === 'queue.over-quota' && facts.recipient !== undefined) return quota;
  if (STOPS_AT.has(verdict.level)) return null;
  switch (last.playbook) {
    case 'maps':
      return queueList;
    case 'queue':
      return last.step === 'list' && verdict.level !== 'warning' ? trace : null;
    case 'trace':
      return afterTrace(last, facts);
    default:
      return null;
  }
}

function afterTrace({ result }: DiagnosisEntry, facts: Facts): StepName | null {
  // Only a delivered mail can have a life in the mailbox.
  if (result.verdict.level !== 'ok' || facts.recipient === undefined) return null;
  if (facts.imapUid !== undefined) return byUid;
  return (facts.keyword ?? facts.subject) === undefined ? null : byKeyword;
}

/** The verdict that answers the question: the first problem, else the first warning, else the last answer. */
export function decisiveEntry(taken: readonly DiagnosisEntry[]): DiagnosisEntry | null {
  const by = (level: Verdict['level']): DiagnosisEntry | undefined =>
    taken.find(({ result }) => result.verdict.level === level);
  // A full mailbox is the reason behind the waiting mail: the later, more exact problem wins.
  const quotaFull = taken.find(({ result }) => result.verdict.id === 'queue.quota-full');
  return (
    quotaFull ??
    by('problem') ??
    by('warning') ??
    taken.findLast(({ result }) => result.verdict.level === 'ok') ??
    taken.at(-1) ??
    null
  );
}

/** The conclusion of the whole diagnosis. What could not be checked lowers how sure it is. */
export function concludeDiagnosis(taken: readonly DiagnosisEntry[]): Verdict | null {
  const decisive = decisiveEntry(taken);
  if (decisive === null) return null;
  const { verdict } = decisive.result;
  const unanswered = taken.filter((entry) => entry !== decisive && entry.result.verdict.level === 'unknown');
  if (unanswered.length === 0) return verdict;
  return {
    ...verdict,
    confidence: verdict.level === 'problem' ? verdict.confidence : 'possible',
    details: [
      ...verdict.details,
      { key: 'diagnosis:detail.unanswered', values: { count: unanswered.length } },
      ...unanswered.map(({ result }) => result.verdict.because),
    ],
  };
}
