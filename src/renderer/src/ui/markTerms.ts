/** A word of the trade in a sentence, by its key in the glossary and as it stands there. */
interface MarkedTerm {
  readonly term: string;
  readonly text: string;
}

/** The glossary's key and the forms its word takes in sentences, separated by commas. */
export interface TermForms {
  readonly name: string;
  readonly words: string;
}

export type MarkTerms = (sentence: string) => readonly (string | MarkedTerm)[];

/** Either apostrophe: texts and servers' words have both. */
const pattern = (form: string): string =>
  form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/['’]/g, "['’]");

/**
 * Finds the words of the glossary in sentences of one language: whole words in any case, the longest one first, each term
 * once. Parts of addresses, file names and host names are none.
 */
export function termMarker(glossary: readonly TermForms[]): MarkTerms {
  const names = new Map<string, string>();
  for (const { name, words } of glossary) {
    for (const form of words.split(',')) names.set(keyOf(form.trim()), name);
  }
  const forms = [...names.keys()].sort((a, b) => b.length - a.length).map(pattern);
  // Not behind or before what makes a longer word, an address, a path or an option of it.
  const found = new RegExp(
    `(?<![\\p{L}\\p{N}_@/=.-])(?:${forms.join('|')})(?![\\p{L}\\p{N}_@=/-]|\\.\\p{L})`,
    'giu',
  );
  return (sentence) => {
    const parts: (string | MarkedTerm)[] = [];
    const seen = new Set<string>();
    let done = 0;
    for (const { 0: text, index } of sentence.matchAll(found)) {
      const term = names.get(keyOf(text));
      if (term === undefined || seen.has(term)) continue;
      seen.add(term);
      if (index > done) parts.push(sentence.slice(done, index));
      parts.push({ term, text });
      done = index + text.length;
    }
    if (done < sentence.length || parts.length === 0) parts.push(sentence.slice(done));
    return parts;
  };
}

const keyOf = (form: string): string => form.toLowerCase().replaceAll('’', "'");
