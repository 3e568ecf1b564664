import { stripAnsi, textLines } from '../recognise/textLines.ts';

export interface AsciiRow {
  /** 1-based line where the row begins. */
  readonly line: number;
  /** As many as the header has; wrapped cells joined; trimmed. */
  readonly cells: readonly string[];
}

/** A table as bm-cli draws it. */
export interface AsciiTable {
  /** Empty when the top of the table is missing. */
  readonly header: readonly string[];
  readonly rows: readonly AsciiRow[];
  readonly firstLine: number;
  readonly lastLine: number;
  /** True when the top or the closing rule is missing, or lines do not fit the header. */
  readonly cutOff: boolean;
}

export interface AsciiTables {
  readonly tables: readonly AsciiTable[];
  /** Lines that belong to no table, blank ones left out. */
  readonly outside: readonly { readonly line: number; readonly text: string }[];
  /** Lines that look like a part of a table but could not be read. */
  readonly notUnderstood: readonly { readonly line: number; readonly text: string }[];
}

/*
 * Format (the freva ascii-table library with its defaults): a rule after every row, the header left-aligned, cells
 * right-aligned and wrapped at 80 characters onto further lines of the same row:
 *
 *   +----+-----------+
 *   | id | subject   |
 *   +----+-----------+
 *   |  1 | A subject |
 *   |    | goes on   |
 *   +----+-----------+
 *
 * Two rules in a row are the end of one table and the beginning of the next. Documentation and chat programs escape
 * underscores as `\_`, which also shifts the columns.
 */
interface OpenTable {
  header: readonly string[] | null;
  readonly rows: AsciiRow[];
  readonly firstLine: number;
  lastLine: number;
  columns: readonly number[];
  width: number;
  hasTop: boolean;
  damaged: boolean;
  block: { readonly line: number; readonly cells: string[][] }[];
  endsWithRule: boolean;
}

/** Finds every table in a text. Total: each line that is not blank is in a table, in `outside` or in `notUnderstood`. */
export function parseAsciiTables(text: string): AsciiTables {
  const tables: AsciiTable[] = [];
  const outside: { line: number; text: string }[] = [];
  const notUnderstood: { line: number; text: string }[] = [];
  let open: OpenTable | null = null;

  for (const [index, raw] of textLines(stripAnsi(text)).entries()) {
    const line = index + 1;
    const trimmed = raw.trim();
    if (isRule(trimmed)) {
      if (open === null || open.endsWithRule) {
        if (open !== null) tables.push(finish(open));
        open = start(line, trimmed);
      } else {
        closeBlock(open);
        if (open.columns.length === 0) measure(open, trimmed);
        open.endsWithRule = true;
        open.lastLine = line;
      }
      continue;
    }
    if (trimmed.startsWith('|') || trimmed.startsWith('+-')) {
      open ??= start(line, null);
      const cells = trimmed.startsWith('|') ? splitRow(trimmed, open) : null;
      open.lastLine = line;
      if (cells === null) {
        open.damaged = true;
        notUnderstood.push({ line, text: raw });
      } else {
        open.block.push({ line, cells: [cells] });
        open.endsWithRule = false;
      }
      continue;
    }
    if (trimmed === '') continue;
    if (open !== null) tables.push(finish(open));
    open = null;
    outside.push({ line, text: raw });
  }
  if (open !== null) tables.push(finish(open));
  return { tables, outside, notUnderstood };
}

/** The same table with its header taken for a row: what the first row was when the text begins at a rule inside a table. */
export function headerAsRow(table: AsciiTable): AsciiTable {
  const first = { line: table.firstLine + 1, cells: table.header };
  return { ...table, header: [], rows: [first, ...table.rows], cutOff: true };
}

/** `+----+---+`, decided character by character. */
function isRule(trimmed: string): boolean {
  return trimmed.length > 2 && trimmed.startsWith('+-') && trimmed.endsWith('-+') && /^[+-]+$/.test(trimmed);
}

function start(line: number, rule: string | null): OpenTable {
  const table: OpenTable = {
    header: null,
    rows: [],
    firstLine: line,
    lastLine: line,
    columns: [],
    width: 0,
    hasTop: rule !== null,
    damaged: rule === null,
    block: [],
    endsWithRule: false,
  };
  if (rule !== null) measure(table, rule);
  return table;
}

function measure(table: OpenTable, rule: string): void {
  const columns: number[] = [];
  for (let at = 0; at < rule.length; at++) if (rule[at] === '+') columns.push(at);
  table.columns = columns;
  table.width = rule.length;
}

/** Cells by the rule's columns, else, when escapes have shifted them, by the bars. Null when neither fits. */
function splitRow(trimmed: string, table: OpenTable): string[] | null {
  const { columns, width } = table;
  if (trimmed.length === width && columns.every((at) => trimmed[at] === '|'))
    return columns.slice(1).map((end, index) => trimmed.slice((columns[index] ?? 0) + 1, end));
  if (trimmed.length < 2 || !trimmed.endsWith('|')) return null;
  const cells = trimmed.slice(1, -1).split('|');
  const expected =
    columns.length > 0 ? columns.length - 1 : (table.header?.length ?? table.block[0]?.cells[0]?.length);
  return expected === undefined || cells.length === expected ? cells : null;
}

function closeBlock(table: OpenTable): void {
  const [first] = table.block;
  if (first === undefined) return;
  const lines = table.block.flatMap(({ cells }) => cells);
  const cells = (first.cells[0] ?? []).map((_, column) =>
    joinCell(lines.map((parts) => parts[column] ?? '')),
  );
  table.block = [];
  // Without the top rule the first row may be the header or data; headers have no digits.
  if (table.header === null && (table.hasTop || cells.every((cell) => !/\d/.test(cell))))
    table.header = cells;
  else {
    table.header ??= [];
    table.rows.push({ line: first.line, cells });
  }
}

/**
 * A wrapped cell: words are wrapped at blanks, a word longer than the column is cut. A piece that fills its column
 * was cut, so nothing comes between it and the next.
 */
function joinCell(pieces: readonly string[]): string {
  let joined = '';
  let wasFull = false;
  for (const piece of pieces) {
    const text = piece.trim();
    if (text === '') continue;
    joined += joined === '' || wasFull ? text : ` ${text}`;
    wasFull = text.length >= piece.length - 2 && text.length >= 40;
  }
  return joined.replaceAll('\\_', '_');
}

function finish(table: OpenTable): AsciiTable {
  const unclosed = table.block.length > 0 || !table.endsWithRule;
  closeBlock(table);
  return {
    header: table.header ?? [],
    rows: table.rows,
    firstLine: table.firstLine,
    lastLine: table.lastLine,
    cutOff: unclosed || table.damaged,
  };
}
