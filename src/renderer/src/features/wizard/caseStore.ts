import { create } from 'zustand';
import { ask, listen } from '../../app/bridge.ts';
import type { FileGrant, JobProgress, Source, StepAnswer } from '../../../../shared/ipc/contract.ts';
import type { AppError } from '../../../../shared/ipc/errors.ts';
import type { FactName, Facts } from '../../../../core/playbook/facts.ts';

/** What one step is doing or has answered. `facts` are those it was asked with. */
export type StepRun =
  | {
      readonly state: 'running';
      readonly jobId: string;
      readonly startedAt: number;
      readonly progress: JobProgress | null;
    }
  | {
      readonly state: 'answered';
      readonly jobId: string;
      readonly answer: StepAnswer;
      readonly facts: Facts;
      readonly source: Source;
    }
  | { readonly state: 'failed'; readonly error: AppError }
  | { readonly state: 'cancelled' };

export type SourceKind = Source['kind'];

/** A fact some step established. */
export interface LearnedFact {
  readonly value: string;
  readonly wizard: string;
}

/** Everything one investigation holds. It outlives pages: going back and forth loses nothing. */
interface CaseContents {
  /** Which symptom led here, for the words of the page and for "carry on". */
  readonly symptom: string | null;
  readonly wizard: string | null;
  /** What the user typed, as typed, wrong or right. */
  readonly entered: Readonly<Partial<Record<FactName, string>>>;
  readonly learned: Readonly<Partial<Record<FactName, LearnedFact>>>;
  readonly sourceKind: SourceKind | null;
  readonly files: readonly FileGrant[];
  readonly filesProblem: AppError | null;
  readonly pasted: string;
  readonly headerText: string;
  readonly runs: Readonly<Record<string, StepRun>>;
  /** Which step each wizard stands at. */
  readonly currentStep: Readonly<Record<string, string>>;
  /** Step that shall start as soon as its form is there. */
  readonly startRequested: string | null;
  /** Row of a result that is open, by step. */
  readonly openRow: Readonly<Record<string, number | null>>;
}

interface CaseStore extends CaseContents {
  /** What "start over" threw away, to be brought back. */
  readonly thrownAway: CaseContents | null;
}

const emptyCase: CaseContents = {
  symptom: null,
  wizard: null,
  entered: {},
  learned: {},
  sourceKind: null,
  files: [],
  filesProblem: null,
  pasted: '',
  headerText: '',
  runs: {},
  currentStep: {},
  startRequested: null,
  openRow: {},
};

export const useCase = create<CaseStore>()(() => ({ ...emptyCase, thrownAway: null }));

const { setState: set, getState: get } = useCase;

export const stepKey = (wizard: string, step: string): string => `${wizard}/${step}`;

/** Remembers where the user is, so that Home can offer to carry on. */
export function visitWizard(wizard: string, symptom: string | null): void {
  set((state) => ({ wizard, symptom: symptom ?? (state.wizard === wizard ? state.symptom : null) }));
}

export function enterFact(fact: FactName, value: string): void {
  set(({ entered }) => ({ entered: { ...entered, [fact]: value } }));
}

export function enterFacts(facts: Facts): void {
  set(({ entered }) => ({ entered: { ...entered, ...facts } }));
}

export function enterHeaderText(headerText: string): void {
  set({ headerText });
}

/**
 * What a field of this wizard shows: what the user typed, else what *another* wizard found. A wizard's own findings do not
 * come back into its fields: a queue ID found for one address would spoil the search for the next.
 */
export function factValue(
  state: Pick<CaseContents, 'entered' | 'learned'>,
  wizard: string,
  fact: FactName,
): string {
  const typed = state.entered[fact];
  if (typed !== undefined) return typed;
  const learned = state.learned[fact];
  return learned !== undefined && learned.wizard !== wizard ? learned.value : '';
}

export function chooseSource(sourceKind: SourceKind | null): void {
  set({ sourceKind, filesProblem: null });
}

export function enterPasted(pasted: string): void {
  set({ pasted });
}

/** Adds files to those already chosen; the same one twice counts once. */
export function addFiles(grants: readonly FileGrant[]): void {
  if (grants.length === 0) return;
  set(({ files }) => {
    const known = new Set(files.map(({ id }) => id));
    return {
      sourceKind: 'files',
      files: [...files, ...grants.filter(({ id }) => !known.has(id))],
      filesProblem: null,
    };
  });
}

