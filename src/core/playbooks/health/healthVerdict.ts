import type { Message } from '../../message.ts';
import type { StepResult } from '../../playbook/model.ts';
import type { Actor, Confidence, Evidence, Remedy, VerdictLevel } from '../../playbook/verdict.ts';

export const advice = (key: string): Remedy => ({ kind: 'advice', text: { key: `health:remedy.${key}` } });

export const toWizard = (wizard: string): Remedy => ({
  kind: 'wizard',
  wizard,
  text: { key: `health:remedy.to-${wizard}` },
});

interface Conclusion {
  readonly id: string;
  readonly level: VerdictLevel;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly details?: readonly Message[];
  readonly evidence?: readonly Evidence[];
  readonly confidence?: Confidence;
  readonly whoActs?: Actor;
  readonly remedies: readonly Remedy[];
}

/** A conclusion about the server as the engine wants it. Certain, and the administrator's task, unless said otherwise. */
export function healthResult(conclusion: Conclusion): StepResult {
  const { id, level, values, details = [], evidence = [], remedies } = conclusion;
  const key = `health:verdict.${id}`;
  return {
    verdict: {
      level,
      id: `health.${id}`,
      because: values === undefined ? { key } : { key, values },
      details,
      evidence,
      confidence: conclusion.confidence ?? 'certain',
      whoActs: conclusion.whoActs ?? (level === 'ok' ? 'nobody' : 'you'),
      remedies,
    },
    findings: null,
    learned: {},
    next: remedies,
  };
}
