import type { Coverage, LogFeed, LogInput } from './logInput.ts';
import { LogReader } from './logReader.ts';
import type { LogReading } from './logReader.ts';
import { LogTotals } from './logTotals.ts';
import { ReasonCounts } from './reasonCounts.ts';
import type { SummaryHour, SummaryReason, SummaryTotals } from './summaryParts.ts';
import type { LineCounts } from './tracedMessage.ts';

export interface SummaryResult {
  readonly input: LineCounts;
  readonly period: { readonly from: string | null; readonly to: string | null };
  readonly totals: SummaryTotals;
  readonly perHour: readonly SummaryHour[];
  readonly reasons: readonly SummaryReason[];
  readonly coverage: Coverage;
}

export interface SummaryRun extends LogFeed {
  finish(): SummaryResult;
}

/** Starts a summary for callers that read asynchronously: feed the files one after the other, then `finish`. */
export function startSummary(): SummaryRun {
  const reader = new LogReader();
  return {
    file: (name, reference) => {
      reader.file(name, reference);
    },
    line: (text) => {
      reader.line(text);
    },
    finish: () => summaryOf(reader.finish()),
  };
}

/** Summarises whole logs. The result does not depend on the order of `logs`. */
export function summarizeLogs(logs: readonly LogInput[]): SummaryResult {
  const run = startSummary();
  for (const log of logs) {
    run.file(log.file, log.reference);
    for (const line of log.lines) run.line(line);
  }
  return run.finish();
}

/** Sums up what was read. */
export function summaryOf({ records, counts, period, coverage }: LogReading): SummaryResult {
  const totals = new LogTotals();
  const hours = new Map<string, { -readonly [K in keyof SummaryHour]: SummaryHour[K] }>();
  const reasons = new ReasonCounts();
  for (const record of records) {
    const counted = totals.add(record);
    if (counted === null) continue;
    reasons.add(record, counted);
    if (counted === 'held' || counted === 'discarded') continue;
    const from = hourOf(record.time);
    let hour = hours.get(from);
    if (hour === undefined) {
      hour = { from, received: 0, delivered: 0, deferred: 0, bounced: 0, rejected: 0 };
      hours.set(from, hour);
    }
    hour[counted] += record.times;
  }
  return {
    input: counts,
    period,
    totals: totals.totals(),
    perHour: [...hours.values()],
    reasons: reasons.list(),
    coverage,
  };
}

/** `2026-03-01T20:45:32.5+01:00` -> `2026-03-01T20:00:00+01:00` */
function hourOf(time: string): string {
  return `${time.slice(0, 13)}:00:00${/(?:Z|[+-]\d\d:\d\d)$/.exec(time)?.[0] ?? ''}`;
}
