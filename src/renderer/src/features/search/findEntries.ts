/** Something that can be found, in the words of the user's language. */
export interface SearchEntry {
  /** Unique among all. */
  readonly id: string;
  readonly kind: 'page' | 'check' | 'symptom' | 'step' | 'setting' | 'term' | 'server' | 'case' | 'action';
  readonly title: string;
  /** A sentence about it, searched too. */
  readonly text: string;
  readonly open: () => void;
}

/** Small letters without accents, and the apostrophe that is on a keyboard: nobody types others into a search. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replaceAll('’', "'");

const splits = /[\s/.,:;()'’«»„“"-]+/u;

/** How well a word fits: 3 begins the title, 2 begins a word of it, 1 stands anywhere; 0 does not fit. */
function fit(word: string, title: string, text: string): number {
  if (title.startsWith(word)) return 3;
  if (title.split(splits).some((part) => part.startsWith(word))) return 2.5;
  if (title.includes(word)) return 2;
  return text.includes(word) ? 1 : 0;
}

/** Entries that hold every word, the best first; equals keep their order. All of them when nothing was typed. */
export function findEntries(entries: readonly SearchEntry[], query: string): readonly SearchEntry[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries
    .map((entry) => {
      const title = plain(entry.title);
      const text = plain(entry.text);
      const fits = words.map((word) => fit(word, title, text));
      return { entry, score: fits.includes(0) ? 0 : fits.reduce((sum, one) => sum + one, 0) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}
