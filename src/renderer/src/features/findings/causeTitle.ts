import type { Words } from '../../i18n/words.ts';

/** The name of a cause in words; null when no rule of the catalogue knew the reason. */
export function causeTitle(cause: string | null, { maybe }: Words): string | null {
  return cause === null ? null : maybe(`causes:${cause}.title`);
}
