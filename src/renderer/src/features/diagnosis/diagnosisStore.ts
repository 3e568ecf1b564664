import type { FactName, Facts } from '../../../../core/playbook/facts.ts';
import { findPlaybook } from '../../../../core/playbooks/registry.ts';
import { nextDiagnosisStep } from '../../../../core/playbooks/diagnosis/diagnosisPath.ts';
import { factsOfSymptom } from '../../../../core/playbooks/diagnosis/symptoms.ts';
import type { SymptomId } from '../../../../core/playbooks/diagnosis/symptoms.ts';
import type { StepName } from '../../../../core/playbooks/diagnosis/diagnosisPath.ts';
import type { Source } from '../../../../shared/ipc/contract.ts';
import { chooseStep, noDiagnosis, stepKey, useCase } from '../wizard/caseStore.ts';
import type { Diagnosis } from '../wizard/caseStore.ts';
import { cancelStep, runStep } from '../wizard/runStep.ts';

/** It is part of the case: what ends or brings back the one does so with the other. */
export const useDiagnosis = (): Diagnosis => useCase(({ diagnosis }) => diagnosis);

const get = (): Diagnosis => useCase.getState().diagnosis;

const set = (part: Partial<Diagnosis>): void =>
  useCase.setState(({ diagnosis }) => ({ diagnosis: { ...diagnosis, ...part } }));

/** Another question: what was found for the one before does not answer it. */
export function chooseSymptom(symptom: SymptomId): void {
  useCase.setState({ reported: symptom, diagnosis: noDiagnosis });
}

/** Walks the path of the mail, step by step, until the cause is found or nothing is left to ask. */
export async function diagnose(question: Facts, source: Source): Promise<void> {
  set(noDiagnosis);
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
    set({ taken: [...get().taken, { ...step, result }] });
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
