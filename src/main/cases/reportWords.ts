import i18next from 'i18next';
import type { i18n as I18n } from 'i18next';
import type { ReportWords } from '../../core/report/caseReport.ts';
import { formatsFor } from '../../shared/words/format.ts';
import type { ShownZone } from '../../shared/words/format.ts';
import {
  messageFormatter,
  messageInterpolation,
  messageOptions,
} from '../../shared/words/messageFormatter.ts';
import { cataloguesOf } from '../catalogues.ts';
import type { Language } from '../words.ts';

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
    say: ({ key, values }) => i18n.t(key, messageOptions(values)),
    time: moment,
  };
}

async function start(language: Language, zone: ShownZone): Promise<I18n> {
  const i18n = i18next.createInstance();
  await i18n.use(messageFormatter(() => zone)).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: cataloguesOf(language) },
    defaultNS: 'common',
    interpolation: messageInterpolation,
  });
  return i18n;
}
