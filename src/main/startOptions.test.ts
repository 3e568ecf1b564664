import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStartOptions } from './startOptions.ts';
import { pickLanguage, sayIn } from './words.ts';

describe('readStartOptions', () => {
  it('reads folder and language, and keeps capitals', () => {
    expect(readStartOptions(['electron', '--lang=de', '--user-data-dir=Data/A', '.'], '/home/x')).toEqual({
      userData: resolve('/home/x/Data/A'),
      language: 'de',
      practice: false,
    });
  });
  it('takes the last of several, and nothing for empty ones', () => {
    expect(readStartOptions(['--lang=de', '--lang=fr', '--user-data-dir='], '/')).toEqual({
      userData: null,
      language: 'fr',
      practice: false,
    });
    expect(readStartOptions([], '/')).toEqual({ userData: null, language: null, practice: false });
    expect(readStartOptions(['electron', '.', '--practice'], '/').practice).toBe(true);
  });
});

describe('words of main', () => {
  it('speaks the first wished language it knows', () => {
    expect(pickLanguage(['nl-NL', 'fr-BE', 'de'])).toBe('fr');
    expect(pickLanguage(['DE_de'])).toBe('de');
    expect(pickLanguage(['', 'xx'])).toBe('en');
  });
  it('says menu entries in each language', () => {
    expect(['en', 'de', 'fr'].map((language) => sayIn(language as 'en')('menu:quit'))).toEqual([
      'Quit',
      'Beenden',
      'Quitter',
    ]);
  });
});
