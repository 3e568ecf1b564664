import type { NamedOutput } from './model.ts';
import type { Evidence } from './verdict.ts';

/** Lines of a command's output that contain one of the needles, marked: a verdict shows what it rests on. */
export function evidenceOf(
  named: NamedOutput | undefined,
  needles: readonly string[],
  most = 6,
): readonly Evidence[] {
  if (named === undefined) return [];
  const file = named.label === '' ? named.command : named.label;
  const wanted = needles.filter((needle) => needle !== '').map((needle) => needle.toLowerCase());
  const evidence: Evidence[] = [];
  for (const text of [named.output.stdout, named.output.stderr]) {
    for (const [index, line] of text.split('\n').entries()) {
      if (evidence.length >= most) return evidence;
      if (line.trim() === '') continue;
      const lower = line.toLowerCase();
      const marks = wanted.flatMap((needle): [number, number][] => {
        const at = lower.indexOf(needle);
        return at < 0 ? [] : [[at, at + needle.length]];
      });
      if (wanted.length === 0 || marks.length > 0) {
        evidence.push({ file, line: index + 1, text: line, marks: firstOnly(marks) });
      }
    }
  }
  return evidence;
}

/** Marks may not overlap; the first of two that do is kept. */
function firstOnly(marks: [number, number][]): readonly (readonly [number, number])[] {
  const kept: [number, number][] = [];
  for (const mark of marks.toSorted((a, b) => a[0] - b[0])) {
    const last = kept.at(-1);
    if (last === undefined || mark[0] >= last[1]) kept.push(mark);
  }
  return kept;
}
