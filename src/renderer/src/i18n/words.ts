import i18next from 'i18next';
import type { i18n as I18n } from 'i18next';
import { create } from 'zustand';
import { useMemo } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Message } from '../../../core/message.ts';
import { formatsFor } from '../../../shared/words/format.ts';
import type { Formats, ShownZone } from '../../../shared/words/format.ts';
import {
  messageFormatter,
  messageInterpolation,
  messageOptions,
} from '../../../shared/words/messageFormatter.ts';
import { loadCatalogues } from './catalogues.ts';
import type { Language } from './catalogues.ts';
import type { WindowKey } from './windowKey.ts';

/** Which zone times are shown in; numbers and dates of messages are formatted deep inside i18next, which knows no React. */
const useShownZone = create<{ readonly zone: ShownZone }>()(() => ({ zone: 'log' }));

export function showTimesIn(zone: ShownZone): void {
  useShownZone.setState({ zone });
}

type Values = NonNullable<Message['values']>;

export const i18n: I18n = i18next.createInstance();

/** Loads a language if it is not there yet and switches to it, for screen readers too (`<html lang>`). */
export async function switchLanguage(language: Language): Promise<void> {
  if (!i18n.isInitialized) {
    await i18n
      .use(initReactI18next)
      .use(messageFormatter(() => useShownZone.getState().zone))
      .init({
        lng: language,
        fallbackLng: false,
        partialBundledLanguages: true,
        resources: {},
        ns: [],
        defaultNS: 'common',
        react: { useSuspense: false, bindI18nStore: 'added' },
        interpolation: messageInterpolation,
      });
  }
  if (!i18n.hasResourceBundle(language, 'common')) {
    for (const [namespace, catalogue] of await loadCatalogues(language)) {
      i18n.addResourceBundle(language, namespace, catalogue);
    }
  }
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}

/** How components speak. */
export interface Words {
  /** The window's own words; a misspelt key is a type error. */
  readonly t: (key: WindowKey, values?: Values) => string;
  /** Words of a message made elsewhere (core, main). */
  readonly say: (message: Message) => string;
  /** The words of a key that may not exist, null when it does not. */
  readonly maybe: (key: string, values?: Values) => string | null;
  readonly format: Formats;
  readonly language: Language;
}

function wordsOf(language: Language, zone: ShownZone): Words {
  const lookUp = (key: string, values?: Values): string =>
    i18n.t(key, { lng: language, ...messageOptions(values) });
  return {
    t: lookUp,
    say: ({ key, values }) => lookUp(key, values),
    maybe: (key, values) => (i18n.exists(key, { lng: language }) ? lookUp(key, values) : null),
    format: formatsFor(language, zone),
    language,
  };
}

export function useWords(): Words {
  const { i18n: current } = useTranslation();
  const language = (current.language ?? 'en') as Language;
  const zone = useShownZone((state) => state.zone);
  return useMemo(() => wordsOf(language, zone), [language, zone]);
}
