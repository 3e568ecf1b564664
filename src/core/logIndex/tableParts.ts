import { EventBars } from './eventBars.ts';
import { EventReasons } from './eventReasons.ts';
import type { MessageTable } from './messageTable.ts';
import { Outcomes } from './outcomes.ts';
import { RecipientRows } from './recipientRows.ts';
import { TopEntries } from './topEntries.ts';

/** What filters and overviews need of a table and is found once and for all, when it is needed first. */
export class TableParts {
  readonly table: MessageTable;
  readonly recipientRows: RecipientRows;
  readonly top: TopEntries;
  readonly reasons: EventReasons;
  readonly outcomes: Outcomes;
  readonly bars: EventBars;

  constructor(table: MessageTable) {
    this.table = table;
    this.recipientRows = new RecipientRows(table);
    this.top = new TopEntries(table);
    this.reasons = new EventReasons(table);
    this.outcomes = new Outcomes(table);
    this.bars = new EventBars(table);
  }
}
