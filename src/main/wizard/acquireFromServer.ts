import type { CommandOutput } from '../../core/command/commandOutput.ts';
import type { Message } from '../../core/message.ts';
import { collectOutputs } from '../../core/playbook/collectOutputs.ts';
import type { Facts } from '../../core/playbook/facts.ts';
import type { RenderedCommand } from '../../core/command/renderCommand.ts';
import type { CommandAcquisition, LogAcquisition } from '../../core/playbook/model.ts';
import { listLogs, searchLog } from '../../core/remoteTrace/searchCommands.ts';
import { toTraceReading } from '../../logfiles/traceLogs.ts';
import { serverError } from '../servers/serverError.ts';
import type { ReadyServer } from '../servers/serverRegistry.ts';
import type { Confirmations } from '../ssh/confirmation.ts';
import { findRemoteLogs, traceRemotely } from '../ssh/remoteTrace.ts';
import type { RemoteLogProblem, RemoteLogSource } from '../ssh/remoteTrace.ts';
import type { SessionResult } from '../ssh/session.ts';
import type { Acquired } from './acquired.ts';
import type { ConfirmedPlan } from './planConfirmations.ts';
import { renderPlanned } from './renderPlanned.ts';
import { serverExecutor } from './serverExecutor.ts';
import { serverKind } from './serverKind.ts';
import { refuseStep, StepFailed } from './stepFailed.ts';

export interface ServerRun {
  readonly facts: Facts;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly confirmations: Confirmations;
  readonly confirmedBy: string;
  readonly plan: ConfirmedPlan | null;
  readonly onProgress: (label: string, doneBytes: number, totalBytes: number | null) => void;
}

/** Runs a step's commands on one server. @throws StepFailed, or the signal's reason. */
export async function acquireByCommands(
  acquire: CommandAcquisition,
  server: ReadyServer,
  run: ServerRun,
): Promise<Acquired> {
  const commands: string[] = [];
  const kind = serverKind(server.profile, server.facts);
  const executor = serverExecutor({
    ...run,
    server,
    onCommand: (line) => {
      commands.push(line);
      run.onProgress(line, 0, null);
    },
  });
  try {
    const context = { facts: run.facts, now: run.now(), server: kind };
    const outputs = await collectOutputs(acquire, context, executor);
    const problems = outputs.flatMap(({ output }, index) => outputProblems(output, commands[index] ?? ''));
    return { reading: { outputs }, server: kind, source: server.profile.name, commands, problems };
  } catch (error) {
    if (run.plan === null) throw error;
    throw withDone(error, run.signal.aborted, commands.length - 1);
  }
}

/** Searches the mail logs of servers, several side by side, into one answer. @throws StepFailed, or the signal's reason. */
export async function acquireRemoteLogs(
  acquire: LogAcquisition,
  servers: readonly ReadyServer[],
  { facts, signal, onProgress }: ServerRun,
): Promise<Acquired> {
  const sources = withUniqueNames(
    (await Promise.all(servers.map((server) => logsOf(server, signal)))).flat(),
  );
  const query = acquire.query(facts);
  const traced = await traceRemotely(sources, query, {
    signal,
    onProgress: ({ file, doneBytes, totalBytes }) => onProgress(file, doneBytes, totalBytes),
  });
  signal.throwIfAborted();
  const { result, problems, tooGeneral } = valueOf(traced);
  const [problem] = problems;
  // Nothing found in logs that nobody could read is no answer.
  if (problem !== undefined && problems.length === sources.length) {
    throw new StepFailed({
      code: 'unreadable-input',
      message: problemMessage(problem),
      detail: problem.detail,
    });
  }
  const [first] = servers;
  return {
    reading: { outputs: [], trace: toTraceReading(query, result) },
    server: first === undefined ? null : serverKind(first.profile, first.facts),
    source: servers.map(({ profile }) => profile.name).join(', '),
    commands: [...new Set(servers.flatMap((server) => logCommands(server).map(({ line }) => line)))],
    problems: [
      ...problems.map(problemMessage),
      ...(tooGeneral ? [{ key: 'servers-main:log.too-general' }] : []),
    ],
  };
}

/** Two profiles may have the same name: their lines must be told apart all the same. */
function withUniqueNames(sources: readonly RemoteLogSource[]): readonly RemoteLogSource[] {
  const uses = new Map<string, number>();
  return sources.map((source) => {
    const use = (uses.get(source.name) ?? 0) + 1;
    uses.set(source.name, use);
    return use === 1 ? source : { ...source, name: `${source.name} (${use})` };
  });
}

/** Where the profile says the logs are, else where the probe saw them. */
export function logPathsOf({ profile, facts }: ReadyServer): readonly string[] {
  if (profile.logPaths.length > 0) return profile.logPaths;
  return facts.mailLog === null ? [] : [facts.mailLog.path];
}

/** How logs are searched. What is looked for goes in on standard input, where nobody else on the server can read it. */
export function logCommands(server: ReadyServer): readonly RenderedCommand[] {
  const { elevation } = server.session;
  return logPathsOf(server).flatMap((path) => [
    renderPlanned({ template: listLogs, values: { path } }, elevation),
    renderPlanned({ template: searchLog, values: { path, patterns: ['-'], ignoreCase: true } }, elevation),
  ]);
}

async function logsOf(server: ReadyServer, signal: AbortSignal): Promise<readonly RemoteLogSource[]> {
  const found = new Map<string, RemoteLogSource>();
  for (const path of logPathsOf(server)) {
    const logs = await findRemoteLogs(server.session, path, signal);
    signal.throwIfAborted();
    for (const source of valueOf(logs)) found.set(source.name, source);
  }
  if (found.size === 0) refuseStep('server', 'servers-main:log.none', { server: server.profile.name });
  return [...found.values()];
}

function valueOf<T>(result: SessionResult<T>): T {
  if (!result.ok) throw new StepFailed(serverError(result.error));
  return result.value;
}

const problemMessage = ({ file, kind }: RemoteLogProblem) => ({
  key: `servers-main:log.${kind}`,
  values: { file },
});

/** An answer that is not whole must not pass for one. */
function outputProblems(
  { timedOut, truncated, durationMs }: CommandOutput,
  command: string,
): readonly Message[] {
  const seconds = Math.round(durationMs / 1000);
  if (timedOut) return [{ key: 'servers-main:command.timed-out', values: { command, seconds } }];
  return truncated ? [{ key: 'servers-main:command.cut-off', values: { command } }] : [];
}

/** A change that broke off: what was done before has to be said, and that the last command may have taken effect. */
function withDone(error: unknown, cancelled: boolean, count: number): unknown {
  if (cancelled) {
    return new StepFailed({
      code: 'server',
      message: { key: 'servers-main:change-cancelled', values: { count } },
    });
  }
  if (!(error instanceof StepFailed)) return error;
  const lost = error.error.message.key === 'ssh:error.connection-lost';
  const more: readonly Message[] = [
    ...(count < 1 ? [] : [{ key: 'servers-main:changed-before', values: { count } }]),
    ...(lost ? [{ key: 'servers-main:change-uncertain' }] : []),
  ];
  if (more.length === 0) return error;
  return new StepFailed({ ...error.error, notes: [...(error.error.notes ?? []), ...more] });
}
