const cellWidth = 80;

/**
 * Draws a table as the freva ascii-table library does with its defaults, which is what bm-cli prints with: a rule after
 * every row, header left-aligned, data right-aligned, cells wrapped at 80 characters onto further lines of the row. An
 * empty result is the header alone.
 *
 *   +------+---------+
 *   | Date | Type    |
 *   +------+---------+
 *   |   .. | Created |
 *   +------+---------+
 */
export function drawTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const wrapped = rows.map((row) => row.map(wrap));
  const widths = header.map((name, column) =>
    Math.max(name.length, ...wrapped.flatMap((row) => (row[column] ?? ['']).map((part) => part.length))),
  );
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const line = (cells: readonly string[], place: 'padEnd' | 'padStart'): string =>
    `|${widths.map((width, column) => ` ${(cells[column] ?? '')[place](width)} `).join('|')}|`;
  const lines = [rule, line(header, 'padEnd'), rule];
  for (const row of wrapped) {
    const height = Math.max(...row.map((cell) => cell.length));
    for (let part = 0; part < height; part += 1)
      lines.push(
        line(
          row.map((cell) => cell[part] ?? ''),
          'padStart',
        ),
      );
    lines.push(rule);
  }
  return lines;
}

/** Breaks at the last blank before the limit, within a long word where there is none. */
function wrap(text: string): string[] {
  const parts: string[] = [];
  let rest = text.replace(/\s*\n\s*/g, ' ');
  while (rest.length > cellWidth) {
    const blank = rest.lastIndexOf(' ', cellWidth);
    const end = blank > 0 ? blank : cellWidth;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...parts, rest];
}

/** `java.util.Date.toString()` in GMT: `Thu Jun 13 13:11:14 GMT 2019`. bm-cli's Java runs with that zone. */
export function javaDate(at: Date): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = at
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${weekday} ${month} ${day} ${time} GMT ${year}`;
}
