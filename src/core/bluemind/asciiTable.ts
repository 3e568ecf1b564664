export interface AsciiRow {
  /** 1-based line where the row begins. */
  readonly line: number;
  /** As many as the header has; wrapped cells joined; trimmed. */
  readonly cells: readonly string[];
}

/** A table as bm-cli draws it. */
export interface AsciiTable {
  readonly header: readonly string[];
  readonly rows: readonly AsciiRow[];
  readonly firstLine: number;
  readonly lastLine: number;
  /** True when the closing rule is missing or lines do not fit the header. */
  readonly cutOff: boolean;
}

export interface AsciiTables {
  readonly tables: readonly AsciiTable[];
  /** Lines that belong to no table, blank ones left out. */
  readonly outside: readonly { readonly line: number; readonly text: string }[];
  /** Lines that look like a part of a table but could not be read. */
  readonly notUnderstood: readonly { readonly line: number; readonly text: string }[];
}

/** Finds every table in a text. Total. */
export function parseAsciiTables(_text: string): AsciiTables {
  return { tables: [], outside: [], notUnderstood: [] };
}
