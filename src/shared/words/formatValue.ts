import { formatsFor, isIsoMoment } from './format.ts';
import type { ShownZone } from './format.ts';

/** Numbers that are names: an IMAP UID of 2294 is not "2,294". */
const numberedNames = new Set(['uid', 'line', 'code', 'port', 'year']);

/**
 * Fills placeholders the way the language writes numbers and dates. Catalogues may name a format
 * (`{{at, logTime}}`, `{{seconds, duration}}`); without one the value tells.
 */
export function formatValue(
  value: unknown,
  format: string | undefined,
  language: string,
  name: string,
  zone: ShownZone = 'log',
): string {
  const formats = formatsFor(language, zone);
  if (typeof value === 'number') {
    if (format === 'duration') return formats.duration(value);
    if (format === 'size' || format === 'bytes') return formats.size(value);
    return numberedNames.has(name) ? String(value) : formats.number(value);
  }
  const text = String(value);
  return format === 'logTime' || isIsoMoment(text) ? formats.moment(text) : text;
}
