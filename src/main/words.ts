import type { Message } from '../core/message.ts';
import deErrors from '../locales/de/errors.json' with { type: 'json' };
import deMenu from '../locales/de/menu.json' with { type: 'json' };
import enErrors from '../locales/en/errors.json' with { type: 'json' };
import enMenu from '../locales/en/menu.json' with { type: 'json' };
import frErrors from '../locales/fr/errors.json' with { type: 'json' };
import frMenu from '../locales/fr/menu.json' with { type: 'json' };
import { languages } from '../shared/ipc/contract.ts';
import type { AppDescription } from '../shared/ipc/contract.ts';
import { fillTemplate } from '../shared/words/fillTemplate.ts';

export type Language = AppDescription['systemLanguage'];

const catalogues = {
  en: { menu: enMenu, errors: enErrors },
  de: { menu: deMenu, errors: deErrors },
  fr: { menu: frMenu, errors: frErrors },
};

/** What main itself says: the menu and native dialogs. Everything else is words of the window. */
export type Say = (key: string, values?: NonNullable<Message['values']>) => string;

export function sayIn(language: Language): Say {
  const numbers = new Intl.NumberFormat(language);
  return (key, values = {}) =>
    fillTemplate({ key, values }, catalogues[language], (value, format) =>
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
