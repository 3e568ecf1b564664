/** Text from a log or a mail for the terminal: control characters in it must not drive the terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD');
}

const numbers = new Intl.NumberFormat('en-US');

export function count(value: number, one: string, many: string = `${one}s`): string {
  return `${numbers.format(value)} ${value === 1 ? one : many}`;
}

export function bytes(value: number): string {
  if (value < 1000) return `${value} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = value / 1000;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size.toFixed(size < 10 ? 1 : 0)} ${units[unit] ?? ''}`;
}

/** `2026-03-01T20:45:32+01:00` as people read it; still the log's own clock. */
export function clock(iso: string | null): string {
  return iso === null ? 'time unknown' : iso.replace('T', ' ');
}
