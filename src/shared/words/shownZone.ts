import type { Settings } from '../settings.ts';
import type { ShownZone } from './format.ts';

/** The zone a choice of the user means on this computer. */
export function shownZone(wanted: Settings['timeZone']): ShownZone {
  if (wanted === 'utc') return 'UTC';
  return wanted === 'log' ? 'log' : Intl.DateTimeFormat().resolvedOptions().timeZone;
}
