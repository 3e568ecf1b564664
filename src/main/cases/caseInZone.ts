import type { Case } from '../../core/case/case.ts';
import { withTexts } from '../../core/message.ts';
import type { Message } from '../../core/message.ts';
import { isoInZone } from '../../shared/words/format.ts';
import type { ShownZone } from '../../shared/words/format.ts';

/** A case for programs: `timeZone` is the zone of every time that says one; `log` where each has its own. */
type CaseInZone = Case & { readonly timeZone: ShownZone };

/** The case with its times in a zone. Lines of logs, commands and times without a zone stay as they are. */
export function caseInZone(original: Case, zone: ShownZone): CaseInZone {
  const time = (iso: string): string => isoInZone(iso, zone);
  const message = (before: Message): Message => withTexts(before, time);
  return {
    ...original,
    timeZone: zone,
    createdAt: time(original.createdAt),
    changedAt: time(original.changedAt),
    facts: Object.fromEntries(
      Object.entries(original.facts).map(([name, value]) => [
        name,
        value === undefined ? value : time(value),
      ]),
    ),
    entries: original.entries.map((entry) => ({
      ...entry,
      at: time(entry.at),
      verdict: {
        ...entry.verdict,
        because: message(entry.verdict.because),
        details: entry.verdict.details.map(message),
        remedies: entry.verdict.remedies.map((remedy) => ({ ...remedy, text: message(remedy.text) })),
      },
    })),
  };
}
