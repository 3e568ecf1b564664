import { expect, test } from 'vitest';
import { playbooks } from '../../../../core/playbooks/registry.ts';
import de from '../../../../locales/de/help.json';
import en from '../../../../locales/en/help.json';
import fr from '../../../../locales/fr/help.json';

/** The full diagnosis walks through the others and is none of them. */
const wizards = [...playbooks.map(({ id }) => id), 'diagnosis'].sort();

test.each(Object.entries({ de, en, fr }))(
  'every wizard says in %s what it does, what it changes, and what to ask for; no other is described',
  (_, { wizard }) => {
    expect(Object.keys(wizard).sort()).toEqual(wizards);
    for (const parts of Object.values(wizard)) {
      expect(Object.keys(parts).sort()).toEqual(['ask', 'changes', 'does']);
      for (const words of Object.values(parts)) expect(words.length).toBeGreaterThan(5);
    }
  },
);
