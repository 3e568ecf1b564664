import { useMemo } from 'react';
import type { Language } from '../i18n/catalogues.ts';
import { i18n, useWords } from '../i18n/words.ts';
import { termMarker } from './markTerms.ts';
import type { MarkTerms, TermForms } from './markTerms.ts';
import { Term } from './Term.tsx';
import { useTermClaims } from './termScope.ts';

const markers = new Map<Language, MarkTerms>();

function markerOf(language: Language): MarkTerms {
  const known = markers.get(language);
  if (known !== undefined) return known;
  const glossary = (i18n.getResourceBundle(language, 'glossary') ?? {}) as Record<
    string,
    Omit<TermForms, 'name'>
  >;
  const made = termMarker(Object.entries(glossary).map(([name, { words }]) => ({ name, words })));
  markers.set(language, made);
  return made;
}

/**
 * Words for people, in which words of the trade explain themselves where the page has them first. For text that is not
 * itself part of a button, a link or a label.
 */
export function Sentence({ children }: { readonly children: string }) {
  const { language } = useWords();
  const parts = useMemo(() => markerOf(language)(children), [language, children]);
  const explained = useTermClaims(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.term])));
  return parts.map((part) => {
    if (typeof part === 'string') return part;
    if (!explained.has(part.term)) return part.text;
    return (
      <Term key={part.term} name={part.term} inSentence>
        {part.text}
      </Term>
    );
  });
}
