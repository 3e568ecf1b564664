import type { Message } from '../../core/message.ts';
import { formatValue } from './formatValue.ts';
import type { ShownZone } from './format.ts';

type Values = NonNullable<Message['values']>;

/** i18next's FormatterModule by its shape; shared knows no i18next. `zone` is asked at each value, as it may be changed meanwhile. */
export const messageFormatter = (zone: () => ShownZone) => ({
  type: 'formatter' as const,
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (
    value: unknown,
    format: string | undefined,
    language = 'en',
    options?: Readonly<Record<string, unknown>>,
  ): string => formatValue(value, format, language, String(options?.['interpolationkey'] ?? ''), zone()),
});

/** For i18next's `init`. Whoever shows a text escapes it (React, the report); escaping twice would show `&lt;` in addresses. */
export const messageInterpolation = { escapeValue: false, alwaysFormat: true } as const;

/**
 * The values of a message as options of i18next's `t`: `replace` keeps them apart from its own options; `nest: false`, because a
 * server's reply may hold `$t(`.
 */
export const messageOptions = (values: Values = {}) => ({
  replace: values,
  nest: false,
  ...(typeof values['count'] === 'number' ? { count: countForPlural(values['count']) } : {}),
});

/**
 * Catalogues know one and many. French and its sisters have a third form for whole millions (`many`, CLDR), for which
 * i18next would find no text; any other number above one takes the form that is there.
 */
const countForPlural = (count: number): number =>
  count >= 1_000_000 && Number.isInteger(count) && count % 1_000_000 === 0 ? 2 : count;
