import i18next from 'i18next';
import type { FormatterModule, i18n as I18n } from 'i18next';
import type { ReportWords } from '../../core/report/caseReport.ts';
import { formatsFor } from '../../shared/words/format.ts';
import type { ShownZone } from '../../shared/words/format.ts';
import { formatValue } from '../../shared/words/formatValue.ts';
import { cataloguesOf } from '../catalogues.ts';
import type { Language } from '../words.ts';

const formatterFor = (zone: ShownZone): FormatterModule => ({
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, format, language = 'en', options) =>
    formatValue(value, format, language, String(options?.['interpolationkey'] ?? ''), zone),
});

const started = new Map<string, Promise<I18n>>();

/** The words of a report, from the same catalogues, written the same way and with times of the same zone as in the window. */
export async function reportWords(language: Language, zone: ShownZone = 'log'): Promise<ReportWords> {
  const kept = `${language} ${zone}`;
  let starting = started.get(kept);
  if (starting === undefined) {
    starting = start(language, zone);
    started.set(kept, starting);
  }
  const i18n = await starting;
  const { moment } = formatsFor(language, zone);
  return {
    language,
    zone,
    // `replace` keeps values apart from i18next's own options; `nest: false`, because a server's reply may hold `$t(`.
    say: ({ key, values = {} }) =>
      i18n.t(key, {
        replace: values,
        nest: false,
        ...(typeof values['count'] === 'number' ? { count: values['count'] } : {}),
      }),
    time: moment,
  };
}

async function start(language: Language, zone: ShownZone): Promise<I18n> {
  const i18n = i18next.createInstance();
  await i18n.use(formatterFor(zone)).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: cataloguesOf(language) },
    defaultNS: 'common',
    // The report escapes what it is given; escaping twice would show `&lt;` in addresses.
    interpolation: { escapeValue: false, alwaysFormat: true },
  });
  return i18n;
}
