import type { Coverage } from '../postfix/logInput.ts';
import type { SummaryTotals } from '../postfix/summaryParts.ts';
import type { LineCounts } from '../postfix/tracedMessage.ts';
import type { LogOverview, UnusualThing } from './logOverview.ts';
import { matchRows } from './matchRows.ts';
import type { MessageFilter } from './messageFilter.ts';
import type { RowMask } from './rowMask.ts';
import { splitTime } from './splitTime.ts';
import type { TableParts } from './tableParts.ts';

/** What is known of the whole log, whatever is filtered. */
export interface WholeLog {
  readonly period: { readonly from: string | null; readonly to: string | null };
  readonly input: LineCounts;
  readonly totals: SummaryTotals;
  readonly coverage: Coverage;
  readonly unusual: readonly UnusualThing[];
}

/** The log at a glance, for the messages a filter lets through; `mask`: those, where they are known already. */
export function overviewOf(
  parts: TableParts,
  whole: WholeLog,
  filter: MessageFilter,
  mask: RowMask = matchRows(parts, filter),
): LogOverview {
  return {
    period: whole.period,
    input: whole.input,
    totals: mask === null ? whole.totals : null,
    ...parts.outcomes.of(mask),
    ...parts.bars.of(mask, periodOf(whole, filter)),
    top: parts.top.of(mask),
    reasons: parts.reasons.of(mask),
    samples: whole.coverage.notUnderstoodSamples,
    foreignPrograms: whole.coverage.foreignPrograms.map(({ program, count }) => ({ program, lines: count })),
    unusual: whole.unusual,
  };
}

/** Somebody who picked a day wants to see its hours: the bars cover what was asked for, as far as the log goes. */
function periodOf({ period }: WholeLog, { from, to }: MessageFilter): { from: number; to: number } | null {
  if (period.from === null || period.to === null) return null;
  const [first, last] = [splitTime(period.from).seconds, splitTime(period.to).seconds];
  const start = from === null ? first : Math.max(first, splitTime(from).seconds);
  const end = to === null ? last : Math.min(last, splitTime(to).seconds - 1);
  return { from: start, to: Math.max(start, end) };
}
