import type { DiskFacts } from './serverFacts.ts';

/** `/dev/sda1  20511312 9182732 10263332  48% /` (df(1), -P: one line a file system, in units of 1024 bytes). */
export function readDisks(text: string | null): readonly DiskFacts[] {
  const disks = new Map<string, DiskFacts>();
  for (const line of text?.split('\n') ?? []) {
    const match = / (\d{1,15}) +\d{1,15} +(-?\d{1,15}) +(\d{1,3})% (\/.*)$/.exec(line.slice(0, 4096));
    if (match === null) continue;
    disks.set(match[4] ?? '', {
      mountedOn: match[4] ?? '',
      totalBytes: Number(match[1]) * 1024,
      freeBytes: Math.max(0, Number(match[2])) * 1024,
      usedPercent: Number(match[3]),
    });
  }
  return [...disks.values()];
}

/** The disk a place lies on: the mount with the longest path above it. Null when its figures are not known. */
export function diskOf(disks: readonly DiskFacts[], place: string): DiskFacts | null {
  const above = disks.filter(
    ({ mountedOn }) => mountedOn === '/' || place === mountedOn || place.startsWith(`${mountedOn}/`),
  );
  return above.toSorted((a, b) => b.mountedOn.length - a.mountedOn.length)[0] ?? null;
}
