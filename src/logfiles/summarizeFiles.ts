import { startSummary } from '../core/postfix/summary.ts';
import type { SummaryResult } from '../core/postfix/summary.ts';
import { canScan, scanLogs } from './engine/scanLogs.ts';
import type { ScannedLogs, ScanOptions } from './engine/scanLogs.ts';
import { interpretLine } from './engine/interpretLine.ts';
import { summarizeScans } from './engine/summarizeScans.ts';
import type { LinePlace, ScannedSummary } from './engine/summarizeScans.ts';
import type { LogFileProblem } from './logFileProblem.ts';
import { readLogs } from './readLogs.ts';
import type { LogSource } from './readLogs.ts';

export interface SummarizedFiles {
  readonly summary: SummaryResult;
  readonly problems: readonly LogFileProblem[];
}

/** Summarises logs: files from a scan of their bytes, what can be read only once line by line. @throws as `readLogs`. */
export async function summarizeFiles(
  sources: readonly LogSource[],
  options: ScanOptions = {},
): Promise<SummarizedFiles> {
  if (!(await canScan(sources))) {
    const run = startSummary();
    const problems = await readLogs(sources, run, options);
    return { summary: run.finish(), problems };
  }
  const scanned = await scanLogs(sources, { index: false, totals: true }, options);
  try {
    return { summary: await summarizeScanned(scanned), problems: scanned.problems };
  } finally {
    scanned.close();
  }
}

async function summarizeScanned(scanned: ScannedLogs): Promise<SummaryResult> {
  return withReplies(scanned, summarizeScans(scanned.files));
}

/** Reads back the replies of reasons that stand elsewhere. */
export async function withReplies(
  scanned: ScannedLogs,
  { summary, repliesElsewhere }: ScannedSummary,
): Promise<SummaryResult> {
  const reasons = [];
  for (const reason of summary.reasons) {
    const place = repliesElsewhere.get(reason);
    const reply = place === undefined ? null : await replyAt(scanned, place);
    reasons.push(reply === null ? reason : { ...reason, reply });
  }
  return { ...summary, reasons };
}

/** What a delivery or decision says in its line. */
async function replyAt(scanned: ScannedLogs, { file, line }: LinePlace): Promise<string | null> {
  const text = (await scanned.readLines(file, [line])).get(line);
  const found = text === undefined ? null : interpretLine(text, scanned.sources);
  if (found?.kind !== 'understood') return null;
  const { event } = found.parsed;
  return event.type === 'delivery' || event.type === 'access' ? (event.reply ?? '') : null;
}
