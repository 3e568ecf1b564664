import type { Facts } from '../../../core/playbook/facts.ts';
import type { ReadStep, StepResult } from '../../../core/playbook/model.ts';
import type { TracedMessage } from '../../../core/postfix/tracedMessage.ts';
import { findPlaybook } from '../../../core/playbooks/registry.ts';
import { LogFileError } from '../../../logfiles/logFileProblem.ts';
import type { JobProgress, Source, StepAnswer } from '../../../shared/ipc/contract.ts';
import { failure, success } from '../../../shared/ipc/errors.ts';
import type { AppErrorCode, Result } from '../../../shared/ipc/errors.ts';
import { JobCancelled } from '../../analysis/jobTable.ts';
import type { JobTable } from '../../analysis/jobTable.ts';
import type { FinishedTrace, RunTrace } from '../../analysis/runTrace.ts';
import type { RequestedLog } from '../../analysis/traceRequest.ts';
import type { FileGrants } from '../../files/fileGrants.ts';
import { sampleLog } from '../../sample/sampleLog.ts';
import type { Handlers } from '../answerCall.ts';
import { fileProblemError, fileProblemMessage } from '../fileProblemError.ts';

/** Messages sent along with the verdict; the window asks for more as somebody scrolls. */
const firstMessages = 200;

export interface WizardHandlersNeeds {
  readonly jobs: JobTable;
  readonly grants: FileGrants;
  readonly runTrace: RunTrace;
  readonly now: () => Date;
  /** Name that marks lines of pasted text, in the user's language. */
  readonly pastedLabel: () => string;
  readonly onProgress: (progress: JobProgress) => void;
  readonly onEnd: (jobId: string) => void;
}

const refuse = (code: AppErrorCode, key: string): Result<never> => failure({ code, message: { key } });

export function wizardHandlers(
  needs: WizardHandlersNeeds,
): Pick<Handlers, 'wizard.run' | 'wizard.window' | 'job.cancel'> {
  const { jobs } = needs;
  return {
    'wizard.run': async ({ jobId, wizard, step: stepId, facts, source }) => {
      const step = findPlaybook(wizard)?.steps.find(({ id }) => id === stepId);
      if (step === undefined || step.kind !== 'reads') return refuse('not-found', 'errors:wizard-unknown');
      const [problem] = step.check?.(facts) ?? [];
      if (problem !== undefined)
        return failure({ code: 'bad-request', message: problem.problem, detail: problem.fact });
      const logs = requestedLogs(source, needs);
      if (!logs.ok) return logs;

      const signal = jobs.start(jobId);
      if (signal === null) return refuse('bad-request', 'errors:job-in-use');
      try {
        return await runLogStep(step, facts, logs.value, { ...needs, jobId, signal });
      } catch (error) {
        if (error instanceof JobCancelled) return refuse('cancelled', 'errors:cancelled');
        if (error instanceof LogFileError) return failure(fileProblemError(error.problem));
        throw error;
      } finally {
        jobs.end(jobId);
        needs.onEnd(jobId);
      }
    },
    'wizard.window': ({ jobId, offset, limit }) => {
      const messages = jobs.window(jobId, offset, limit);
      return messages === null ? refuse('not-found', 'errors:job-gone') : success(messages);
    },
    'job.cancel': ({ jobId }) => {
      jobs.cancel(jobId);
      return success(null);
    },
  };
}

interface Job extends WizardHandlersNeeds {
  readonly jobId: string;
  readonly signal: AbortSignal;
}

async function runLogStep(
  step: ReadStep,
  facts: Facts,
  logs: readonly RequestedLog[],
  job: Job,
): Promise<Result<StepAnswer>> {
  if (step.acquire.kind !== 'logs') return refuse('bad-request', 'errors:source-not-possible');
  const { jobId } = job;
  const finished = await job.runTrace(
    { query: step.acquire.query(facts), logs },
    job.signal,
    ({ doneBytes, totalBytes, file }) => job.onProgress({ jobId, doneBytes, totalBytes, label: file }),
  );
  const { messages } = finished.reading;
  job.jobs.keep(jobId, messages);
  const result = step.judge(
    { outputs: [], trace: finished.reading },
    { facts, now: job.now().getTime(), server: null },
  );
  return success({
    result: withProblems(withFirstMessages(result, messages), finished),
    total: messages.length,
  });
}

/** Big data stays here: the window gets the beginning and asks for windows of the rest. */
function withFirstMessages(result: StepResult, messages: readonly TracedMessage[]): StepResult {
  if (result.findings === null || messages.length <= firstMessages) return result;
  return { ...result, findings: { ...result.findings, messages: messages.slice(0, firstMessages) } };
}

/** A verdict on half a file has to say so. */
function withProblems(result: StepResult, { problems }: FinishedTrace): StepResult {
  if (problems.length === 0) return result;
  const { verdict } = result;
  return {
    ...result,
    verdict: { ...verdict, details: [...problems.map(fileProblemMessage), ...verdict.details] },
  };
}

function requestedLogs(
  source: Source,
  { grants, now, pastedLabel }: WizardHandlersNeeds,
): Result<readonly RequestedLog[]> {
  switch (source.kind) {
    case 'server':
      return refuse('not-found', 'errors:server-gone');
    case 'sample':
      return success([sampleLog]);
    case 'pasted':
      return success([
        { kind: 'text', name: pastedLabel(), text: source.text, reference: now().toISOString() },
      ]);
    case 'files': {
      const files = [...new Set(source.files)].map((id) => grants.find(id));
      const known = files.filter((file) => file !== null);
      if (known.length < files.length) return refuse('not-found', 'errors:grant-gone');
      return success(withUniqueNames(known.map(({ name, path }) => ({ kind: 'file' as const, name, path }))));
    }
  }
}

/** `mail.log` of two folders: lines of both must be told apart. Sorted, so that the choice of order changes nothing. */
function withUniqueNames<T extends { readonly name: string; readonly path: string }>(
  files: readonly T[],
): readonly T[] {
  const uses = new Map<string, number>();
  return [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((file) => {
      const use = (uses.get(file.name) ?? 0) + 1;
      uses.set(file.name, use);
      return use === 1 ? file : { ...file, name: `${file.name} (${use})` };
    });
}
