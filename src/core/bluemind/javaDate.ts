const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Reads Java's Date.toString, `Thu Jun 13 13:11:14 GMT 2019`, as ISO 8601 in UTC. bm-cli's JVM runs in GMT, so another zone
 * name cannot be trusted and gives null, as does anything else.
 */
export function readJavaDate(text: string): string | null {
  const parts =
    /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC|Z) (\d{4})$/.exec(
      text
        .trim()
        .slice(0, 60)
        .replace(/ {1,20}/g, ' '),
    );
  if (parts === null) return null;
  const [, monthName = '', day, hour, minute, second, year] = parts;
  const month = months.indexOf(monthName);
  if (month < 0) return null;
  const date = new Date(
    Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second)),
  );
  return date.getUTCDate() === Number(day) ? date.toISOString().replace('.000Z', 'Z') : null;
}
