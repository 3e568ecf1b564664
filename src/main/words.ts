import type { Message } from '../core/message.ts';
import { languages } from '../shared/ipc/contract.ts';
import type { AppDescription } from '../shared/ipc/contract.ts';
import { fillTemplate } from '../shared/words/fillTemplate.ts';
import { cataloguesOf } from './catalogues.ts';

export type Language = AppDescription['systemLanguage'];

/** What main itself says: the menu and native dialogs. Everything else is words of the window. */
export type Say = (key: string, values?: NonNullable<Message['values']>) => string;

export function sayIn(language: Language): Say {
  const numbers = new Intl.NumberFormat(language);
  const catalogues = cataloguesOf(language);
  return (key, values = {}) =>
    fillTemplate({ key, values }, catalogues, (value, format) =>
      format === 'number' ? numbers.format(Number(value)) : String(value),
    );
}

/** The first language we speak among the wishes, most wanted first; English when there is none. */
export function pickLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const found = languages.find((language) => language === wish.slice(0, 2).toLowerCase());
    if (found !== undefined) return found;
  }
  return 'en';
}
