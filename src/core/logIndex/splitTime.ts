// `2026-03-01T20:45:32.003456+01:00`; filters may leave out the seconds
const printed = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(.*)$/;

/** A printed time as its wall clock in seconds since 1970, its digits behind the second and its zone. */
export function splitTime(iso: string): { seconds: number; fraction: string; zone: string } {
  const found = printed.exec(iso);
  if (found === null) return { seconds: 0, fraction: '', zone: '' };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  return { seconds, fraction: found[7] ?? '', zone: found[8] ?? '' };
}
