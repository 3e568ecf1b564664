import type { TraceReading } from '../core/playbook/traceReading.ts';
import { arrangeFiles } from '../core/postfix/logReader.ts';
import type { Coverage } from '../core/postfix/logInput.ts';
import { startTrace } from '../core/postfix/trace.ts';
import type { TraceResult } from '../core/postfix/trace.ts';
import type { CorrelatedMessage } from '../core/postfix/tracedMessages.ts';
import type { LineCounts, TraceQuery } from '../core/postfix/tracedMessage.ts';
import { canReadAnywhere } from './engine/planScan.ts';
import { scanLogs } from './engine/scanLogs.ts';
import type { ScanOptions } from './engine/scanLogs.ts';
import { addressSought, isSelective } from './engine/selectLines.ts';
import { traceInTurn } from './engine/traceInTurn.ts';
import { areOrdered } from './engine/timesInOrder.ts';
import { arrangeScans, traceScans } from './engine/traceScans.ts';
import { holdSmall } from './holdSmall.ts';
import type { LogFileProblem } from './logFileProblem.ts';
import { readLogs } from './readLogs.ts';
import type { LogSource } from './readLogs.ts';
import { spoolLogs } from './spoolLogs.ts';

export interface TracedLogs {
  readonly result: TraceResult;
  readonly problems: readonly LogFileProblem[];
}

/** What is known of a trace before its messages are. */
export interface ScannedTrace {
  readonly input: LineCounts;
  readonly coverage: Coverage;
  readonly problems: readonly LogFileProblem[];
}

/** One message of a trace, with what the rules want to know besides. */
export type FoundMessage = Pick<CorrelatedMessage, 'message' | 'notes'>;

/**
 * Searches logs for messages. An empty query finds all of them.
 * @throws as `readLogs`.
 */
export async function traceLogs(
  sources: readonly LogSource[],
  query: TraceQuery,
  options: ScanOptions = {},
): Promise<TracedLogs> {
  const found: FoundMessage[] = [];
  const trace = await traceLogsInTurn(sources, query, options, () => (messages) => {
    for (const { message, notes } of messages) found.push({ message, notes });
  });
  const { input, coverage, problems } = trace;
  const messages = found.map(({ message }) => message);
  return { result: { input, messages, notes: found.map(({ notes }) => notes), coverage }, problems };
}

/** Takes messages, those first seen earlier first; whoever gives them waits until they are taken. */
export type TakeMessages = (messages: readonly FoundMessage[]) => void | Promise<void>;

/** A file is scanned in stretches of this size when all messages are wanted: two of them at most are held by each thread. */
const stretchOfAll = 16 * 1024 ** 2;

/**
 * As `traceLogs`, for those who do not want to hold all messages: `begin` is told what is known before any message is, and says who
 * takes them.
 *
 * A query that names an address, a message-ID or a queue ID is answered from a scan of the bytes: only lines that can
 * matter are taken apart. For others every line is, part by part. What can be read only once (standard input) is copied into a
 * temporary file first, unless it is short. Only logs that are out of order are read as a whole when all their messages are wanted.
 */
export async function traceLogsInTurn(
  sources: readonly LogSource[],
  query: TraceQuery,
  options: ScanOptions,
  begin: (trace: ScannedTrace) => TakeMessages,
): Promise<ScannedTrace> {
  const held = await holdSmall(sources);
  if (held.isSmall) return traceWhole(held.sources, query, options, begin);
  const selective = isSelective(query);
  const needsCopy = ({ bytes }: LogSource): boolean =>
    !selective && bytes.kind === 'file' && !canReadAnywhere(bytes.path);
  const spooled = await spoolLogs(held.sources, needsCopy, options);
  try {
    const wants = { index: true, totals: false, address: addressSought(query) };
    const scanOptions = selective ? options : { stretchBytes: stretchOfAll, ...options };
    const scanned = await scanLogs(spooled.sources, wants, scanOptions);
    try {
      const problems = [...spooled.problems, ...scanned.problems];
      const { files, sources: known, readLines } = scanned;
      if (selective) return await giveAll(await traceScans(files, query, known, readLines), problems, begin);
      const arranged = arrangeScans(files);
      if (areOrdered(arranged.files, arranged.offset)) {
        const { counts, coverage } = arrangeFiles(files.map(({ reader }) => reader));
        const trace = { input: counts, coverage, problems };
        const take = begin(trace);
        for await (const { messages, ...progress } of traceInTurn(arranged, query, known, readLines)) {
          options.signal?.throwIfAborted();
          options.onProgress?.(progress);
          await take(messages);
        }
        return trace;
      }
    } finally {
      scanned.close();
    }
    return await traceWhole(spooled.sources, query, options, begin, spooled.problems);
  } finally {
    spooled.close();
  }
}

/** All lines are held in memory. */
async function traceWhole(
  sources: readonly LogSource[],
  query: TraceQuery,
  options: ScanOptions,
  begin: (trace: ScannedTrace) => TakeMessages,
  known: readonly LogFileProblem[] = [],
): Promise<ScannedTrace> {
  const run = startTrace(query);
  const problems = await readLogs(sources, run, options);
  return giveAll(run.finish(), [...known, ...problems], begin);
}

async function giveAll(
  { input, coverage, messages, notes }: TraceResult,
  problems: readonly LogFileProblem[],
  begin: (trace: ScannedTrace) => TakeMessages,
): Promise<ScannedTrace> {
  const trace = { input, coverage, problems };
  await begin(trace)(
    messages.map((message, index) => ({ message, notes: notes[index] as FoundMessage['notes'] })),
  );
  return trace;
}

/** What a trace found in the form the rules judge. */
export function toTraceReading(query: TraceQuery, { messages, input, coverage }: TraceResult): TraceReading {
  return {
    query,
    messages,
    counts: input,
    coverage: coverageOf(coverage),
    samples: coverage.notUnderstoodSamples,
    foreignPrograms: coverage.foreignPrograms,
  };
}

function coverageOf({ files }: Coverage): TraceReading['coverage'] {
  return files.map(({ file, first, last, counts }) => ({ file, from: first, to: last, counts }));
}
