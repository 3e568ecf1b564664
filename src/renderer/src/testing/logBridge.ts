import { matchRows } from '../../../core/logIndex/matchRows.ts';
import type { MessageTable } from '../../../core/logIndex/messageTable.ts';
import { rowOf } from '../../../core/logIndex/messageTable.ts';
import { chooseRows, RowOrders } from '../../../core/logIndex/orderRows.ts';
import { overviewOf } from '../../../core/logIndex/overviewOf.ts';
import type { UnusualThing } from '../../../core/logIndex/logOverview.ts';
import { TableParts } from '../../../core/logIndex/tableParts.ts';
import { tableOfMessages } from '../../../core/logIndex/tableOfMessages.ts';
import { LogReader } from '../../../core/postfix/logReader.ts';
import { summaryOf } from '../../../core/postfix/summary.ts';
import { tracedMessages } from '../../../core/postfix/tracedMessages.ts';
import { failure, success } from '../../../shared/ipc/errors.ts';
import { FakeBridge } from './fakeBridge.ts';

/** A bridge that answers about whole logs as main does: the real core behind it, one index at a time. */
export class LogBridge extends FakeBridge {
  unusual: readonly UnusualThing[] = [];

  constructor(text: string) {
    super();
    const reader = new LogReader();
    reader.file('mail.log', '2026-03-04T00:00:00Z');
    for (const line of text.split('\n')) if (line !== '') reader.line(line);
    const reading = reader.finish();
    const found = tracedMessages(reading.records, {});
    const table: MessageTable = tableOfMessages(found, reading.records);
    const { totals, input, period, coverage } = summaryOf(reading);
    const [orders, parts] = [new RowOrders(table), new TableParts(table)];
    Object.assign(this.handlers, {
      'logs.open': ({ source }) =>
        Promise.resolve(
          success({
            index: crypto.randomUUID(),
            files: [{ name: 'mail.log', bytes: text.length }],
            messages: table.count,
            problems: [],
            following: source.kind === 'files' && source.follow,
          }),
        ),
      'logs.overview': ({ filter }) =>
        Promise.resolve(
          success(overviewOf(parts, { totals, input, period, coverage, unusual: this.unusual }, filter)),
        ),
      'logs.rows': ({ filter, order, offset, limit }) => {
        const rows = chooseRows(orders, matchRows(parts, filter), order);
        return Promise.resolve(
          success({
            total: rows.length,
            rows: Array.from(rows.subarray(offset, offset + limit), (row) => rowOf(table, row)),
          }),
        );
      },
      'logs.message': ({ row }) => {
        const message = found[row]?.message;
        return Promise.resolve(
          message === undefined
            ? failure({ code: 'not-found' as const, message: { key: 'log-index:message-lost' } })
            : success(message),
        );
      },
      'logs.export': ({ format }) => Promise.resolve(success(`mails.${format}`)),
      'logs.close': () => Promise.resolve(success(null)),
    } satisfies FakeBridge['handlers']);
  }
}
