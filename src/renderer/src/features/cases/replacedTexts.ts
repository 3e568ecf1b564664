import { anonymousCase } from '../../../../core/case/anonymousCase.ts';
import type { Case } from '../../../../core/case/case.ts';

export interface ReplacedText {
  readonly before: string;
  readonly after: string;
}

/** Every text of a case that reads differently once names are taken away, each once, in reading order. */
export function replacedTexts(found: Case): readonly ReplacedText[] {
  const before = textsOf(found);
  const after = textsOf(anonymousCase(found));
  const pairs = new Map<string, string>();
  before.forEach((text, index) => {
    const replaced = after[index];
    if (replaced !== undefined && replaced !== text && !pairs.has(text)) pairs.set(text, replaced);
  });
  return [...pairs].map(([one, other]) => ({ before: one, after: other }));
}

/** The same case has its texts in the same order with and without names: notes aside, which do not travel at all. */
function textsOf({ facts, entries }: Case): readonly string[] {
  return [
    ...Object.keys(facts)
      .sort()
      .map((name) => facts[name as keyof typeof facts] ?? ''),
    ...entries.flatMap(({ source, commands, verdict }) => [
      source,
      ...commands,
      ...verdict.evidence.map(({ text }) => text),
      ...[verdict.because, ...verdict.details].flatMap(({ values = {} }) =>
        Object.values(values).map(String),
      ),
    ]),
  ];
}
