import type { FactName, Facts } from '../../../../core/playbook/facts.ts';
import type { SymptomId } from '../../../../core/playbooks/diagnosis/symptoms.ts';
import { findPlaybook } from '../../../../core/playbooks/registry.ts';
import type { Source } from '../../../../shared/ipc/contract.ts';
import { ask, listen } from '../../app/bridge.ts';
import { connectFirst, useServers } from '../servers/serverStore.ts';
import { cancelJob, chooseStep, setRun, stepKey, useCase } from './caseStore.ts';
import type { LearnedFact } from './caseStore.ts';

const { setState: set, getState: get } = useCase;

/** Facts no field shows, which steps need from one another. */
const carried: readonly FactName[] = [
  'login',
  'technicalDomain',
  'mailboxKind',
  'serverUid',
  'mapsTime',
  'retentionDays',
  'pickedQueueIds',
  'pickedMessages',
];

const bare = (address: string | undefined): string => address?.trim().toLowerCase() ?? '';

/** The facts a step runs with: its own fields, and what earlier steps found about the same mailbox. */
export function factsToRunWith(question: Facts): Facts {
  const { entered, learned } = get();
  const about = bare(question.recipient);
  const added = carried.flatMap((fact): readonly (readonly [FactName, string])[] => {
    const known = learned[fact];
    const value = entered[fact] ?? (known?.about === about ? known.value : undefined);
    return value === undefined || value === '' ? [] : [[fact, value]];
  });
  return { ...Object.fromEntries(added), ...question };
}

interface StepQuestion {
  readonly wizard: string;
  readonly step: string;
  /** What the fields hold. */
  readonly facts: Facts;
  readonly source: Source;
  /** What main gave with the preview of a change, after the user confirmed it. */
  readonly token?: string;
  /** What the full diagnosis is asked about, where it makes the step. */
  readonly symptom?: SymptomId;
}

/** Runs a step. It goes on when the user leaves the page, and its answer is here when they come back. */
export async function runStep({ wizard, step, facts, source, token, symptom }: StepQuestion): Promise<void> {
  const key = stepKey(wizard, step);
  const jobId = crypto.randomUUID();
  const isCurrent = (): boolean => {
    const run = get().runs[key];
    return run?.state === 'running' && run.jobId === jobId;
  };
  set(({ openRow, picks }) => ({
    openRow: { ...openRow, [key]: null },
    picks: Object.fromEntries(Object.entries(picks).filter(([name]) => !name.startsWith(key))),
    thrownAway: null,
  }));
  setRun(key, { state: 'running', jobId, startedAt: Date.now(), progress: null });
  const stopListening = listen('job.progress', (progress) => {
    const run = get().runs[key];
    if (progress.jobId === jobId && run?.state === 'running' && run.jobId === jobId) {
      setRun(key, { ...run, progress });
    }
  });
  if (source.kind === 'server' && !(await connectFirst(source.servers))) {
    stopListening();
    const error = source.servers
      .map((id) => useServers.getState().problems[id])
      .find((one) => one !== undefined);
    if (isCurrent()) setRun(key, error === undefined ? { state: 'cancelled' } : { state: 'failed', error });
    return;
  }
  const caseId = await openCaseId();
  const answer = await ask('wizard.run', {
    jobId,
    wizard,
    step,
    facts: factsToRunWith(facts),
    source,
    ...(token === undefined ? {} : { token }),
    ...(caseId === null ? {} : { caseId }),
    ...(symptom === undefined ? {} : { symptom }),
  });
  stopListening();
  if (!isCurrent()) return;
  if (!answer.ok) {
    setRun(
      key,
      answer.error.code === 'cancelled' ? { state: 'cancelled' } : { state: 'failed', error: answer.error },
    );
    return;
  }
  const { result } = answer.value;
  setRun(key, { state: 'answered', jobId, answer: answer.value, facts, source });
  learn({ wizard, step, about: bare(facts.recipient ?? result.learned.recipient) }, result.learned);
  // A change is proved at once: what the tools report about themselves proves nothing.
  const changed = findPlaybook(wizard)?.steps.find(({ id }) => id === step);
  if (changed?.kind === 'changes' && result.verdict.level !== 'problem') {
    chooseStep(wizard, changed.verifiedBy, { start: true });
  }
}

/** The case answers are noted in. An investigation goes on without one when it cannot be kept. */
async function openCaseId(): Promise<string | null> {
  const { caseId } = get();
  if (caseId !== null) return caseId;
  const begun = await ask('cases.begin', undefined);
  if (!begun.ok) return null;
  set({ caseId: begun.value.id });
  return begun.value.id;
}

export async function cancelStep(wizard: string, step: string): Promise<void> {
  const key = stepKey(wizard, step);
  const run = get().runs[key];
  if (run?.state !== 'running') return;
  setRun(key, { state: 'cancelled' });
  await cancelJob(run.jobId);
}

/**
 * A new answer of a step replaces what it said before, and what its wizard said about somebody else: facts of another
 * mail must not stay behind. What other steps found about the same mailbox stays: one step builds on the other.
 */
function learn({ wizard, step, about }: Omit<LearnedFact, 'value'>, facts: Facts): void {
  set(({ learned }) => {
    const kept = Object.entries(learned).filter(
      ([, fact]) => fact.wizard !== wizard || (fact.step !== step && fact.about === about),
    );
    const added = Object.entries(facts).map(
      ([name, value]) => [name, { value, wizard, step, about }] as const,
    );
    return { learned: Object.fromEntries([...kept, ...added]) };
  });
}
