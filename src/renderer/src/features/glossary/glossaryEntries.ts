import { i18n } from '../../i18n/words.ts';

export interface GlossaryEntry {
  /** Its key. */
  readonly name: string;
  readonly term: string;
  readonly short: string;
  readonly long: string;
  readonly example: string;
  /** The forms it takes in sentences, separated by commas. */
  readonly words: string;
}

/** All words of the trade, in alphabetical order of the language. */
export function glossaryEntries(language: string): readonly GlossaryEntry[] {
  const catalogue = (i18n.getResourceBundle(language, 'glossary') ?? {}) as Record<
    string,
    Omit<GlossaryEntry, 'name'>
  >;
  return Object.entries(catalogue)
    .map(([name, entry]) => ({ ...entry, name }))
    .sort((a, b) => a.term.localeCompare(b.term, language));
}
