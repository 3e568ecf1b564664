import type { TracedMessage, TracedRecipient } from '../core/postfix/tracedMessage.ts';
import type { FoundMessage, ScannedTrace } from '../logfiles/traceLogs.ts';
import type { Streams } from './streams.ts';

const printedAtOnce = 65_536;

/** A trace as one JSON document, written message by message: all of a large log would be longer than the longest string. */
export class TraceJson {
  count = 0;
  readonly #files: readonly string[];
  readonly #out: Streams['out'];
  #pending = '';

  constructor(files: readonly string[], { out }: Streams) {
    this.#files = files;
    this.#out = out;
  }

  begin({ input: { lines, understood, foreign, notUnderstood } }: ScannedTrace): void {
    const input = JSON.stringify({ files: this.#files, lines, understood, foreign, notUnderstood });
    this.#pending = `{"schema":"mailtriage.trace/1","input":${input},"messages":[`;
  }

  async take(messages: readonly FoundMessage[]): Promise<void> {
    for (const { message } of messages) {
      this.#pending += `${this.count === 0 ? '' : ','}\n${JSON.stringify(publicMessage(message))}`;
      this.count += 1;
      if (this.#pending.length < printedAtOnce) continue;
      await this.#out(this.#pending);
      this.#pending = '';
    }
  }

  async end(): Promise<void> {
    await this.#out(`${this.#pending}${this.count === 0 ? '' : '\n'}]}\n`);
  }
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
