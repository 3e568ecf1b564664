import { closeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { LogSources } from '../../core/postfix/logReader.ts';
import { LogFileError } from '../logFileProblem.ts';
import type { LogFileProblem } from '../logFileProblem.ts';
import { measure } from '../readLogs.ts';
import type { LogSource, ReadLogsOptions } from '../readLogs.ts';
import { LinesAgain } from './linesAgain.ts';
import type { TextNeed } from './linesAgain.ts';
import { planScan } from './planScan.ts';
import type { PlannedFile } from './planScan.ts';
import { ScannedFile } from './scannedFile.ts';
import type { ScannedSegment } from './scannedFile.ts';
import { runScanTask } from './scanTask.ts';
import type { ScanOutcome, ScanTask, TaskPart } from './scanTask.ts';
import { runOnThreads } from './runOnThreads.ts';
import type { TakeOutcome } from './runOnThreads.ts';
import { leastBytesForThreads } from './scanThread.ts';
import type { StartScanThread } from './scanThread.ts';
import type { ScanWants } from './segmentBuilder.ts';
import type { SegmentScan } from './segmentScan.ts';

export interface ScanOptions extends ReadLogsOptions {
  /** Without it everything runs in the calling thread, a piece at a time. */
  readonly startThread?: StartScanThread;
  /** A file is cut into stretches of this size at least; for tests, since only large files are worth it. */
  readonly stretchBytes?: number;
  /**
   * Given what every stretch says as soon as it and all before it were scanned; what it gives back is kept instead. `share`:
   * how much of all has come with it, up to 1.
   */
  readonly onScan?: (scan: SegmentScan, share: number) => SegmentScan;
  /** Told of every stretch behind that. What it throws ends the scan. */
  readonly onStretch?: (file: ScannedFile, segment: ScannedSegment, share: number) => void;
}

/** Logs that were scanned. The files stay open for lines that are read back, until `close`. */
export interface ScannedLogs {
  readonly files: readonly ScannedFile[];
  readonly sources: LogSources;
  readonly problems: readonly LogFileProblem[];
  /** Reads lines of a file again: `lines` ascending, from 0. A line that is gone is left out. */
  readLines(file: ScannedFile, lines: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** Told that lines of this file will be wanted again and again: the text of a compressed one is kept on disk until `close`. */
  keepText(file: ScannedFile, need: TextNeed): void;
  close(): void;
}

/** More do not pay: what reads the disk and what puts the stretches together is one. */
const maxThreads = 4;
/** Smaller stretches are not worth a thread of their own. */
const leastStretchBytes = 4 * 1024 ** 2;
const stretchesOfThread = 32;
/** Smaller ones make the summary put together more; each thread has one in hand, and two are being filled or wait. */
const expandedPieceBytes = 24 * 1024 ** 2;

/** True for regular files: pipes and devices cannot be read twice. */
export async function canScan(sources: readonly LogSource[]): Promise<boolean> {
  const sized = await Promise.all(sources.map(measure));
  return sized.every(({ size }) => size !== null);
}

/**
 * Scans logs, large ones in several threads at once.
 * @throws LogFileError for a file of which nothing can be used; the signal's reason when aborted.
 */
export async function scanLogs(
  sources: readonly LogSource[],
  wants: ScanWants,
  options: ScanOptions = {},
): Promise<ScannedLogs> {
  const sized = await Promise.all(sources.map(measure));
  const totalBytes = sized.reduce((total, { size }) => total + (size ?? 0), 0);
  const most = options.startThread ? Math.min(maxThreads, availableParallelism()) : 1;
  const planned: PlannedFile[] = [];
  const close = (): void => {
    for (const { fd } of planned.splice(0)) closeSync(fd);
  };
  try {
    // The summary puts together what stretches say, a trace does not: there smaller ones only even out the threads.
    const stretches =
      most === 1 || (wants.totals && wants.messages !== true) ? most : most * stretchesOfThread;
    for (const { source, size } of sized) {
      const own = Math.ceil((stretches * (size ?? 0)) / Math.max(1, totalBytes));
      planned.push(plan(source, own, options));
    }
    const threads = textBytes(planned) >= leastBytesForThreads ? most : 1;
    const sources = new LogSources();
    const files = planned.map(
      ({ name }, number) => new ScannedFile(name, sized[number]?.reference ?? '', [], sources),
    );
    const outcomes = await run(planned, files, wants, threads, totalBytes, options);
    return scannedLogs(planned, files, sources, outcomes, options, close);
  } catch (error) {
    close();
    throw error;
  }
}

function textBytes(planned: readonly PlannedFile[]): number {
  return planned.reduce(
    (bytes, { size, parts }) => parts.reduce((all, part) => all + textBytesOf(part, size), bytes),
    0,
  );
}

/** How much text a part of a file has, roughly: mail logs compress ten times and more. `size`: of the file. */
function textBytesOf(part: TaskPart, size: number): number {
  return part.kind === 'plain' ? (part.end ?? size) - part.start : 10 * size;
}

function plan({ name, bytes }: LogSource, count: number, { limits, stretchBytes }: ScanOptions): PlannedFile {
  if (bytes.kind !== 'file') throw new Error('only files can be scanned');
  const stretches =
    stretchBytes === undefined
      ? { count, leastBytes: leastStretchBytes, pieceBytes: expandedPieceBytes }
      : { count: Infinity, leastBytes: stretchBytes, pieceBytes: stretchBytes };
  return planScan(name, bytes.path, stretches, limits);
}

async function run(
  planned: readonly PlannedFile[],
  files: readonly ScannedFile[],
  wants: ScanWants,
  threads: number,
  totalBytes: number,
  options: ScanOptions,
): Promise<(ScanOutcome | LogFileError)[]> {
  const { signal, onProgress, startThread } = options;
  const tasks = planned.flatMap(({ fd, name, parts }) =>
    parts.map((part): ScanTask => ({ fd, name, wants, part })),
  );
  let doneBytes = 0;
  const onBytes = (task: ScanTask, bytes: number): void => {
    doneBytes += bytes;
    onProgress?.({ doneBytes, totalBytes, file: task.name });
  };
  const take = taking(
    planned.flatMap(({ parts, size }, number) =>
      parts.map((part) => ({ file: files[number] as ScannedFile, bytes: textBytesOf(part, size) })),
    ),
    Math.max(1, textBytes(planned)),
    options,
  );
  if (threads > 1 && startThread !== undefined)
    return runOnThreads(tasks, threads, startThread, signal, onBytes, take);
  const outcomes: (ScanOutcome | LogFileError)[] = [];
  for (const task of tasks) {
    signal?.throwIfAborted();
    outcomes.push(take(await runScanTask(task, { signal, onBytes: (bytes) => onBytes(task, bytes) })));
  }
  return outcomes;
}

/**
 * Adds what was scanned to its file; `tasks`: in order, with how much text each is about; `all`: together. The outcomes keep only
 * what was wrong.
 */
function taking(
  tasks: readonly { readonly file: ScannedFile; readonly bytes: number }[],
  all: number,
  { onScan, onStretch }: ScanOptions,
): TakeOutcome {
  let [next, before] = [0, 0];
  return (outcome) => {
    const { file, bytes } = tasks[next] as (typeof tasks)[number];
    const from = before;
    next += 1;
    before += bytes;
    if (outcome instanceof LogFileError) return outcome;
    for (const [number, scan] of outcome.scans.entries()) {
      const share = Math.min(1, (from + (bytes * (number + 1)) / outcome.scans.length) / all);
      const segment = file.add(onScan === undefined ? scan : onScan(scan, share));
      onStretch?.(file, segment, share);
    }
    return { ...outcome, scans: [] };
  };
}

function scannedLogs(
  planned: readonly PlannedFile[],
  files: readonly ScannedFile[],
  sources: LogSources,
  outcomes: readonly (ScanOutcome | LogFileError)[],
  options: ScanOptions,
  close: () => void,
): ScannedLogs {
  const problems: LogFileProblem[] = [];
  for (const outcome of outcomes) {
    if (outcome instanceof LogFileError) throw outcome;
    if (outcome.problem !== null) problems.push(outcome.problem);
  }
  const again = new LinesAgain(options);
  const planOf = new Map(files.map((file, number) => [file, planned[number] as PlannedFile]));
  return {
    files,
    sources,
    problems,
    close: () => {
      again.close();
      close();
    },
    readLines: async (file, lines) => {
      const plan = planOf.get(file);
      return plan === undefined ? new Map() : again.read(plan, file, lines);
    },
    keepText: (file, need) => {
      const plan = planOf.get(file);
      if (plan !== undefined) again.keepText(plan, need);
    },
  };
}
