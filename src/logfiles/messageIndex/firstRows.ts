import type { MessageRow } from '../../core/logIndex/messageRow.ts';
import { rowOf } from '../../core/logIndex/messageTable.ts';
import { tableOfMessages } from '../../core/logIndex/tableOfMessages.ts';
import { LogReader } from '../../core/postfix/logReader.ts';
import { tracedMessages } from '../../core/postfix/tracedMessages.ts';
import { LineSplitter } from '../lineSplitter.ts';
import { openLogFile } from '../openLogFile.ts';
import { measure } from '../readLogs.ts';
import type { LogSource } from '../readLogs.ts';

/** Read line by line in a tenth of a second. */
const stretchBytes = 256 * 1024;
const shownRows = 100;

/**
 * The first messages of a log, for somebody to look at while all of it is read. A year the log does not show is guessed from
 * its first lines, and what became of the last messages may not be known yet.
 */
export async function firstRows(source: LogSource): Promise<readonly MessageRow[]> {
  const { reference } = await measure(source);
  const reader = new LogReader();
  reader.file(source.name, reference);
  const lines = new LineSplitter((line) => reader.line(line));
  const opened = openLogFile(source.name, source.bytes);
  try {
    let bytes = 0;
    for await (const chunk of opened) {
      lines.push(chunk);
      bytes += chunk.length;
      if (bytes >= stretchBytes) break;
    }
  } finally {
    await opened.return({ kind: 'whole' });
  }
  const { records } = reader.finish();
  const table = tableOfMessages(tracedMessages(records, {}), records);
  return Array.from({ length: Math.min(shownRows, table.count) }, (_, row) => rowOf(table, row));
}
