import { describe, expect, it } from 'vitest';
import { findEntries } from './findEntries.ts';
import type { SearchEntry } from './findEntries.ts';

const entry = (title: string, text = ''): SearchEntry => ({
  id: title,
  kind: 'page',
  title,
  text,
  open: () => undefined,
});
const entries = [
  entry('Warteschlange', 'Was auf Zustellung wartet'),
  entry('Zustelllisten prüfen', 'Kennt der Server die Adresse?'),
  entry('File d’attente', 'Les messages en attente'),
  entry('Réglages'),
  entry('Boîte aux lettres'),
];
const found = (query: string) => findEntries(entries, query).map(({ title }) => title);

describe('findEntries', () => {
  it('shows everything while nothing is typed', () => {
    expect(found('  ')).toHaveLength(entries.length);
  });

  it('needs no accents and no capitals', () => {
    expect(found('REGLAGES')).toEqual(['Réglages']);
    expect(found('boite')).toEqual(['Boîte aux lettres']);
    expect(found('prufen')).toEqual(['Zustelllisten prüfen']);
  });

  it('wants every word, in any order, in title or text', () => {
    expect(found('adresse zustell')).toEqual(['Zustelllisten prüfen']);
    expect(found('adresse warteschlange')).toEqual([]);
  });

  it('puts what begins with it before what holds it', () => {
    expect(found('zustell')).toEqual(['Zustelllisten prüfen', 'Warteschlange']);
    expect(found('attente')).toEqual(['File d’attente']);
  });
});
