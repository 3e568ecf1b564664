import type { Facts } from '../../core/playbook/facts.ts';
import type { LogAcquisition } from '../../core/playbook/model.ts';
import type { FileGrants } from '../files/fileGrants.ts';
import type { RunTrace } from '../analysis/runTrace.ts';
import type { RequestedLog } from '../analysis/traceRequest.ts';
import { fileProblemMessage } from '../ipc/fileProblemError.ts';
import type { Acquired } from './acquired.ts';
import { refuseStep } from './stepFailed.ts';

export interface LogRun {
  readonly facts: Facts;
  readonly signal: AbortSignal;
  readonly runTrace: RunTrace;
  /** What the case calls this source. */
  readonly source: string;
  readonly onProgress: (label: string, doneBytes: number, totalBytes: number | null) => void;
}

/** Reads logs on this computer. @throws LogFileError, or the signal's reason. */
export async function acquireFromLogs(
  acquire: LogAcquisition,
  logs: readonly RequestedLog[],
  { facts, signal, runTrace, source, onProgress }: LogRun,
): Promise<Acquired> {
  const { reading, problems } = await runTrace(
    { query: acquire.query(facts), logs },
    signal,
    ({ doneBytes, totalBytes, file }) => onProgress(file, doneBytes, totalBytes),
  );
  return {
    reading: { outputs: [], trace: reading },
    server: null,
    source,
    commands: [],
    problems: problems.map(fileProblemMessage),
  };
}

/** The files behind grants. @throws StepFailed for one that was never given out. */
export function grantedFiles(
  ids: readonly string[],
  grants: FileGrants,
): readonly Extract<RequestedLog, { kind: 'file' }>[] {
  const files = [...new Set(ids)].map(
    (id) => grants.find(id) ?? refuseStep('not-found', 'errors:grant-gone'),
  );
  return withUniqueNames(files.map(({ name, path }) => ({ kind: 'file' as const, name, path })));
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
