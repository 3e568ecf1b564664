import i18next from 'i18next';
import { expect, it } from 'vitest';
import { messageFormatter, messageInterpolation, messageOptions } from './messageFormatter.ts';

it.each(['en', 'de', 'fr'])('finds a text for every number in %s, whole millions too', async (language) => {
  const i18n = i18next.createInstance();
  await i18n.use(messageFormatter(() => 'log')).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { mails: { count_one: '{{count}} mail', count_other: '{{count}} mails' } } },
    interpolation: messageInterpolation,
  });
  for (const count of [0, 1, 2, 999_999, 1_000_000, 1_500_000, 3_000_000]) {
    const said = i18n.t('mails:count', messageOptions({ count }));
    expect(said.replaceAll(/[^\d]/g, '')).toBe(String(count));
    expect(said).toMatch(/mails?$/);
  }
});
