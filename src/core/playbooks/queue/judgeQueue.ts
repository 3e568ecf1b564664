import { causeById } from '../../causes/findCause.ts';
import type { Message } from '../../message.ts';
import type { Facts } from '../../playbook/facts.ts';
import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import type { Actor, Evidence, Remedy, Verdict } from '../../playbook/verdict.ts';
import { waitingSentence } from '../trace/tellMessage.ts';
import { groupByCause, type CauseGroup } from '../../queue/groupByCause.ts';
import type { QueueEntry, QueueListing } from '../../queue/queueEntry.ts';
import type { QueueFindings } from './findings.ts';
import {
  entriesAskedFor,
  knowsRecipientsNames,
  listingOf,
  narrowedToRecipient,
  timesOf,
} from './readQueue.ts';

const LIST_COMMAND = 'postqueue';
const advice = (key: string): Remedy => ({ kind: 'advice', text: { key } });

/** Is the message waiting, and why? An answer that could not be read is never an empty queue. */
export function judgeQueue(reading: Reading, context: StepContext): StepResult {
  const listing = listingOf(reading.outputs, context.now);
  const entries = entriesAskedFor(listing.items, context.facts, reading.outputs);
  const own = narrowedToRecipient(entries, context.facts, reading.outputs);
  const concluded = conclude(listing, own, context.facts);
  // Under which names the queue holds a recipient, only the alias map can tell.
  const unsure = concluded.id === 'queue.none-for' && !knowsRecipientsNames(context.facts, reading.outputs);
  const verdict: Verdict = unsure ? { ...concluded, confidence: 'likely' } : concluded;
  const findings: QueueFindings & Record<string, unknown> = {
    view: 'queue',
    entries,
    groups: groupByCause(entries),
    total: listing.items.length,
    times: timesOf(reading.outputs),
    listedAt: new Date(context.now).toISOString(),
  };
  const [only] = entries;
  const learned: Facts =
    entries.length === 1 && only !== undefined
      ? {
          queueId: only.queueId,
          ...(only.sender === '' ? {} : { sender: only.sender }),
          ...(context.facts.recipient === undefined && only.recipients.length === 1 && only.recipients[0]
            ? recipientNamed(only.recipients[0].address)
            : {}),
        }
      : {};
  return { verdict, findings, learned, next: verdict.remedies };
}

/**
 * The queue holds recipients as the alias map rewrote them. `anna@e6e3736c.internal` is no address anybody can write to, or
 * bm-cli knows: it tells the login and the technical domain, not the recipient.
 */
function recipientNamed(address: string): Facts {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return domain.toLowerCase().endsWith('.internal')
    ? { login: address.slice(0, at).replace(/^\+/, ''), technicalDomain: domain }
    : { recipient: address };
}

function conclude(listing: QueueListing, entries: readonly QueueEntry[], facts: Facts): Verdict {
  const who = facts.recipient ?? facts.sender ?? facts.queueId ?? '';
  const down = listing.messages.find(({ text }) => /mail system is down|not running/i.test(text));
  // Root is shown the queue also when nothing works it off; whatever else is true of a mail, this comes first.
  if (down !== undefined) {
    return verdict('mail-down', 'problem', { who }, [advice('queue:remedy.start-postfix')], 'you', [
      toolLine(down),
    ]);
  }
  const fatal = listing.messages.find(({ level }) => level !== 'warning');
  if (fatal !== undefined || (listing.format === 'none' && !listing.saysEmpty)) {
    const remedies = [advice('queue:remedy.rights')];
    return verdict('unreadable', 'unknown', { who }, remedies, 'you', fatal ? [toolLine(fatal)] : []);
  }
  if (listing.items.length === 0) return verdict('empty', 'ok', { who }, nothingWaits, 'nobody', []);
  if (entries.length === 0) {
    return verdict('none-for', 'ok', { who, total: listing.items.length }, nothingWaits, 'nobody', []);
  }
  const incomplete: readonly Message[] = listing.cutOff ? [{ key: 'queue:detail.cut-off' }] : [];
  return waiting(entries, who, incomplete);
}

