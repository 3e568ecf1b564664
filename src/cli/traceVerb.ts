import type { TraceQuery } from '../core/postfix/tracedMessage.ts';
import { traceLogsInTurn } from '../logfiles/traceLogs.ts';
import { openInputs, readingOptions } from './openInputs.ts';
import { parseArguments, readTime } from './parseArguments.ts';
import type { ExitCode, Streams } from './streams.ts';
import { TraceJson } from './traceJson.ts';
import { UsageError } from './usageError.ts';
import type { Verb } from './verb.ts';
import { warnAbout } from './warnAbout.ts';

const traceHelp = `Usage: mailtriage trace FILE... [options]

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

export const traceVerb: Verb = { help: traceHelp, run: runTrace };

async function runTrace(args: readonly string[], streams: Streams): Promise<ExitCode> {
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
  const files = sources.map(({ name }) => name);
  const printer =
    values.json === true
      ? new TraceJson(files, streams)
      : new (await import('./traceText.ts')).TraceText(query, streams);
  await traceLogsInTurn(sources, query, readingOptions(streams), (trace) => {
    warnAbout(trace.problems, streams);
    printer.begin(trace);
    return (messages) => printer.take(messages);
  });
  await printer.end();
  return printer.count > 0 ? 0 : 1;
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
