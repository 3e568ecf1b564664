import { parseBmCliErrors } from '../core/bluemind/bmCliErrors.ts';
import { parseHistory } from '../core/bluemind/parseHistory.ts';
import { tellStory } from '../core/bluemind/tellStory.ts';
import { parseUnexpungeListing } from '../core/cyrus/parseUnexpunge.ts';
import { parsePostqueue } from '../core/queue/parsePostqueue.ts';
import { readText } from '../logfiles/readText.ts';
import type { ReadText } from '../logfiles/readText.ts';
import { historyText, queueText, unexpungeText } from './listingText.ts';
import { onlyInput, openInputs } from './openInputs.ts';
import { parseArguments, readTime } from './parseArguments.ts';
import { printable } from './printable.ts';
import type { ExitCode, Streams } from './streams.ts';
import type { Verb } from './verb.ts';
import { warnAbout } from './warnAbout.ts';

const listingHelp = (
  verb: string,
  what: string,
  exit: string,
): string => `Usage: mailtriage ${verb} FILE [--json] [--now TIME]

${what}
FILE may be plain or compressed; - reads standard input.

  --now TIME   take this as today, for dates without a year (default: when the file was last changed)
  --json       print one JSON document (schema mailtriage.${verb}/1)
  --help       this text

Exit status: ${exit}, 2 wrong usage or unreadable file.
`;

const queueHelp = listingHelp(
  'queue',
  'Explains what waits in the mail queue, from the saved output of "postqueue -p" or "postqueue -j".',
  '0 answered, 1 no waiting mail found in it',
);
const historyHelp = listingHelp(
  'history',
  'Tells what happened to a message in its mailbox, from the saved output of\n"bm-cli mail history-imap" or "bm-cli mail history-query".',
  '0 answered, 1 no event found in it',
);
const unexpungeHelp = listingHelp(
  'unexpunge',
  'Shows which deleted messages can be restored, from the saved output of "unexpunge -l".',
  '0 answered, 1 no message found in it',
);

const options = { now: { type: 'string' }, json: { type: 'boolean' } } as const;

interface Listing {
  readonly read: ReadText;
  readonly json: boolean;
}

async function readListing(verb: string, args: readonly string[], streams: Streams): Promise<Listing> {
  const { values, positionals } = parseArguments(verb, args, options);
  const now = values.now === undefined ? undefined : readTime('--now', values.now);
  const [source] = openInputs([onlyInput(verb, positionals)], now, streams);
  if (source === undefined) throw new Error('one name gives one source');
  const read = await readText(source);
  warnAbout(read.problems, streams);
  return { read, json: values.json === true };
}

const jsonLine = (document: object): string => `${JSON.stringify(document)}\n`;

interface Leftover {
  readonly line: number;
  readonly text: string;
}
const leftovers = (lines: readonly Leftover[]): readonly Leftover[] =>
  lines.map(({ line, text }) => ({ line, text }));

/** A time without zone is taken as UTC: which year it lies in must not depend on this computer's zone. */
function referenceDate(reference: string): Date {
  const hasZone = !reference.includes('T') || /(?:Z|[+-]\d\d:?\d\d)$/i.test(reference);
  return new Date(hasZone ? reference : `${reference}Z`);
}

export const queueVerb: Verb = { help: queueHelp, run: runQueue };
export const historyVerb: Verb = { help: historyHelp, run: runHistory };
export const unexpungeVerb: Verb = { help: unexpungeHelp, run: runUnexpunge };

async function runQueue(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const { read, json } = await readListing('queue', args, streams);
  const listing = parsePostqueue(read.text, referenceDate(read.reference));
  const document = {
    schema: 'mailtriage.queue/1',
    entries: listing.items.map(({ queueId, queue, size, arrival, sender, recipients }) => ({
      queueId,
      queue,
      size,
      arrival,
      sender,
      recipients: recipients.map(({ address, reason, cause }) => ({ address, reason, cause })),
    })),
    notUnderstood: leftovers(listing.notUnderstood),
  };
  await streams.out(json ? jsonLine(document) : printable(queueText(listing)));
  return listing.items.length > 0 || listing.saysEmpty ? 0 : 1;
}

async function runHistory(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const { read, json } = await readListing('history', args, streams);
  const history = parseHistory(read.text);
  const story = tellStory(history.items);
  const document = {
    schema: 'mailtriage.history/1',
    events: history.items.map(({ date, type, owner, folderUid, folder, itemUid, flags }) => ({
      date,
      type,
      owner: { name: owner.name, kind: owner.kind },
      folderUid,
      folder,
      itemUid,
      flags,
    })),
    story: story.map(({ kind, at, from, to, by }) => ({ kind, at, from, to, by })),
    notUnderstood: leftovers(history.notUnderstood),
  };
  // bm-cli's own complaints explain an empty history; in the JSON they would be neither events nor "not understood".
  if (history.items.length === 0) sayComplaints(read.text, streams);
  await streams.out(json ? jsonLine(document) : printable(historyText(history, story)));
  return history.items.length > 0 ? 0 : 1;
}

async function runUnexpunge(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const { read, json } = await readListing('unexpunge', args, streams);
  const listing = parseUnexpungeListing(read.text);
  const document = {
    schema: 'mailtriage.unexpunge/1',
    messages: listing.items.map(({ uid, size, sent, received, expunged, from, to, cc, bcc, subject }) => ({
      uid,
      size,
      sent,
      received,
      expunged,
      from,
      to,
      cc,
      bcc,
      subject,
    })),
    error: listing.error?.text ?? null,
    notUnderstood: leftovers(listing.notUnderstood),
  };
  await streams.out(json ? jsonLine(document) : printable(unexpungeText(listing)));
  return listing.items.length > 0 ? 0 : 1;
}

function sayComplaints(text: string, streams: Streams): void {
  const [first] = parseBmCliErrors(text);
  if (first !== undefined) streams.error(`mailtriage: bm-cli said: ${printable(first.text.trim())}\n`);
}