export function removeFile(id: string): void {
  set(({ files, sourceKind }) => {
    const left = files.filter((file) => file.id !== id);
    return { files: left, sourceKind: left.length === 0 && sourceKind === 'files' ? null : sourceKind };
  });
}

export function reportFilesProblem(filesProblem: AppError): void {
  set({ filesProblem });
}

/** The source as main wants it, null while there is nothing to read. */
export function chosenSource(state: Pick<CaseContents, 'sourceKind' | 'files' | 'pasted'>): Source | null {
  switch (state.sourceKind) {
    case 'sample':
      return { kind: 'sample' };
    case 'files':
      return state.files.length === 0 ? null : { kind: 'files', files: state.files.map(({ id }) => id) };
    case 'pasted':
      return state.pasted.trim() === '' ? null : { kind: 'pasted', text: state.pasted };
    case 'server':
    case null:
      return null;
  }
}

export function openResultRow(key: string, row: number | null): void {
  set(({ openRow }) => ({ openRow: { ...openRow, [key]: row } }));
}

/** How a step is entered: with facts picked in a list, and started at once when all it needs is known. */
export interface StepEntry {
  readonly start?: boolean;
  readonly picks?: Facts;
}

export function chooseStep(
  wizard: string,
  step: string,
  { start = false, picks = {} }: StepEntry = {},
): void {
  set(({ currentStep, entered }) => ({
    currentStep: { ...currentStep, [wizard]: step },
    entered: { ...entered, ...picks },
    startRequested: start ? stepKey(wizard, step) : null,
  }));
}

/** The form takes the request up once it stands there. */
export function takeStartRequest(key: string): boolean {
  if (get().startRequested !== key) return false;
  set({ startRequested: null });
  return true;
}

export function startOver(): void {
  const { thrownAway: _, ...before } = get();
  for (const run of Object.values(before.runs)) if (run.state === 'running') void cancelJob(run.jobId);
  set({ ...emptyCase, wizard: before.wizard, symptom: before.symptom, thrownAway: before });
}

export function bringBack(): void {
  set(({ thrownAway }) => (thrownAway === null ? {} : { ...thrownAway, thrownAway: null }));
}

function setRun(key: string, run: StepRun): void {
  set(({ runs }) => ({ runs: { ...runs, [key]: run } }));
}

const cancelJob = (jobId: string) => ask('job.cancel', { jobId });

interface StepQuestion {
  readonly wizard: string;
  readonly step: string;
  readonly facts: Facts;
  readonly source: Source;
}

/** Runs a step. It goes on when the user leaves the page, and its answer is here when they come back. */
export async function runStep({ wizard, step, facts, source }: StepQuestion): Promise<void> {
  const key = stepKey(wizard, step);
  const jobId = crypto.randomUUID();
  const isCurrent = (): boolean => {
    const run = get().runs[key];
    return run?.state === 'running' && run.jobId === jobId;
  };
  set(({ openRow }) => ({ openRow: { ...openRow, [key]: null }, thrownAway: null }));
  setRun(key, { state: 'running', jobId, startedAt: Date.now(), progress: null });
  const stopListening = listen('job.progress', (progress) => {
    const run = get().runs[key];
    if (progress.jobId === jobId && run?.state === 'running' && run.jobId === jobId) {
      setRun(key, { ...run, progress });
    }
  });
  const answer = await ask('wizard.run', { jobId, wizard, step, facts, source });
  stopListening();
  if (!isCurrent()) return;
  if (!answer.ok) {
    setRun(
      key,
      answer.error.code === 'cancelled' ? { state: 'cancelled' } : { state: 'failed', error: answer.error },
    );
    return;
  }
  setRun(key, { state: 'answered', jobId, answer: answer.value, facts, source });
  learn(wizard, answer.value.result.learned);
}

export async function cancelStep(wizard: string, step: string): Promise<void> {
  const key = stepKey(wizard, step);
  const run = get().runs[key];
  if (run?.state !== 'running') return;
  setRun(key, { state: 'cancelled' });
  await cancelJob(run.jobId);
}

/** A new answer of a wizard replaces what that wizard said before: facts of another mail must not stay behind. */
function learn(wizard: string, facts: Facts): void {
  set(({ learned }) => {
    const kept = Object.entries(learned).filter(([, fact]) => fact.wizard !== wizard);
    const added = Object.entries(facts).map(([name, value]) => [name, { value, wizard }] as const);
    return { learned: Object.fromEntries([...kept, ...added]) };
  });
}
