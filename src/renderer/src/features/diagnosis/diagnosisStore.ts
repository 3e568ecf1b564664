import { create } from 'zustand';
import type { FactName, Facts } from '../../../../core/playbook/facts.ts';
import { findPlaybook } from '../../../../core/playbooks/registry.ts';
import { nextDiagnosisStep } from '../../../../core/playbooks/diagnosis/diagnosisPath.ts';
import { factsOfSymptom } from '../../../../core/playbooks/diagnosis/symptoms.ts';
import type { SymptomId } from '../../../../core/playbooks/diagnosis/symptoms.ts';
import type { DiagnosisEntry, StepName } from '../../../../core/playbooks/diagnosis/diagnosisPath.ts';
import type { Source } from '../../../../shared/ipc/contract.ts';
import type { AppError } from '../../../../shared/ipc/errors.ts';
import { chooseStep, stepKey, useCase } from '../wizard/caseStore.ts';
import { cancelStep, runStep } from '../wizard/runStep.ts';

interface Diagnosis {
  readonly taken: readonly DiagnosisEntry[];
  /** The step being asked now; null before and after. */
  readonly running: StepName | null;
  /** The step that could not be made, and why: the conclusion rests on the ones before. */
  readonly failed: { readonly step: StepName; readonly error: AppError } | null;
  readonly outcome: 'none' | 'concluded' | 'stopped';
}

const nothing: Diagnosis = { taken: [], running: null, failed: null, outcome: 'none' };

export const useDiagnosis = create<Diagnosis>()(() => ({ ...nothing }));

const { setState: set, getState: get } = useDiagnosis;

/** Another question: what was found for the one before does not answer it. */
export function chooseSymptom(symptom: SymptomId): void {
  set({ ...nothing });
  useCase.setState({ reported: symptom });
}

/** Walks the path of the mail, step by step, until the cause is found or nothing is left to ask. */
export async function diagnose(question: Facts, source: Source): Promise<void> {
  set({ ...nothing });
  const { reported: symptom } = useCase.getState();
  let known: Facts = factsOfSymptom(symptom, question);
  for (;;) {
    const step = nextDiagnosisStep(get().taken, known, symptom);
    if (step === null) return set({ running: null, outcome: 'concluded' });
    set({ running: step });
    await runStep({ wizard: step.playbook, step: step.step, facts: factsFor(step, known), source, symptom });
    const run = useCase.getState().runs[stepKey(step.playbook, step.step)];
    if (get().running !== step) return;
    if (run?.state === 'failed') {
      return set({ running: null, failed: { step, error: run.error }, outcome: 'stopped' });
    }
    if (run?.state !== 'answered') return set({ running: null, outcome: 'stopped' });
    const { result } = run.answer;
    // What the user said stays the question; what was found only adds to it.
    known = { ...result.learned, ...known };
    set(({ taken }) => ({ taken: [...taken, { ...step, result }] }));
  }
}

/** What a step is asked with: of everything known, the facts its own form would show. */
function factsFor({ playbook, step }: StepName, known: Facts): Facts {
  const fields = findPlaybook(playbook)?.steps.find(({ id }) => id === step)?.fields ?? [];
  const all: Facts = { ...(known.subject === undefined ? {} : { keyword: known.subject }), ...known };
  return Object.fromEntries(
    fields.flatMap(({ fact }): readonly (readonly [FactName, string])[] => {
      const value = all[fact];
      return value === undefined ? [] : [[fact, value]];
    }),
  );
}

export async function stopDiagnosis(): Promise<void> {
  const { running } = get();
  set({ running: null, outcome: 'stopped' });
  if (running !== null) await cancelStep(running.playbook, running.step);
}

/** Where to go to look at a step, or to do what its verdict offers. */
export function openStep({ playbook, step }: StepName, start = false): void {
  chooseStep(playbook, step, { start });
}
