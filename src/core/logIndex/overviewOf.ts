import type { Coverage } from '../postfix/logInput.ts';
import type { SummaryTotals } from '../postfix/summaryParts.ts';
import type { LineCounts } from '../postfix/tracedMessage.ts';
import { EventBars } from './eventBars.ts';
import { EventReasons } from './eventReasons.ts';
import type { LogOverview, UnusualThing } from './logOverview.ts';
import { matchRows } from './matchRows.ts';
import type { MessageFilter } from './messageFilter.ts';
import type { MessageTable } from './messageTable.ts';
import { Outcomes } from './outcomes.ts';
import type { RowMask } from './rowMask.ts';
import { splitTime } from './splitTime.ts';
import { TopEntries } from './topEntries.ts';

/** What is known of the whole log, whatever is filtered. */
export interface WholeLog {
  readonly period: { readonly from: string | null; readonly to: string | null };
  readonly input: LineCounts;
  readonly totals: SummaryTotals;
  readonly coverage: Coverage;
  readonly unusual: readonly UnusualThing[];
}

/** What overviews are made of, as far as it is found once and for all. */
export class OverviewParts {
  readonly table: MessageTable;
  readonly top: TopEntries;
  readonly reasons: EventReasons;
  readonly outcomes: Outcomes;
  readonly bars: EventBars;

  constructor(table: MessageTable) {
    this.table = table;
    this.top = new TopEntries(table);
    this.reasons = new EventReasons(table);
    this.outcomes = new Outcomes(table);
    this.bars = new EventBars(table);
  }
}

/** The log at a glance, for the messages a filter lets through; `mask`: those, where they are known already. */
export function overviewOf(
  { table, top, reasons, outcomes, bars }: OverviewParts,
  whole: WholeLog,
  filter: MessageFilter,
  mask: RowMask = matchRows(table, filter),
): LogOverview {
  return {
    period: whole.period,
    input: whole.input,
    totals: mask === null ? whole.totals : null,
    ...outcomes.of(mask),
    ...bars.of(mask, periodOf(whole, filter)),
    top: top.of(mask),
    reasons: reasons.of(mask),
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
