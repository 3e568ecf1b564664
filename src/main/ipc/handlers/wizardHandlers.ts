import { findPlaybook } from '../../../core/playbooks/registry.ts';
import type { Step } from '../../../core/playbook/model.ts';
import { LogFileError } from '../../../logfiles/logFileProblem.ts';
import type { CallInput, JobProgress } from '../../../shared/ipc/contract.ts';
import { failure, success } from '../../../shared/ipc/errors.ts';
import type { AppErrorCode, Result } from '../../../shared/ipc/errors.ts';
import { JobCancelled } from '../../analysis/jobTable.ts';
import type { JobTable } from '../../analysis/jobTable.ts';
import { ReadingStopped, readingStoppedError } from '../../analysis/readingStopped.ts';
import type { CaseBook } from '../../cases/caseBook.ts';
import { answerStep } from '../../wizard/answerStep.ts';
import type { AnswerStepNeeds } from '../../wizard/answerStep.ts';
import { pasteProgress } from '../../wizard/acquireFromPaste.ts';
import { readyServers } from '../../wizard/readyServers.ts';
import { previewOnPaper, previewOnServers } from '../../wizard/previewStep.ts';
import { handedServerKind } from '../../wizard/serverKind.ts';
import { StepFailed } from '../../wizard/stepFailed.ts';
import type { Handlers } from '../answerCall.ts';
import { fileProblemError } from '../fileProblemError.ts';

export interface WizardHandlersNeeds extends Omit<AnswerStepNeeds, 'onProgress'> {
  readonly jobs: JobTable;
  readonly cases: CaseBook;
  readonly onProgress: (progress: JobProgress) => void;
  readonly onEnd: (jobId: string) => void;
  readonly report: (what: string, error: unknown) => void;
  /** The case is kept in memory only, and the user has to know. */
  readonly onCaseNotSaved: () => void;
}

const refuse = (code: AppErrorCode, key: string): Result<never> => failure({ code, message: { key } });

export function wizardHandlers(
  needs: WizardHandlersNeeds,
): Pick<Handlers, 'wizard.preview' | 'wizard.run' | 'wizard.pasteNext' | 'wizard.window' | 'job.cancel'> {
  const { jobs, now } = needs;
  return {
    'wizard.preview': (asked) =>
      withStep(asked, async (step) => {
        const { wizard, facts, source } = asked;
        const previewed = { wizard, step, facts, now: now().getTime() };
        if (source.kind === 'server') {
          return previewOnServers(
            previewed,
            await readyServers(step, source.servers, needs.registry),
            needs.plans,
          );
        }
        return previewOnPaper(
          previewed,
          handedServerKind('blueMind' in source ? source.blueMind : undefined),
        );
      }),
    'wizard.run': (asked) =>
      withStep(asked, async (step) => {
        const { jobId, caseId } = asked;
        if (caseId !== undefined && needs.cases.find(caseId) === null) {
          throw new StepFailed({ code: 'not-found', message: { key: 'servers-main:case-gone' } });
        }
        const signal = jobs.start(jobId);
        if (signal === null) {
          throw new StepFailed({ code: 'bad-request', message: { key: 'errors:job-in-use' } });
        }
        try {
          const answered = await answerStep(step, asked, signal, {
            ...needs,
            onProgress: (progress) => needs.onProgress({ jobId, ...progress }),
          });
          jobs.keep(jobId, answered.messages);
          if (caseId !== undefined) note(needs, caseId, asked, answered);
          return answered.answer;
        } catch (error) {
          if (!(error instanceof ReadingStopped)) throw error;
          needs.report('reading logs stopped', error);
          throw new StepFailed(readingStoppedError(error));
        } finally {
          jobs.end(jobId);
          needs.onEnd(jobId);
        }
      }),
    'wizard.pasteNext': (asked) =>
      withStep(asked, (step) => {
        const { facts, outputs, blueMind } = asked;
        if (step.acquire.kind === 'logs') {
          throw new StepFailed({ code: 'bad-request', message: { key: 'errors:source-not-possible' } });
        }
        const context = { facts, now: now().getTime(), server: handedServerKind(blueMind) };
        return pasteProgress(step.acquire, context, outputs);
      }),
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

/** Finds the step, checks what is known against what it needs, and turns what ends it into an answer. */
async function withStep<T>(
  { wizard, step: stepId, facts }: Pick<CallInput<'wizard.preview'>, 'wizard' | 'step' | 'facts'>,
  work: (step: Step) => T | Promise<T>,
): Promise<Result<T>> {
  const step = findPlaybook(wizard)?.steps.find(({ id }) => id === stepId);
  if (step === undefined) return refuse('not-found', 'errors:wizard-unknown');
  const [problem] = step.check?.(facts) ?? [];
  if (problem !== undefined)
    return failure({ code: 'bad-request', message: problem.problem, detail: problem.fact });
  try {
    return success(await work(step));
  } catch (error) {
    if (error instanceof JobCancelled) return refuse('cancelled', 'errors:cancelled');
    if (error instanceof StepFailed) return failure(error.error);
    if (error instanceof LogFileError) return failure(fileProblemError(error.problem));
    throw error;
  }
}

/** The answer counts even if the disk does not take it: it is shown all the same. */
function note(
  { cases, report, onCaseNotSaved }: WizardHandlersNeeds,
  caseId: string,
  { wizard, step, facts, symptom, source: asked }: CallInput<'wizard.run'>,
  { answer, source, commands }: Awaited<ReturnType<typeof answerStep>>,
): void {
  const { verdict, learned } = answer.result;
  try {
    const entry = {
      playbook: wizard,
      step,
      source,
      sourceKind: asked.kind,
      ...(asked.kind === 'server' ? { servers: asked.servers } : {}),
      ...(symptom === undefined ? {} : { symptom }),
      verdict,
      commands: [...commands],
    };
    cases.add(caseId, entry, facts, learned);
  } catch (error) {
    report('a case could not be saved', error);
    onCaseNotSaved();
  }
}
