import type { Case } from '../../core/case/case.ts';
import type { Message } from '../../core/message.ts';
import type { Verdict } from '../../core/playbook/verdict.ts';

/**
 * The case with servers called `server 1`, `server 2` ... instead of by the names of their profiles: those are free words,
 * often a customer's name, which no pattern recognises.
 */
export function withoutServerNames(report: Case): Case {
  // Only what was read from a server has commands; of several, the names stand side by side.
  const asked = report.entries.filter(({ commands }) => commands.length > 0);
  const names = [...new Set(asked.flatMap(({ source }) => source.split(', ')))];
  const standIns = new Map(names.map((name, index) => [name, `server ${index + 1}`]));
  const renamed = (text: string): string => standIns.get(text) ?? text;
  /** `NAME:/var/log/mail.log` */
  const place = (file: string): string => {
    const name = names.find((candidate) => file.startsWith(`${candidate}:`));
    return name === undefined ? file : renamed(name) + file.slice(name.length);
  };
  const message = ({ key, values }: Message): Message =>
    values === undefined
      ? { key }
      : {
          key,
          values: Object.fromEntries(
            Object.entries(values).map(([name, value]) => [
              name,
              typeof value === 'string' ? place(renamed(value)) : value,
            ]),
          ),
        };
  const verdict = (before: Verdict): Verdict => ({
    ...before,
    because: message(before.because),
    details: before.details.map(message),
    evidence: before.evidence.map((line) => ({ ...line, file: place(line.file) })),
    remedies: before.remedies.map((remedy) => ({ ...remedy, text: message(remedy.text) })),
  });
  return {
    ...report,
    entries: report.entries.map((entry) => ({
      ...entry,
      source: entry.source.split(', ').map(renamed).join(', '),
      verdict: verdict(entry.verdict),
    })),
  };
}
