import { isPromptLine } from '../recognise/promptLine.ts';
import { stripAnsi, textLines } from '../recognise/textLines.ts';
import { headerAsRow, parseAsciiTables, type AsciiTable } from './asciiTable.ts';
import { readBmCliErrors } from './bmCliErrors.ts';
import type { History, HistoryEvent, HistoryOwner } from './history.ts';
import { readJavaDate } from './javaDate.ts';

/*
 * Format of a row (MailHistoryCommand of BlueMind 4 and 5), columns in this order:
 *
 *   | Date                         | Type    | Owner           | Folder-UID       | Folder | Item/IMAP-UID | Flags        |
 *   | Thu Jun 13 14:09:42 GMT 2019 | Updated | John Doe (USER) | mbox_records_... |  INBOX |            8. | Seen,Deleted |
 */
const columns = ['date', 'type', 'owner', 'folder-uid', 'folder', 'item/imap-uid', 'flags'] as const;
type Column = (typeof columns)[number];

/** Reads `bm-cli mail history-imap`, `history-query` and `history-guid`. No rows does not mean no mail. Total. */
export function parseHistory(text: string): History {
  const lines = textLines(stripAnsi(text));
  const { tables: found, outside, notUnderstood: damaged } = parseAsciiTables(text);
  const tables = found.map((table) => (isEventRow(table.header) ? headerAsRow(table) : table));
  const errors = readBmCliErrors(lines);
  const messages: HistoryEvent[][] = [];
  const notUnderstood = [...damaged];

  for (const table of tables) {
    const order = columnOrder(table);
    if (order === null) {
      // A table of something else: handed back whole.
      for (let line = table.firstLine; line <= table.lastLine; line++)
        notUnderstood.push({ line, text: lines[line - 1] ?? '' });
      continue;
    }
    const events: HistoryEvent[] = [];
    for (const { cells, line } of table.rows)
      events.push(readEvent((column) => cells[order[column]]?.trim() ?? '', messages.length, line));
    messages.push(events);
  }
  for (const { line, text: words } of outside) {
    if (!errors.lines.has(line) && !isPromptLine(words)) notUnderstood.push({ line, text: words });
  }
  return {
    items: messages.flat(),
    notUnderstood: notUnderstood.sort((a, b) => a.line - b.line),
    messages,
    findings: errors.findings,
    cutOff: tables.some(({ cutOff }) => cutOff),
  };
}

/** Where each column stands; null when it is no history table. */
function columnOrder(table: AsciiTable): Readonly<Record<Column, number>> | null {
  const header = table.header.map((cell) => cell.toLowerCase());
  if (header.length === 0) {
    // The top is missing: seven columns that begin with a date and a type can be nothing else.
    if (!isEventRow(table.rows[0]?.cells ?? [])) return null;
    return Object.fromEntries(columns.map((column, index) => [column, index])) as Record<Column, number>;
  }
  const order = columns.map((column) => [column, header.indexOf(column)] as const);
  const found = Object.fromEntries(order) as Record<Column, number>;
  return found.date >= 0 && found.type >= 0 && found.folder >= 0 ? found : null;
}

function isEventRow(cells: readonly string[]): boolean {
  return cells.length === columns.length && /^(?:Created|Updated|Deleted)$/.test(cells[1] ?? '');
}

function readEvent(cell: (column: Column) => string, message: number, line: number): HistoryEvent {
  const uid = /^(\d{1,15})\.?$/.exec(cell('item/imap-uid'));
  return {
    date: readJavaDate(cell('date')),
    type: cell('type'),
    owner: readOwner(cell('owner')),
    folderUid: cell('folder-uid'),
    folder: cell('folder'),
    itemUid: uid === null ? null : Number(uid[1]),
    flags: cell('flags')
      .split(',')
      .map((flag) => flag.trim())
      .filter((flag) => flag !== ''),
    message,
    line,
  };
}

/** `John Doe (USER)`, `projet (MAILSHARE)`, or a bare uid when the owner is gone. */
function readOwner(text: string): HistoryOwner {
  const parts = /^(.{0,400}) \(([A-Z_]{2,40})\)$/s.exec(text);
  return parts === null ? { name: text, kind: null } : { name: parts[1] ?? '', kind: parts[2] ?? null };
}
