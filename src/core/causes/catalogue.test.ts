import { describe, expect, it } from 'vitest';
import de from '../../locales/de/causes.json';
import en from '../../locales/en/causes.json';
import fr from '../../locales/fr/causes.json';
import { causes } from './catalogue.ts';

const catalogues: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  en,
  de,
  fr,
};
const ids = causes.map((cause) => cause.id);

describe('the cause catalogue', () => {
  it('has each id once, in kebab-case', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });

  it('writes its pieces in lower case, or they would never match', () => {
    for (const { id, rules } of causes) {
      for (const piece of rules.flatMap((rule) => [...(rule.text ?? []).flat(), ...(rule.without ?? [])])) {
        expect(piece, id).toBe(piece.toLowerCase());
        expect(piece.length, id).toBeGreaterThan(2);
      }
    }
  });

  it('has rules that ask for something', () => {
    for (const { id, rules } of causes) {
      for (const rule of rules)
        expect((rule.text?.length ?? 0) + (rule.dsn?.length ?? 0), id).toBeGreaterThan(0);
    }
  });

  it('never promises that waiting helps for a mail that is lost', () => {
    for (const cause of causes) expect(cause.waitingHelps && cause.permanent, cause.id).toBe(false);
  });

  it.each(Object.keys(catalogues))('is explained in full in %s', (language) => {
    const texts = catalogues[language] ?? {};
    expect(Object.keys(texts).sort()).toEqual([...ids].sort());
    for (const id of ids) {
      const entry = texts[id] ?? {};
      expect(Object.keys(entry).sort(), id).toEqual(['action', 'meaning', 'title']);
      for (const text of Object.values(entry)) {
        expect(text.trim(), id).toBe(text);
        expect(text.length, id).toBeGreaterThan(5);
      }
    }
  });

  it('uses the same placeholders in all languages', () => {
    for (const id of ids) {
      for (const part of ['title', 'meaning', 'action']) {
        expect(placeholders(de, id, part), id).toEqual(placeholders(en, id, part));
        expect(placeholders(fr, id, part), id).toEqual(placeholders(en, id, part));
      }
    }
  });
});

function placeholders(
  texts: Readonly<Record<string, Readonly<Record<string, string>>>>,
  id: string,
  part: string,
): string[] {
  return [...(texts[id]?.[part] ?? '').matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)]
    .map((match) => match[1] ?? '')
    .sort();
}
