const CELL_WIDTH = 80;

/**
 * Draws a table as bm-cli does (the freva ascii-table library with its defaults): a rule after every row, header left-aligned,
 * data right-aligned, cells wrapped at 80 characters. An empty result is the header alone.
 */
export function drawTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const wrapped = rows.map((row) => row.map(wrap));
  const widths = header.map((name, column) =>
    Math.max(name.length, ...wrapped.flatMap((row) => (row[column] ?? ['']).map(({ length }) => length))),
  );
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const drawn = (cells: readonly string[], side: 'padEnd' | 'padStart'): string =>
    `|${widths.map((width, column) => ` ${(cells[column] ?? '')[side](width)} `).join('|')}|`;
  const lines = [rule, drawn(header, 'padEnd'), rule];
  for (const row of wrapped) {
    const height = Math.max(1, ...row.map(({ length }) => length));
    for (let part = 0; part < height; part += 1)
      lines.push(
        drawn(
          row.map((pieces) => pieces[part] ?? ''),
          'padStart',
        ),
      );
    lines.push(rule);
  }
  return lines;
}

/** At the last blank before the limit; within a word that is longer. */
function wrap(text: string): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > CELL_WIDTH) {
    const blank = rest.lastIndexOf(' ', CELL_WIDTH);
    const end = blank > 0 ? blank : CELL_WIDTH;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...pieces, rest];
}
