import type { LineRef } from '../../lineRef.ts';
import type { Evidence } from '../../playbook/verdict.ts';
import type { TracedMessage, TracedRecipient } from '../../postfix/tracedMessage.ts';

/** Parts of a delivery line that tell how it ended: `dsn=4.2.2`, `status=deferred`. Bounded, so linear. */
const TELLING = [/\bstatus=[\w-]{1,40}/g, /\bdsn=\d\.\d{1,3}\.\d{1,3}/g, /\bNOQUEUE: [\w-]{1,40}:/g];

/** Long lines are marked in their first part only; nobody reads further. */
const MARKED_LENGTH = 4000;

/** The evidence of a message with the parts marked that the eye should find: IDs, addresses, status and mailbox UID. */
export function markEvidence(message: TracedMessage, recipient: TracedRecipient | null): readonly Evidence[] {
  const needles = [
    ...(recipient === null ? [] : [`<${recipient.address}>`]),
    ...(recipient?.originalAddress ? [`<${recipient.originalAddress}>`] : []),
    ...(message.sender ? [`<${message.sender}>`] : []),
    ...(message.messageId ? [message.messageId] : []),
    ...(recipient?.mailbox ? [`() ${String(recipient.mailbox.imapUid)}]`] : []),
  ];
  return message.evidence.map((line) => ({ ...line, marks: marksIn(line, needles) }));
}

function marksIn(line: LineRef, needles: readonly string[]): readonly (readonly [number, number])[] {
  const text = line.text.slice(0, MARKED_LENGTH);
  const lower = text.toLowerCase();
  const found: [number, number][] = [];
  for (const needle of needles) {
    const at = lower.indexOf(needle.toLowerCase());
    if (at >= 0) found.push([at, at + needle.length]);
  }
  for (const pattern of TELLING) {
    for (const match of text.matchAll(pattern)) found.push([match.index, match.index + match[0].length]);
  }
  return withoutOverlaps(found);
}

function withoutOverlaps(marks: [number, number][]): readonly (readonly [number, number])[] {
  const kept: [number, number][] = [];
  for (const mark of marks.toSorted((a, b) => a[0] - b[0])) {
    const last = kept.at(-1);
    if (last !== undefined && mark[0] < last[1]) last[1] = Math.max(last[1], mark[1]);
    else kept.push([...mark]);
  }
  return kept;
}
