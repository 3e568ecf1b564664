import type { Message } from '../../core/message.ts';
import type { Step, StepResult } from '../../core/playbook/model.ts';
import type { TracedMessage } from '../../core/postfix/tracedMessage.ts';
import { readText } from '../../logfiles/readText.ts';
import type { CallInput, JobProgress, Source, StepAnswer } from '../../shared/ipc/contract.ts';
import type { RunTrace } from '../analysis/runTrace.ts';
import type { FileGrants } from '../files/fileGrants.ts';
import { sampleLog } from '../sample/sampleLog.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import type { Confirmations } from '../ssh/confirmation.ts';
import type { Acquired } from './acquired.ts';
import { acquireFromFiles } from './acquireFromFiles.ts';
import { acquireFromLogs, grantedFiles } from './acquireFromLogs.ts';
import { acquireFromPaste } from './acquireFromPaste.ts';
import { acquireByCommands, acquireRemoteLogs } from './acquireFromServer.ts';
import type { PlanConfirmations } from './planConfirmations.ts';
import { readyServers } from './readyServers.ts';
import { handedServerKind } from './serverKind.ts';
import { refuseStep } from './stepFailed.ts';

export interface AnswerStepNeeds {
  readonly grants: FileGrants;
  readonly registry: Pick<ServerRegistry, 'ready'>;
  readonly runTrace: RunTrace;
  readonly plans: PlanConfirmations;
  readonly confirmations: Confirmations;
  /** Who is named in the audit log for changes. */
  readonly confirmedBy: string;
  readonly now: () => Date;
  /** What pasted text and the sample are called, in the user's language. */
  readonly label: (source: 'pasted' | 'sample') => string;
  readonly onProgress: (progress: Omit<JobProgress, 'jobId'>) => void;
}

export interface Answered {
  readonly answer: StepAnswer;
  /** All that were found; the answer holds the first ones. */
  readonly messages: readonly TracedMessage[];
  readonly source: string;
  readonly commands: readonly string[];
}

type Asked = Pick<CallInput<'wizard.run'>, 'wizard' | 'facts' | 'source' | 'token'>;

/** Messages sent along with the verdict; the window asks for more as somebody scrolls. */
const FIRST_MESSAGES = 200;

/** Gets a step's data from its source and has it judged. @throws StepFailed, LogFileError, or the signal's reason. */
export async function answerStep(
  step: Step,
  asked: Asked,
  signal: AbortSignal,
  needs: AnswerStepNeeds,
): Promise<Answered> {
  const acquired = await acquire(step, asked, signal, needs);
  signal.throwIfAborted();
  const { reading, server, problems, source, commands } = acquired;
  const result = step.judge(reading, { facts: asked.facts, now: needs.now().getTime(), server });
  const messages = reading.trace?.messages ?? [];
  return {
    answer: { result: withProblems(withFirstMessages(result, messages), problems), total: messages.length },
    messages,
    source,
    commands,
  };
}

function acquire(step: Step, asked: Asked, signal: AbortSignal, needs: AnswerStepNeeds): Promise<Acquired> {
  const { source } = asked;
  if (source.kind === 'server') return fromServers(step, source.servers, asked, signal, needs);
  if (step.acquire.kind === 'logs') return fromLogs(step.acquire, source, asked, signal, needs);
  return fromHands(step.acquire, source, asked, needs);
}

async function fromServers(
  step: Step,
  ids: readonly string[],
  { wizard, facts, token }: Asked,
  signal: AbortSignal,
  needs: AnswerStepNeeds,
): Promise<Acquired> {
  const servers = await readyServers(step, ids, needs.registry);
  signal.throwIfAborted();
  const [server] = servers;
  const change = { profileId: server.profile.id, wizard, step: step.id };
  const run = {
    facts,
    signal,
    now: () => needs.now().getTime(),
    confirmations: needs.confirmations,
    confirmedBy: needs.confirmedBy,
    plan: step.kind === 'changes' && token !== undefined ? needs.plans.redeem(token, change) : null,
    onProgress: progressOf(needs),
  };
  return step.acquire.kind === 'logs'
    ? acquireRemoteLogs(step.acquire, servers, run)
    : acquireByCommands(step.acquire, server, run);
}

function fromLogs(
  acquire: Extract<Step['acquire'], { kind: 'logs' }>,
  source: Exclude<Source, { kind: 'server' }>,
  { facts }: Asked,
  signal: AbortSignal,
  needs: AnswerStepNeeds,
): Promise<Acquired> {
  const run = (name: string) => ({
    facts,
    signal,
    runTrace: needs.runTrace,
    source: name,
    onProgress: progressOf(needs),
  });
  switch (source.kind) {
    case 'sample':
      return acquireFromLogs(acquire, [sampleLog], run(needs.label('sample')));
    case 'pasted': {
      const name = needs.label('pasted');
      const reference = needs.now().toISOString();
      return acquireFromLogs(acquire, [{ kind: 'text', name, text: source.text, reference }], run(name));
    }
    case 'files': {
      const files = grantedFiles(source.files, needs.grants);
      return acquireFromLogs(acquire, files, run(files.map(({ name }) => name).join(', ')));
    }
  }
}

async function fromHands(
  acquire: Extract<Step['acquire'], { kind: 'commands' }>,
  source: Exclude<Source, { kind: 'server' }>,
  { facts }: Asked,
  needs: AnswerStepNeeds,
): Promise<Acquired> {
  const now = needs.now().getTime();
  switch (source.kind) {
    case 'sample':
      return refuseStep('bad-request', 'errors:source-not-possible');
    case 'pasted': {
      const context = { facts, now, server: handedServerKind(source.blueMind) };
      return acquireFromPaste(acquire, context, source.outputs ?? [], needs.label('pasted'));
    }
    case 'files': {
      const context = { facts, now, server: handedServerKind(source.blueMind) };
      const saved = [];
      for (const { name, path } of grantedFiles(source.files, needs.grants)) {
        const { text } = await readText({ name, bytes: { kind: 'file', path } });
        saved.push({ name, text });
      }
      return acquireFromFiles(acquire, context, saved);
    }
  }
}

const progressOf =
  ({ onProgress }: AnswerStepNeeds) =>
  (label: string, doneBytes: number, totalBytes: number | null): void =>
    onProgress({ label, doneBytes, totalBytes });

/** Big data stays in main: the window gets the beginning and asks for windows of the rest. */
function withFirstMessages(result: StepResult, messages: readonly TracedMessage[]): StepResult {
  if (result.findings === null || messages.length <= FIRST_MESSAGES) return result;
  return { ...result, findings: { ...result.findings, messages: messages.slice(0, FIRST_MESSAGES) } };
}

/** A verdict on half the data has to say so. */
function withProblems(result: StepResult, problems: readonly Message[]): StepResult {
  if (problems.length === 0) return result;
  const { verdict } = result;
  return { ...result, verdict: { ...verdict, details: [...problems, ...verdict.details] } };
}
