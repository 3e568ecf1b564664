import type { SummaryResult } from '../core/postfix/summary.ts';
import type { SummaryReason } from '../core/postfix/summaryParts.ts';
import { summarizeFiles } from '../logfiles/summarizeFiles.ts';
import { inEnglish } from './english.ts';
import { openInputs, readingOptions } from './openInputs.ts';
import { parseArguments, readTime } from './parseArguments.ts';
import { bytes, clock, count, printable } from './printable.ts';
import type { ExitCode, Streams } from './streams.ts';
import { UsageError } from './usageError.ts';
import type { Verb } from './verb.ts';
import { warnAbout } from './warnAbout.ts';

const summaryHelp = `Usage: mailtriage summary FILE... [--json] [--now TIME]

Counts what the mail server did: received, delivered, waiting, refused, hour by hour, and why
mail was not delivered. FILE may be plain or compressed (gz, xz, bz2, zst), several in any
order; - reads standard input.

  --now TIME   take this as today, for logs whose dates have no year
               (default: when the file was last changed)
  --json       print one JSON document (schema mailtriage.summary/1)
  --help       this text

Exit status: 0 answered, 1 no mail in these logs, 2 wrong usage or unreadable file.
`;

const options = { now: { type: 'string' }, json: { type: 'boolean' } } as const;

export const summaryVerb: Verb = { help: summaryHelp, run: runSummary };

async function runSummary(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const { values, positionals } = parseArguments('summary', args, options);
  if (positionals.length === 0)
    throw new UsageError('summary needs at least one log file; see: mailtriage summary --help');
  const now = values.now === undefined ? undefined : readTime('--now', values.now);
  const sources = openInputs(positionals, now, streams);
  const { summary, problems } = await summarizeFiles(sources, readingOptions(streams));
  warnAbout(problems, streams);
  const files = sources.map(({ name }) => name);
  await streams.out(
    values.json === true ? summaryJson(files, summary) : printable(summaryText(files, summary)),
  );
  return summary.input.understood > 0 ? 0 : 1;
}

function summaryJson(files: readonly string[], summary: SummaryResult): string {
  const { lines, understood, foreign, notUnderstood } = summary.input;
  const { from, to } = summary.period;
  return `${JSON.stringify({
    schema: 'mailtriage.summary/1',
    input: { files, lines, understood, foreign, notUnderstood },
    period: { from, to },
    totals: summary.totals,
    perHour: summary.perHour,
    reasons: summary.reasons,
  })}\n`;
}

const row = (label: string, value: string): string => `  ${label.padEnd(34)}${value.padStart(14)}`;
const numbers = new Intl.NumberFormat('en-US');

function summaryText(
  files: readonly string[],
  { input, period, totals, perHour, reasons }: SummaryResult,
): string {
  const number = (label: string, value: number): string => row(label, numbers.format(value));
  const sections = [
    [
      `Mail in ${files.join(', ')}`,
      period.from === null ? 'No line with a time.' : `From ${clock(period.from)} to ${clock(period.to)}`,
      `${count(input.lines, 'line')}: ${numbers.format(input.understood)} understood, ${numbers.format(input.foreign)} from other programs, ${numbers.format(input.notUnderstood)} not understood`,
    ],
    [
      'Totals',
      number('received', totals.received),
      number('delivered', totals.delivered),
      number('forwarded', totals.forwarded),
      row(
        'put off at least once',
        `${numbers.format(totals.deferred)} (${numbers.format(totals.deferrals)} times)`,
      ),
      number('returned as undeliverable', totals.bounced),
      number('refused', totals.rejected),
      number('would have been refused (warnings)', totals.rejectWarnings),
      number('held', totals.held),
      number('thrown away', totals.discarded),
      row('size of received mail', bytes(totals.bytesReceived)),
      row('size of delivered mail', bytes(totals.bytesDelivered)),
      number('senders', totals.senders),
      number('sending domains', totals.sendingDomains),
      number('recipients', totals.recipients),
      number('recipient domains', totals.recipientDomains),
    ],
  ];
  if (perHour.length > 0) {
    sections.push([
      'Hour by hour',
      hourRow('from', 'received', 'delivered', 'put off', 'returned', 'refused'),
      ...perHour.map(({ from, received, delivered, deferred, bounced, rejected }) =>
        hourRow(
          clock(from).slice(0, 16),
          ...[received, delivered, deferred, bounced, rejected].map((n) => numbers.format(n)),
        ),
      ),
    ]);
  }
  if (reasons.length > 0) {
    sections.push([
      'Why mail was not delivered at once',
      ...reasons.flatMap(({ kind, cause, dsn, reply, count: times }) => {
        const name =
          cause === null ? 'Reason without a known name' : inEnglish({ key: `causes:${cause}.title` });
        return [
          `  ${numbers.format(times).padStart(9)}  ${kindWords[kind].padEnd(12)}${name}${dsn === null ? '' : ` (${dsn})`}`,
          // As a server said it the first time.
          `${' '.repeat(25)}${reply}`,
        ];
      }),
    ]);
  }
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The same words as in the table above. */
const kindWords: Readonly<Record<SummaryReason['kind'], string>> = {
  deferred: 'put off',
  bounced: 'returned',
  rejected: 'refused',
  held: 'held',
  discarded: 'thrown away',
};

function hourRow(from: string, ...cells: readonly string[]): string {
  return `  ${from.padEnd(18)}${cells.map((cell) => cell.padStart(11)).join('')}`;
}
