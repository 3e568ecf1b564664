import { messageFile } from '../core/cyrus/messageFile.ts';
import { judgeTrace } from '../core/playbooks/trace/judgeTrace.ts';
import { traceRows } from '../core/playbooks/trace/selectRecipients.ts';
import type { TracedMessage, TracedRecipient, TraceQuery } from '../core/postfix/tracedMessage.ts';
import { toTraceReading } from '../logfiles/traceLogs.ts';
import type { FoundMessage, ScannedTrace } from '../logfiles/traceLogs.ts';
import { inEnglish } from './english.ts';
import { bytes, clock, count, printable } from './printable.ts';
import type { Streams } from './streams.ts';

/** With more messages than this the verdict comes after them, where a terminal shows it: until then they are not held. */
const heldMessages = 1000;

/** A trace for people: the verdict, each message with the lines it rests on, and how many lines were understood. */
export class TraceText {
  count = 0;
  readonly #query: TraceQuery;
  readonly #out: Streams['out'];
  #trace: ScannedTrace | null = null;
  #held: TracedMessage[] = [];
  readonly #ends = new EndCounts();

  constructor(query: TraceQuery, { out }: Streams) {
    this.#query = query;
    this.#out = out;
  }

  begin(trace: ScannedTrace): void {
    this.#trace = trace;
  }

  async take(messages: readonly FoundMessage[]): Promise<void> {
    for (const { message } of messages) {
      this.#ends.add(message, this.#query);
      this.#held.push(message);
      this.count += 1;
      if (this.count > heldMessages) await this.#printHeld();
    }
  }

  async end(): Promise<void> {
    const trace = this.#trace;
    if (trace === null) return;
    const isLong = this.count > heldMessages;
    const messages = isLong ? this.#ends.messages() : this.#held;
    const { verdict } = judgeTrace(
      { outputs: [], trace: toTraceReading(this.#query, { ...trace, messages, notes: [] }) },
      { facts: {}, now: 0, server: null },
    );
    const blocks = [[inEnglish(verdict.because), ...verdict.details.map(inEnglish)].join('\n')];
    if (this.count === 0) blocks.push(coverageText(trace));
    await this.#out(`${isLong ? '\n' : ''}${printable(blocks.join('\n\n'))}\n`);
    await this.#printHeld();
    const { lines, understood, foreign, notUnderstood } = trace.input;
    const parts = [
      `${understood} understood`,
      `${foreign} from other programs`,
      `${notUnderstood} not understood`,
    ];
    await this.#out(`\n${count(lines, 'line')}: ${parts.join(', ')}.\n`);
  }

  async #printHeld(): Promise<void> {
    for (const message of this.#held) await this.#out(`\n${printable(messageText(message))}\n`);
    this.#held = [];
  }
}

/**
 * What a verdict about many messages rests on: how many ended how, and the latest of each kind. Those that ended alike are told by
 * that one, as often as there are.
 */
class EndCounts {
  readonly #kinds = new Map<string, { count: number; latest: TracedMessage }>();

  add(message: TracedMessage, query: TraceQuery): void {
    for (const { recipient } of traceRows([message], query)) {
      const kind = `${recipient?.status ?? ''} ${message.complete}`;
      const count = (this.#kinds.get(kind)?.count ?? 0) + 1;
      const latest = { ...message, recipients: recipient === null ? [] : [recipient] };
      // Behind the others, as it is the latest of all.
      this.#kinds.delete(kind);
      this.#kinds.set(kind, { count, latest });
    }
  }

  messages(): readonly TracedMessage[] {
    return [...this.#kinds.values()].flatMap(({ count, latest }) =>
      new Array<TracedMessage>(count).fill(latest),
    );
  }
}

function coverageText({ coverage }: ScannedTrace): string {
  const files = coverage.files.map(({ file, first, last, counts }) => {
    const period = first === null ? 'no line with a time' : `from ${clock(first)} to ${clock(last)}`;
    return `  ${file}: ${count(counts.lines, 'line')}, ${period}`;
  });
  return ['What was looked at:', ...files].join('\n');
}

function messageText(message: TracedMessage): string {
  const sender = message.sender === null ? 'unknown sender' : `<${message.sender}>`;
  const ids = message.queueIds.length === 0 ? 'no queue ID' : message.queueIds.join(', ');
  const facts = [
    message.messageId === null ? null : `message-ID ${message.messageId}`,
    message.client === null ? null : `from ${message.client}`,
    message.size === null ? null : bytes(message.size),
    message.complete ? null : 'the log shows only a part of its way',
  ].filter((fact) => fact !== null);
  return [
    `${clock(message.firstSeen)}  ${ids}  ${sender}`,
    ...facts.map((fact) => `    ${fact}`),
    ...message.recipients.flatMap(recipientText),
    ...message.evidence.map(({ file, line, text }) => `    | ${file}:${line}: ${text}`),
  ].join('\n');
}

function recipientText(recipient: TracedRecipient): readonly string[] {
  const { address, originalAddress, status, dsn, relay, reply, attempts, mailbox, cause } = recipient;
  const alias =
    originalAddress === null || originalAddress === address ? '' : ` (sent to ${originalAddress})`;
  const code = dsn === null ? '' : ` ${dsn}`;
  const tries = attempts > 1 ? `, ${attempts} attempts since ${clock(recipient.firstAttempt)}` : '';
  const when = recipient.lastAttempt === null ? '' : ` on ${clock(recipient.lastAttempt)}`;
  const lines = [`    -> ${address}${alias}: ${status}${code}${when}${tries}`];
  if (relay !== null && relay !== 'none') lines.push(`       via ${relay}`);
  if (reply !== null) lines.push(`       reply: ${reply}`);
  if (cause !== null) {
    lines.push(`       cause: ${inEnglish({ key: `causes:${cause}.title` })} (${cause})`);
    lines.push(`       what to do: ${inEnglish({ key: `causes:${cause}.action` })}`);
  }
  if (mailbox !== null) {
    lines.push(
      `       in mailbox ${mailbox.user} (${mailbox.domain}), folder ${mailbox.folder}, IMAP UID ${mailbox.imapUid}`,
    );
    const file = messageFile({
      mailbox: {
        kind: mailbox.shared === true ? 'shared' : 'user',
        technicalDomain: mailbox.domain,
        name: mailbox.user,
        folder: mailbox.folder,
      },
      imapUid: mailbox.imapUid,
    });
    if (file !== null) lines.push(`       file, if it was not moved since: ${file.path}`);
  }
  return lines;
}
