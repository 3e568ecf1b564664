import { create } from 'zustand';
import { ask } from '../../app/bridge.ts';
import type {
  CommandToPaste,
  FileGrant,
  JobProgress,
  PastedOutput,
  RecognisedPaste,
  Source,
  StepAnswer,
} from '../../../../shared/ipc/contract.ts';
import type { AppError } from '../../../../shared/ipc/errors.ts';
import type { FactName, Facts } from '../../../../core/playbook/facts.ts';
import type { DiagnosisEntry, StepName } from '../../../../core/playbooks/diagnosis/diagnosisPath.ts';
import type { SymptomId } from '../../../../core/playbooks/diagnosis/symptoms.ts';
import type { Step } from '../../../../core/playbook/model.ts';

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

/** A fact some step established, and whose mailbox it was asked about: a login of one user must not serve another. */
export interface LearnedFact {
  readonly value: string;
  readonly wizard: string;
  readonly step: string;
  readonly about: string;
}

/** The full diagnosis: which steps it took, and how it stands. */
export interface Diagnosis {
  readonly taken: readonly DiagnosisEntry[];
  /** The step being asked now; null before and after. */
  readonly running: StepName | null;
  /** The step that could not be made, and why: the conclusion rests on the ones before. */
  readonly failed: { readonly step: StepName; readonly error: AppError } | null;
  readonly outcome: 'none' | 'concluded' | 'stopped';
}

export const noDiagnosis: Diagnosis = { taken: [], running: null, failed: null, outcome: 'none' };

/** Everything one investigation holds. It outlives pages: going back and forth loses nothing. */
interface CaseContents {
  /** Which symptom led here, for the words of the page and for "carry on". */
  readonly symptom: string | null;
  readonly wizard: string | null;
  /** What people report, for the full diagnosis: it decides which way is walked. */
  readonly reported: SymptomId;
  readonly diagnosis: Diagnosis;
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
  /** Rows of a list that are chosen, by step. */
  readonly picks: Readonly<Record<string, readonly string[]>>;
  /** Outputs handed over by hand so far, by step. */
  readonly pastes: Readonly<Record<string, PasteRounds>>;
  /** Which servers answer; several only where logs are read. */
  readonly servers: readonly string[];
  /** BlueMind's major version where the user knows it: pasted text and files do not tell. */
  readonly blueMind: 4 | 5 | null;
  /** The case in main's store that answers are noted in; null until the first question. */
  readonly caseId: string | null;
}

/** Commands somebody runs elsewhere, round by round, and what came back. */
export interface PasteRounds {
  /** Rounds already recognised and taken. */
  readonly taken: readonly PastedOutput[];
  /** What is to be run now; null before the first round was asked for. */
  readonly asked: readonly CommandToPaste[] | null;
  /** What is in the boxes, by place in `asked`. */
  readonly typed: readonly string[];
  readonly recognised: readonly RecognisedPaste[];
  readonly problem: AppError | null;
}

interface CaseStore extends CaseContents {
  /** What "start over" threw away, to be brought back. */
  readonly thrownAway: CaseContents | null;
}

const emptyCase: CaseContents = {
  symptom: null,
  wizard: null,
  reported: 'mail-missing',
  diagnosis: noDiagnosis,
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
  picks: {},
  pastes: {},
  servers: [],
  blueMind: null,
  caseId: null,
};

export const useCase = create<CaseStore>()(() => ({ ...emptyCase, thrownAway: null }));

const { setState: set, getState: get } = useCase;

export const stepKey = (wizard: string, step: string): string => `${wizard}/${step}`;

/** Remembers where the user is, so that Home can offer to carry on. */
export function visitWizard(wizard: string, symptom: string | null): void {
  set((state) => ({ wizard, symptom: symptom ?? (state.wizard === wizard ? state.symptom : null) }));
}

