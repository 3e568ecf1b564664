import { messageFile } from '../core/cyrus/messageFile.ts';
import { judgeTrace } from '../core/playbooks/trace/judgeTrace.ts';
import type { TracedMessage, TracedRecipient, TraceQuery } from '../core/postfix/tracedMessage.ts';
import { toTraceReading } from '../logfiles/traceLogs.ts';
import type { TracedLogs } from '../logfiles/traceLogs.ts';
import { inEnglish } from './english.ts';
import { bytes, clock, count, printable } from './printable.ts';
import type { Streams } from './streams.ts';

/** A trace for people: the verdict, each message with the lines it rests on, and how many lines were understood. */
export async function printText(query: TraceQuery, { result }: TracedLogs, { out }: Streams): Promise<void> {
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
