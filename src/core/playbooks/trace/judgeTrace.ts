import { causeById } from '../../causes/findCause.ts';
import type { Message } from '../../message.ts';
import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import type { Facts } from '../../playbook/facts.ts';
import type { TraceReading } from '../../playbook/traceReading.ts';
import type { Actor, Verdict } from '../../playbook/verdict.ts';
import type { RecipientStatus } from '../../postfix/tracedMessage.ts';
import type { TraceFindings } from './findings.ts';
import { judgeNotFound } from './judgeNotFound.ts';
import { markEvidence } from './markEvidence.ts';
import { traceRows } from './selectRecipients.ts';
import type { TraceRow } from './selectRecipients.ts';
import { levelOfStatus, statusesByUrgency } from './statusOrder.ts';
import { nextSteps, waitingSentence } from './tellMessage.ts';

/** Evidence shown with the verdict itself; each row has its own in full. */
const EVIDENCE_LINES = 12;

/** What a search through the mail logs means. Pure: the same reading gives the same verdict everywhere. */
export function judgeTrace(reading: Reading, _context: StepContext): StepResult {
  const trace = reading.trace;
  if (trace === undefined) throw new Error('A trace is judged from a log reading');
  const rows = traceRows(trace.messages, trace.query);
  const verdict = rows.length === 0 ? judgeNotFound(trace) : judgeRows(rows);
  return { verdict, findings: findingsOf(trace), learned: learn(rows), next: verdict.remedies };
}

function findingsOf(trace: TraceReading): TraceFindings & Record<string, unknown> {
  return {
    view: 'trace',
    query: trace.query,
    messages: trace.messages,
    total: trace.messages.length,
    counts: trace.counts,
    coverage: trace.coverage,
    samples: trace.samples,
    foreignPrograms: trace.foreignPrograms,
  };
}

function judgeRows(rows: readonly TraceRow[]): Verdict {
  const counts = countByStatus(rows);
  const worstStatus = statusesByUrgency.find((status) => (counts.get(status) ?? 0) > 0) ?? 'unknown';
  // Of several, the latest mail with the worst end is the one somebody is asking about.
  const row =
    rows.findLast(({ recipient }) => (recipient?.status ?? 'unknown') === worstStatus) ?? rows.at(-1);
  const only = rows.length === 1;
  const mixed = counts.size > 1;
  return {
    level: levelOfStatus[worstStatus],
    id: mixed ? 'trace.mixed' : `trace.${worstStatus}`,
    because: only && row ? becauseOne(row, worstStatus) : becauseMany(rows, mixed, worstStatus),
    details: [...mixedSentences(counts), ...(row ? causeSentence(row) : []), ...incompleteSentence(rows)],
    evidence: row ? markEvidence(row.message, row.recipient).slice(-EVIDENCE_LINES) : [],
    confidence:
      worstStatus === 'unknown' ? 'possible' : row?.message.complete === true ? 'certain' : 'likely',
    whoActs: row ? actorOf(row, worstStatus) : 'you',
    remedies: row ? nextSteps(row.recipient) : [],
  };
}

function countByStatus(rows: readonly TraceRow[]): ReadonlyMap<RecipientStatus, number> {
  const counts = new Map<RecipientStatus, number>();
  for (const { recipient } of rows) {
    const status = recipient?.status ?? 'unknown';
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}

function becauseOne({ message, recipient }: TraceRow, status: RecipientStatus): Message {
  if (recipient === null) return { key: 'trace:verdict.no-recipient', values: { at: message.firstSeen } };
  return {
    key: `trace:verdict.one.${status}`,
    values: {
      recipient: recipient.originalAddress ?? recipient.address,
      sender: message.sender === '' ? '<>' : (message.sender ?? '?'),
      at: recipient.lastAttempt ?? message.lastSeen,
    },
  };
}

function becauseMany(rows: readonly TraceRow[], mixed: boolean, status: RecipientStatus): Message {
  const key = mixed ? 'trace:verdict.mixed' : `trace:verdict.many.${status}`;
  return { key, values: { count: rows.length } };
}

/** How many of several results ended well, wait, failed or stay unclear; only what there is. */
function mixedSentences(counts: ReadonlyMap<RecipientStatus, number>): readonly Message[] {
  if (counts.size <= 1) return [];
  const sum = (...statuses: readonly RecipientStatus[]): number =>
    statuses.reduce((total, status) => total + (counts.get(status) ?? 0), 0);
  const parts = {
    failed: sum('rejected', 'bounced', 'expired', 'discarded'),
    waiting: sum('deferred', 'queued', 'held'),
    unclear: sum('unknown'),
    arrived: sum('delivered', 'forwarded'),
  };
  return Object.entries(parts).flatMap(([part, count]) =>
    count === 0 ? [] : [{ key: `trace:verdict.part.${part}`, values: { count } }],
  );
}

function causeSentence({ recipient }: TraceRow): readonly Message[] {
  const cause = recipient?.cause ? causeById(recipient.cause) : null;
  if (cause) return [{ key: `causes:${cause.id}.meaning` }, waitingSentence(cause)];
  if (recipient?.reply && levelOfStatus[recipient.status] !== 'ok') {
    return [{ key: 'trace:verdict.reply', values: { reply: recipient.reply } }];
  }
  return [];
}

function incompleteSentence(rows: readonly TraceRow[]): readonly Message[] {
  const incomplete = rows.filter(({ message }) => !message.complete).length;
  return incomplete === 0 ? [] : [{ key: 'trace:verdict.incomplete', values: { count: incomplete } }];
}

function actorOf({ recipient }: TraceRow, status: RecipientStatus): Actor {
  const cause = recipient?.cause ? causeById(recipient.cause) : null;
  if (cause) return cause.whoActs;
  if (status === 'delivered' || status === 'forwarded') return 'nobody';
  return status === 'deferred' || status === 'queued' ? 'wait' : 'you';
}

/** When the answer is about one message, what identifies it is worth carrying into the next wizard. */
function learn(rows: readonly TraceRow[]): Facts {
  const messages = new Set(rows.map(({ message }) => message));
  const [row] = rows;
  if (messages.size !== 1 || row === undefined) return {};
  const { message, recipient } = row;
  const queueId = message.queueIds.at(-1);
  const mailbox = rows.length === 1 ? recipient?.mailbox : null;
  return {
    ...(message.messageId ? { messageId: message.messageId } : {}),
    ...(message.sender ? { sender: message.sender } : {}),
    ...(queueId ? { queueId } : {}),
    ...(rows.length === 1 && recipient ? { recipient: recipient.originalAddress ?? recipient.address } : {}),
    ...(mailbox
      ? {
          imapUid: String(mailbox.imapUid),
          folder: mailbox.folder,
          login: mailbox.user,
          technicalDomain: mailbox.domain,
        }
      : {}),
  };
}
