import { csvLines, jsonLines, RowAnonymiser } from '../../core/logIndex/exportRows.ts';
import type { LogOverview } from '../../core/logIndex/logOverview.ts';
import { matchRows } from '../../core/logIndex/matchRows.ts';
import { everything } from '../../core/logIndex/messageFilter.ts';
import type { FilterField, MessageFilter } from '../../core/logIndex/messageFilter.ts';
import { rowOrders } from '../../core/logIndex/messageRow.ts';
import type { MessageRow, RowOrder } from '../../core/logIndex/messageRow.ts';
import { rowOf } from '../../core/logIndex/messageTable.ts';
import type { MessageTable } from '../../core/logIndex/messageTable.ts';
import { chooseRows, RowOrders } from '../../core/logIndex/orderRows.ts';
import { overviewOf } from '../../core/logIndex/overviewOf.ts';
import type { WholeLog } from '../../core/logIndex/overviewOf.ts';
import { RowMasks } from '../../core/logIndex/rowMasks.ts';
import { TableParts } from '../../core/logIndex/tableParts.ts';
import type { TracedMessage } from '../../core/postfix/tracedMessage.ts';

export interface WantedRows {
  readonly filter: MessageFilter;
  readonly order: RowOrder;
  readonly offset: number;
  readonly limit: number;
}

export interface WantedExport extends WantedRows {
  readonly format: 'csv' | 'json';
  /** Names the export whose stand-ins are to be used; null when names may be told. */
  readonly anonymous: string | null;
}

/** Logs that were read once and can be asked again and again. */
export class LogIndex {
  readonly table: MessageTable;
  readonly #whole: WholeLog;
  readonly #message: (row: number) => Promise<TracedMessage | null>;
  readonly #masks: RowMasks;
  readonly #orders: RowOrders;
  readonly #parts: TableParts;
  /** Paging asks for one filter and order many times, and the overview of everything is asked for most. */
  #chosen: { readonly key: string; readonly rows: Int32Array } | null = null;
  #anonymiser: { readonly name: string; readonly anonymiser: RowAnonymiser } | null = null;
  #overview: { readonly key: string; readonly overview: LogOverview } | null = null;

  constructor(table: MessageTable, whole: WholeLog, message: (row: number) => Promise<TracedMessage | null>) {
    this.table = table;
    this.#whole = whole;
    this.#message = message;
    this.#orders = new RowOrders(table);
    this.#parts = new TableParts(table);
    this.#masks = new RowMasks(this.#parts);
  }

  overview(filter: MessageFilter): LogOverview {
    const key = JSON.stringify(filter);
    if (this.#overview?.key !== key)
      this.#overview = {
        key,
        overview: overviewOf(this.#parts, this.#whole, filter, this.#masks.of(filter)),
      };
    return this.#overview.overview;
  }

  rows({ filter, order, offset, limit }: WantedRows): { total: number; rows: readonly MessageRow[] } {
    const rows = this.chosen(filter, order);
    return {
      total: rows.length,
      rows: Array.from(rows.subarray(offset, offset + limit), (row) => rowOf(this.table, row)),
    };
  }

  /** Rows as text, for a file. */
  exported({ format, anonymous, ...wanted }: WantedExport): { total: number; text: string } {
    const { total, rows } = this.rows(wanted);
    const shown = anonymous === null ? rows : rows.map((row) => this.#anonymiserOf(anonymous).row(row));
    return { total, text: format === 'csv' ? csvLines(shown) : jsonLines(shown, wanted.offset === 0) };
  }

  #anonymiserOf(name: string): RowAnonymiser {
    if (this.#anonymiser?.name !== name) this.#anonymiser = { name, anonymiser: new RowAnonymiser() };
    return this.#anonymiser.anonymiser;
  }

  /** Rows a filter lets through, in order. */
  chosen(filter: MessageFilter, order: RowOrder): Int32Array {
    const key = JSON.stringify([filter, order]);
    if (this.#chosen?.key !== key)
      this.#chosen = { key, rows: chooseRows(this.#orders, this.#masks.of(filter), order) };
    return this.#chosen.rows;
  }

  /** Work that makes the first answers as fast as the later ones, in steps of some milliseconds. */
  *preparing(): Generator<undefined, void, undefined> {
    yield* this.#parts.top.preparing();
    yield;
    this.#parts.reasons.of(null);
    this.#parts.outcomes.of(null);
    yield;
    this.overview(everything);
    yield;
    while (this.#orders.prepareAddresses()) yield;
    for (const by of rowOrders) {
      this.#orders.of(by);
      yield;
    }
    yield* this.#rehearsing(this.overview(everything));
  }

  /** Questions that let many messages through, and few: what ran some times is compiled, and takes a half of the time then. */
  *#rehearsing({ top }: LogOverview): Generator<undefined, void, undefined> {
    const [domain, sender] = [top.recipientDomain[0]?.value, top.sender[0]?.value];
    const rehearsed: readonly [FilterField, string | undefined][] = [
      ['any', '0'],
      ['any', domain],
      ['any', sender],
      ['address', sender],
    ];
    for (const [field, value] of [...rehearsed, ...rehearsed]) {
      yield;
      if (value === undefined) continue;
      const filter = { ...everything, terms: [{ field, value, exclude: false }] };
      const mask = matchRows(this.#parts, filter);
      yield;
      overviewOf(this.#parts, this.#whole, filter, mask);
    }
  }

  /** Null when there is no such row, or its lines are gone. */
  message(row: number): Promise<TracedMessage | null> {
    return row < this.table.count ? this.#message(row) : Promise.resolve(null);
  }
}
