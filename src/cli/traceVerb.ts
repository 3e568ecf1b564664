import { messageFile } from '../core/cyrus/messageFile.ts';
import { judgeTrace } from '../core/playbooks/trace/judgeTrace.ts';
import type { TracedMessage, TracedRecipient, TraceQuery } from '../core/postfix/tracedMessage.ts';
import { toTraceReading, traceLogs } from '../logfiles/traceLogs.ts';
import type { TracedLogs } from '../logfiles/traceLogs.ts';
import { inEnglish } from './english.ts';
import { openInputs, readingOptions } from './openInputs.ts';
import { parseArguments, readTime } from './parseArguments.ts';
import { bytes, clock, count, printable } from './printable.ts';
import type { ExitCode, Streams } from './streams.ts';
import { UsageError } from './usageError.ts';
import { warnAbout } from './warnAbout.ts';

export const traceHelp = `Usage: mailtriage trace FILE... [options]

Finds messages in Postfix mail logs and tells what became of each. FILE may be plain or
compressed (gz, xz, bz2, zst), several in any order; - reads standard input.

What to look for (at least one, or --all):
  --recipient ADDRESS   who should have got it; also an alias
  --sender ADDRESS      who sent it; "<>" for automatic messages
  --message-id ID       the Message-ID of its header
  --queue-id ID         the queue ID the server gave it, e.g. C5BF3135FAF
  --since TIME          in the log on or after this time, e.g. 2026-03-01T20:45
  --until TIME          in the log on or before this time
  --all                 every message

Other options:
  --now TIME            take this as today, for logs whose dates have no year
                        (default: when the file was last changed)
  --json                print one JSON document (schema mailtriage.trace/1)
  --help                this text

Exit status: 0 found, 1 not found, 2 wrong usage or unreadable file.
`;

const options = {
  recipient: { type: 'string' },
  sender: { type: 'string' },
  'message-id': { type: 'string' },
  'queue-id': { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  all: { type: 'boolean' },
  now: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export async function runTrace(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const { values, positionals } = parseArguments('trace', args, options);
  const query = readQuery(values);
  if (positionals.length === 0)
    throw new UsageError('trace needs at least one log file; see: mailtriage trace --help');
  if (Object.keys(query).length === 0 && values.all !== true) {
    throw new UsageError(
      'say what to look for (--recipient, --sender, ...) or give --all; see: mailtriage trace --help',
    );
  }
  const now = values.now === undefined ? undefined : readTime('--now', values.now);
  const sources = openInputs(positionals, now, streams);
  const traced = await traceLogs(sources, query, readingOptions(streams));
  warnAbout(traced.problems, streams);
  const files = sources.map(({ name }) => name);
  if (values.json === true) await printJson(files, traced, streams);
  else await printText(query, traced, streams);
  return traced.result.messages.length > 0 ? 0 : 1;
}

interface QueryOptions {
  readonly recipient?: string | undefined;
  readonly sender?: string | undefined;
  readonly 'message-id'?: string | undefined;
  readonly 'queue-id'?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

function readQuery(values: QueryOptions): TraceQuery {
  const inBrackets = (text: string): string => text.trim().replace(/^<(.*)>$/s, '$1');
  const wanted = (option: string, text: string): string => {
    if (text.trim() === '') throw new UsageError(`${option} is empty; say what to look for`);
    return inBrackets(text);
  };
  const { recipient, sender, since, until } = values;
  const messageId = values['message-id'];
  const queueId = values['queue-id'];
  return {
    ...(recipient === undefined ? {} : { recipient: wanted('--recipient', recipient) }),
    // The null sender is a sender one may look for.
    ...(sender === undefined ? {} : { sender: inBrackets(sender) }),
    ...(messageId === undefined ? {} : { messageId: wanted('--message-id', messageId) }),
    ...(queueId === undefined ? {} : { queueId: wanted('--queue-id', queueId) }),
    ...(since === undefined ? {} : { since: readTime('--since', since) }),
    ...(until === undefined ? {} : { until: readTime('--until', until) }),
  };
}

/** The members are named one by one: what core adds for the window must not leak into a public interface. */
function publicMessage(message: TracedMessage): object {
  const { queueIds, messageId, sender, client, size, firstSeen, lastSeen, complete, recipients, evidence } =
    message;
  return {
    queueIds,
    messageId,
    sender,
    client,
    size,
    firstSeen,
    lastSeen,
    complete,
    recipients: recipients.map(publicRecipient),
    evidence: evidence.map(({ file, line, text }) => ({ file, line, text })),
  };
}

function publicRecipient(recipient: TracedRecipient): object {
  const { mailbox } = recipient;
  return {
    address: recipient.address,
    originalAddress: recipient.originalAddress,
    status: recipient.status,
    dsn: recipient.dsn,
    relay: recipient.relay,
    reply: recipient.reply,
    delaySeconds: recipient.delaySeconds,
    attempts: recipient.attempts,
    firstAttempt: recipient.firstAttempt,
    lastAttempt: recipient.lastAttempt,
    cause: recipient.cause,
    mailbox:
      mailbox === null
        ? null
        : { domain: mailbox.domain, user: mailbox.user, folder: mailbox.folder, imapUid: mailbox.imapUid },
  };
}

/** Written message by message: a day's log of a large server makes a document longer than the longest string. */
async function printJson(files: readonly string[], { result }: TracedLogs, { out }: Streams): Promise<void> {
  const { lines, understood, foreign, notUnderstood } = result.input;
  const input = JSON.stringify({ files, lines, understood, foreign, notUnderstood });
  let pending = `{"schema":"mailtriage.trace/1","input":${input},"messages":[`;
  for (const [index, message] of result.messages.entries()) {
    pending += `${index === 0 ? '' : ','}\n${JSON.stringify(publicMessage(message))}`;
    if (pending.length > 65_536) {
      await out(pending);
      pending = '';
    }
  }
  await out(`${pending}${result.messages.length === 0 ? '' : '\n'}]}\n`);
}

async function printText(query: TraceQuery, { result }: TracedLogs, { out }: Streams): Promise<void> {
  const { verdict } = judgeTrace(
    { outputs: [], trace: toTraceReading(query, result) },
    { facts: {}, now: 0, server: null },
  );
  const blocks = [[inEnglish(verdict.because), ...verdict.details.map(inEnglish)].join('\n')];
  if (result.messages.length === 0) blocks.push(coverageText(result));
  await out(`${printable(blocks.join('\n\n'))}\n`);
  for (const message of result.messages) await out(`\n${printable(messageText(message))}\n`);
  const { lines, understood, foreign, notUnderstood } = result.input;
  const parts = [
    `${understood} understood`,
    `${foreign} from other programs`,
    `${notUnderstood} not understood`,
  ];
  await out(`\n${count(lines, 'line')}: ${parts.join(', ')}.\n`);
}

function coverageText({ coverage }: TracedLogs['result']): string {
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
