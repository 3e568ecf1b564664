import i18next from 'i18next';
import type { FormatterModule, i18n as I18n } from 'i18next';
import type { ReportWords } from '../../core/report/caseReport.ts';
import { formatValue } from '../../shared/words/formatValue.ts';
import { cataloguesOf } from '../catalogues.ts';
import type { Language } from '../words.ts';

const formatter: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, format, language = 'en', options) =>
    formatValue(value, format, language, String(options?.['interpolationkey'] ?? '')),
};

const started = new Map<Language, Promise<I18n>>();

/** The words of a report, from the same catalogues and written the same way as in the window. */
export async function reportWords(language: Language): Promise<ReportWords> {
  let starting = started.get(language);
  if (starting === undefined) {
    starting = start(language);
    started.set(language, starting);
  }
  const i18n = await starting;
  const times = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    language,
    // `replace` keeps values apart from i18next's own options; `nest: false`, because a server's reply may hold `$t(`.
    say: ({ key, values = {} }) =>
      i18n.t(key, {
        replace: values,
        nest: false,
        ...(typeof values['count'] === 'number' ? { count: values['count'] } : {}),
      }),
    // When somebody worked on a case, by the clock on their wall; times of logs are values of messages.
    time: (iso) => times.format(new Date(iso)),
  };
}

async function start(language: Language): Promise<I18n> {
  const i18n = i18next.createInstance();
  await i18n.use(formatter).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: cataloguesOf(language) },
    defaultNS: 'common',
    // The report escapes what it is given; escaping twice would show `&lt;` in addresses.
    interpolation: { escapeValue: false, alwaysFormat: true },
  });
  return i18n;
}
