import type { AppError } from '../../../shared/ipc/errors.ts';
import { useCase } from '../features/wizard/caseStore.ts';
import type { Diagnosis, StepRun } from '../features/wizard/caseStore.ts';
import { ask } from './bridge.ts';

/** Often enough to lose no more than a word, seldom enough to cost nothing while somebody types. */
const PAUSE_MS = 400;

const interrupted: AppError = { code: 'cancelled', message: { key: 'common:interrupted' } };

/** What was running when the window died: main goes on with it and notes its answer in the case, nobody here hears of it. */
const afterwards = (run: StepRun): StepRun =>
  run.state === 'running' ? { state: 'failed', error: interrupted } : run;

const diagnosisAfterwards = (diagnosis: Diagnosis): Diagnosis => {
  const { running: step } = diagnosis;
  if (step === null) return diagnosis;
  return { ...diagnosis, running: null, failed: { step, error: interrupted }, outcome: 'stopped' };
};

/** Brings back what a window that died held. Called once, before the first picture. */
export async function recallCase(): Promise<void> {
  const answer = await ask('window.recall', undefined);
  if (!answer.ok || answer.value === null) return;
  try {
    const kept = JSON.parse(answer.value) as ReturnType<typeof useCase.getState>;
    const runs = Object.entries(kept.runs).map(([key, run]) => [key, afterwards(run)] as const);
    useCase.setState({
      ...kept,
      runs: Object.fromEntries(runs),
      diagnosis: diagnosisAfterwards(kept.diagnosis),
      startRequested: null,
    });
  } catch {
    // Cut off or of another version: a fresh start is better than half a case.
  }
}

/** Hands the investigation to main whenever it changed; the returned function ends that. */
export function keepCase(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = useCase.subscribe(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask('window.keep', { text: JSON.stringify(useCase.getState()) }), PAUSE_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