export function enterFact(fact: FactName, value: string): void {
  set(({ entered }) => {
    if (entered[fact] === value) return {};
    // Numbers picked in one mailbox or folder mean other mail in another.
    const { pickedMessages: _messages, pickedQueueIds: _ids, ...rest } = entered;
    return { entered: { ...rest, [fact]: value } };
  });
}

export function pickRows(key: string, rows: readonly string[]): void {
  set(({ picks }) => ({ picks: { ...picks, [key]: rows } }));
}

export function enterFacts(facts: Facts): void {
  set(({ entered }) => ({ entered: { ...entered, ...facts } }));
}

export function enterHeaderText(headerText: string): void {
  set({ headerText });
}

/**
 * What a field of a step shows: what the user typed, else what was found. A reading step does not take back what its own
 * wizard found: a queue ID found for one address would spoil the search for the next. A changing step does: it acts on it.
 */
export function factValue(
  state: Pick<CaseContents, 'entered' | 'learned'>,
  wizard: string,
  step: Step,
  fact: FactName,
): string {
  const typed = state.entered[fact];
  if (typed !== undefined) return typed;
  const learned = state.learned[fact];
  if (learned === undefined) return '';
  return learned.wizard !== wizard || step.kind === 'changes' ? learned.value : '';
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

/** One server answers commands; logs of several are read together. */
export function chooseServers(servers: readonly string[]): void {
  set({ sourceKind: 'server', servers, filesProblem: null });
}

export function chooseBlueMind(blueMind: 4 | 5 | null): void {
  set({ blueMind });
}

export function setPaste(key: string, paste: PasteRounds): void {
  set(({ pastes }) => ({ pastes: { ...pastes, [key]: paste } }));
}

/** The sample is a mail log: it answers no command. */
export const canAnswer = (kind: SourceKind, step: Step): boolean =>
  kind !== 'sample' || step.acquire.kind === 'logs';

/** The source as main wants it, null while there is nothing to read. */
export function chosenSource(
  state: Pick<CaseContents, 'sourceKind' | 'files' | 'pasted' | 'servers' | 'pastes' | 'blueMind'>,
  step: Step,
  key: string,
): Source | null {
  const readsLogs = step.acquire.kind === 'logs';
  const known = state.blueMind === null ? {} : { blueMind: state.blueMind };
  switch (state.sourceKind) {
    case 'sample':
      return readsLogs ? { kind: 'sample' } : null;
    case 'files':
      return state.files.length === 0
        ? null
        : { kind: 'files', files: state.files.map(({ id }) => id), ...known };
    case 'pasted':
      if (!readsLogs)
        return { kind: 'pasted', text: '', outputs: [...(state.pastes[key]?.taken ?? [])], ...known };
      return state.pasted.trim() === '' ? null : { kind: 'pasted', text: state.pasted, ...known };
    case 'server': {
      const servers = readsLogs ? state.servers : state.servers.slice(0, 1);
      return servers.length === 0 ? null : { kind: 'server', servers: [...servers] };
    }
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
  const { wizard, symptom, reported } = before;
  set({ ...emptyCase, wizard, symptom, reported, thrownAway: halted(before) });
}

/** As it is once nothing runs any more. */
function halted(contents: CaseContents): CaseContents {
  const runs = Object.entries(contents.runs).map(
    ([key, run]) => [key, run.state === 'running' ? ({ state: 'cancelled' } as const) : run] as const,
  );
  const { diagnosis } = contents;
  return {
    ...contents,
    runs: Object.fromEntries(runs),
    diagnosis:
      diagnosis.running === null ? diagnosis : { ...diagnosis, running: null, outcome: 'stopped' as const },
  };
}

export function bringBack(): void {
  set(({ thrownAway }) => (thrownAway === null ? {} : { ...thrownAway, thrownAway: null }));
}

export function setRun(key: string, run: StepRun): void {
  set(({ runs }) => ({ runs: { ...runs, [key]: run } }));
}

export const cancelJob = (jobId: string) => ask('job.cancel', { jobId });
