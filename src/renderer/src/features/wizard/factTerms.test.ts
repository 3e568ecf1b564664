import { expect, test } from 'vitest';
import { factNames } from '../../../../core/playbook/facts.ts';
import de from '../../../../locales/de/glossary.json' with { type: 'json' };
import english from '../../../../locales/en/glossary.json' with { type: 'json' };
import fr from '../../../../locales/fr/glossary.json' with { type: 'json' };
import words from '../../../../locales/en/wizard.json' with { type: 'json' };
import { termOfFact } from './factTerms.ts';

test('every fact that is called by a word of the glossary is explained by it', () => {
  // The longest first: an IMAP UID is more than IMAP.
  const terms = Object.entries(english).sort(([, a], [, b]) => b.term.length - a.term.length);
  const expected = factNames.flatMap((fact) => {
    const label = words.field[fact].label.toLowerCase();
    const found = terms.find(([, { term }]) => label.includes(term.toLowerCase()));
    return found === undefined ? [] : [[fact, found[0]]];
  });
  expect(expected.map(([fact]) => fact)).toContain('queueId');
  expect(factNames.flatMap((fact) => (termOfFact(fact) === null ? [] : [[fact, termOfFact(fact)]]))).toEqual(
    expected,
  );
});

test('every language has these entries', () => {
  for (const glossary of [english, de, fr]) {
    for (const name of factNames.flatMap((fact) => termOfFact(fact) ?? [])) {
      expect(glossary).toHaveProperty([name, 'short']);
    }
  }
});
