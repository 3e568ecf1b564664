import type { LogReading, LoggedLine } from './logSigns.ts';

/** A mail as it was taken in: who handed it over. */
export interface Arrival extends LoggedLine {
  readonly queueId: string;
  /** `host[ip]` as Postfix logs it. */
  readonly client: string;
  /** Who signed in for it; null: nobody did. */
  readonly account: string | null;
}

/**
 * smtpd(8) about every mail it takes:
 *   postfix/smtpd[2]: C5BF3135FAF: client=mx.example.org[192.0.2.1]
 *   postfix/submission/smtpd[2]: C5BF3135FAF: client=unknown[192.0.2.1], sasl_method=PLAIN, sasl_username=anna@d.internal
 */
const taken = /: ([0-9A-Za-z]{5,30}): client=([^\s,]{1,300})/;

export function arrivalsIn({ lines }: LogReading): readonly Arrival[] {
  return lines.flatMap((line): Arrival[] => {
    const match = taken.exec(line.text.slice(0, 2000));
    if (match === null) return [];
    return [{ ...line, queueId: match[1] ?? '', client: match[2] ?? '', account: accountIn(line.text) }];
  });
}

/** `sasl_username=anna@d.internal`, in lower case; null when the line names none. */
export function accountIn(text: string): string | null {
  const at = text.indexOf('sasl_username=');
  if (at < 0) return null;
  const name = /^[^\s,]{1,300}/.exec(text.slice(at + 'sasl_username='.length))?.[0];
  return name === undefined ? null : name.toLowerCase();
}

/** How many arrivals each origin has, most first. */
export function countBy<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string | null,
): readonly (readonly [name: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const item of items) {
    const name = nameOf(item);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1]);
}
