import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStartOptions } from './startOptions.ts';
import { pickLanguage, sayIn } from './words.ts';

describe('readStartOptions', () => {
  it('reads folder and language, and keeps capitals', () => {
    expect(readStartOptions(['electron', '--lang=de', '--user-data-dir=Data/A', '.'], '/home/x', 2)).toEqual({
      userData: resolve('/home/x/Data/A'),
      language: 'de',
      practice: false,
      files: [],
    });
  });
  it('takes the last of several, and nothing for empty ones', () => {
    expect(readStartOptions(['--lang=de', '--lang=fr', '--user-data-dir='], '/', 2)).toEqual({
      userData: null,
      language: 'fr',
      practice: false,
      files: [],
    });
    expect(readStartOptions([], '/', 1)).toEqual({
      userData: null,
      language: null,
      practice: false,
      files: [],
    });
    expect(readStartOptions(['electron', '.', '--practice'], '/', 2).practice).toBe(true);
  });
  it('takes log files by their place, wherever the app was started', () => {
    const files = [resolve('/home/x/Logs/mail.log'), resolve('/var/log/mail.log.1')];
    const words = ['--no-sandbox', 'Logs/mail.log', '--lang=de', '/var/log/mail.log.1'];
    expect(readStartOptions(['electron', '.', ...words], '/home/x', 2).files).toEqual(files);
    expect(readStartOptions(['/opt/mailtriage', ...words], '/home/x', 1).files).toEqual(files);
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
