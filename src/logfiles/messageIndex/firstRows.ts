import type { MessageRow } from '../../core/logIndex/messageRow.ts';
import { rowOf } from '../../core/logIndex/messageTable.ts';
import { tableOfMessages } from '../../core/logIndex/tableOfMessages.ts';
import { LogReader } from '../../core/postfix/logReader.ts';
import { tracedMessages } from '../../core/postfix/tracedMessages.ts';
import { readHead } from '../readHead.ts';
import type { LogSource } from '../readLogs.ts';

/** Read line by line in a tenth of a second. */
const stretchBytes = 256 * 1024;
const shownRows = 100;

/**
 * The first messages of a log, for somebody to look at while all of it is read. A year the log does not show is guessed from
 * its first lines, and what became of the last messages may not be known yet.
 */
export async function firstRows(source: LogSource): Promise<readonly MessageRow[]> {
  const reader = new LogReader();
  await readHead(source, stretchBytes, reader);
  const { records } = reader.finish();
  const table = tableOfMessages(tracedMessages(records, {}), records);
  return Array.from({ length: Math.min(shownRows, table.count) }, (_, row) => rowOf(table, row));
}
