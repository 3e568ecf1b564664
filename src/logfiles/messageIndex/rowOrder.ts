import type { CorrelatedMessage } from '../../core/postfix/tracedMessages.ts';
import { none } from './mailColumns.ts';
import type { Families, FamilyMessage } from './mailFamilies.ts';
import type { MailReader } from './mailReader.ts';

/** A message that core put together, and the number of the file its first line stands in. */
export interface OddMessage {
  readonly found: CorrelatedMessage;
  readonly file: number;
}

/** Which mails make up the rows of a table, which stand in order of time. */
export interface RowOrder {
  readonly count: number;
  /** By row the mail that came first; none for odd messages. */
  readonly mails: Int32Array;
  /** By mail its row; none for those of odd messages and those that came to nothing. */
  readonly rowOfMail: Int32Array;
  /** Rows that are more than one mail, or odd, ascending. */
  readonly special: readonly SpecialRow[];
}

export interface SpecialRow {
  readonly row: number;
  /** What the row is made of; neither for a pair. */
  readonly family: FamilyMessage | null;
  readonly odd: OddMessage | null;
}

/** A message, its first mail (none when it is odd), and its place among the mails: in front of the mail of that number. */
interface Other extends Omit<SpecialRow, 'row'> {
  readonly first: number;
  readonly place: number;
  readonly key: number;
}

export function orderRows(reader: MailReader, families: Families, odd: readonly OddMessage[]): RowOrder {
  const { mails, refused } = reader;
  const { pairs, taken } = families;
  const rows = new Int32Array(mails.count + odd.length);
  const rowOfMail = new Int32Array(mails.count).fill(none);
  const special: SpecialRow[] = [];
  const others = othersOf(reader, families, odd);
  let [count, next] = [0, 0];
  const addOther = ({ first, family, odd }: Other): void => {
    rows[count] = first;
    for (const mail of family?.mails ?? []) rowOfMail[mail] = count;
    special.push({ row: count, family, odd });
    count += 1;
  };
  // Mails stand in order of time already; the others are sorted in.
  for (let mail = 0; mail < mails.count; mail += 1) {
    for (; (others[next]?.place ?? Infinity) < mail; next += 1) addOther(others[next] as Other);
    const partner = pairs.partners[mail] as number;
    // The first of the two stands for both.
    const isPair = partner > mail;
    if (!isPair && (taken[mail] === 1 || refused.isSettled(mail))) continue;
    rows[count] = mail;
    rowOfMail[mail] = count;
    if (isPair) {
      rowOfMail[partner] = count;
      special.push({ row: count, family: null, odd: null });
    }
    count += 1;
  }
  for (; next < others.length; next += 1) addOther(others[next] as Other);
  return { count, mails: rows.subarray(0, count), rowOfMail, special };
}

function othersOf(
  { mails }: MailReader,
  { messages }: Families,
  odd: readonly OddMessage[],
): readonly Other[] {
  const others = messages.map((family): Other => {
    const first = family.mails.reduce((one, mail) => Math.min(one, mail));
    return { first, place: first - 0.5, key: mails.firstKeys.values[first] as number, family, odd: null };
  });
  for (const one of odd) {
    const key = one.found.records[0]?.key ?? 0;
    others.push({ first: none, place: firstSince(mails, key) - 0.75, key, family: null, odd: one });
  }
  return others.sort((a, b) => a.place - b.place || a.key - b.key);
}

/** The first mail that began at or after a time. */
function firstSince({ count, firstKeys }: MailReader['mails'], key: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((firstKeys.values[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return low < count ? low : Infinity;
}