const nothingWaits: readonly Remedy[] = [
  { kind: 'wizard', wizard: 'trace', text: { key: 'queue:remedy.trace' } },
  { kind: 'wizard', wizard: 'maps', text: { key: 'queue:remedy.maps' } },
];

/** Messages wait: one reason for all names the verdict, several are listed. */
function waiting(entries: readonly QueueEntry[], who: string, details: readonly Message[]): Verdict {
  const evidence = entries.slice(0, 5).flatMap(entryLines);
  const count = entries.length;
  if (entries.every(({ queue }) => queue === 'hold')) {
    return verdict(
      'held',
      'problem',
      { count, who },
      [advice('queue:remedy.held')],
      'you',
      evidence,
      details,
    );
  }
  if (entries.every(({ queue }) => queue === 'corrupt')) {
    return verdict(
      'corrupt',
      'problem',
      { count, who },
      [advice('queue:remedy.corrupt')],
      'you',
      evidence,
      details,
    );
  }
  const groups = groupByCause(entries);
  const [group] = groups;
  if (groups.length > 1) return severalReasons(groups, count, who, evidence, details);
  const cause = group?.cause ? causeById(group.cause) : null;
  const retry = retryStep(count);
  if (cause === null) {
    const id = group?.reason ? 'waiting-unknown' : 'waiting-no-reason';
    const values = { count, who, reason: group?.reason ?? '' };
    return verdict(id, 'warning', values, [advice('queue:remedy.wait'), retry], 'you', evidence, details);
  }
  const overQuota = cause.id === 'over-quota';
  const remedies: readonly Remedy[] = [
    advice(`causes:${cause.id}.action`),
    ...(overQuota ? [{ kind: 'step', step: 'quota', text: { key: 'queue:remedy.quota' } } as const] : []),
    retry,
  ];
  const id = overQuota ? 'over-quota' : 'waiting';
  return verdict(id, 'problem', { count, who }, remedies, cause.whoActs, evidence, [
    { key: `causes:${cause.id}.meaning` },
    waitingSentence(cause),
    ...details,
  ]);
}

/** Different reasons: each is told with how many mails it holds up; none may pass for the reason of all. */
function severalReasons(
  groups: readonly CauseGroup[],
  count: number,
  who: string,
  evidence: readonly Evidence[],
  details: readonly Message[],
): Verdict {
  const told = groups.map(({ cause, reason, queueIds }): Message => {
    const values = { count: queueIds.length };
    if (cause !== null) return { key: `causes:${cause}.title`, values };
    return reason === null
      ? { key: 'queue:detail.no-reason', values }
      : { key: 'queue:detail.reason', values: { ...values, reason } };
  });
  const remedies = [advice('queue:remedy.one-by-one'), retryStep(count)];
  const values = { count, who, reasons: groups.length };
  return verdict('several-reasons', 'problem', values, remedies, 'you', evidence, [...told, ...details]);
}

function retryStep(count: number): Remedy {
  return count === 1
    ? { kind: 'step', step: 'retry-one', text: { key: 'queue:remedy.retry-one' } }
    : { kind: 'step', step: 'retry-all', text: { key: 'queue:remedy.retry-all' } };
}

function verdict(
  id: string,
  level: Verdict['level'],
  values: Readonly<Record<string, string | number>>,
  remedies: readonly Remedy[],
  whoActs: Actor,
  evidence: readonly Evidence[],
  details: readonly Message[] = [],
): Verdict {
  const asked = values['who'] !== '' && (id === 'empty' || id === 'none-for');
  return {
    level,
    id: `queue.${id}`,
    because: { key: `queue:verdict.${id}${asked && id === 'empty' ? '-for' : ''}`, values },
    details,
    evidence,
    confidence: 'certain',
    whoActs,
    remedies,
  };
}

function toolLine({ line, text }: QueueListing['messages'][number]): Evidence {
  return { file: LIST_COMMAND, line, text };
}

function entryLines(entry: QueueEntry): readonly Evidence[] {
  return entry.recipients.slice(0, 3).map(({ address, reason }) => {
    const text = `${entry.queueId} ${address}${reason === null ? '' : ` (${reason})`}`;
    const at = entry.queueId.length + 1;
    return { file: LIST_COMMAND, line: entry.line, text, marks: [[at, at + address.length]] as const };
  });
}
