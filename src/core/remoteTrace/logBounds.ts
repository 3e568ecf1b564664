import { z } from 'zod';
import { defineCommand } from '../command/commandTemplate.ts';
import { absolutePathValue } from '../command/commandValues.ts';
import type { FileCoverage } from '../postfix/logInput.ts';
import { traceMessages } from '../postfix/trace.ts';
import { SEARCH_TIMEOUT_MS, UNPACK_SCRIPT } from './searchCommands.ts';

/** First and last line, then `LINES POSTFIX_LINES`. A search sees hits only; this tells what it looked through. */
const BOUNDS_SCRIPT = `${UNPACK_SCRIPT}
$unpack -- "$1" </dev/null | awk 'NR == 1 { print } / postfix[^ ]*\\// { n++ } { last = $0 } END { print last; print NR, n + 0 }'`;

/** What a log covers; asked for only when nothing was found in it, because it reads the whole log once more. */
export const logBounds = defineCommand({
  id: 'trace.log-bounds',
  values: z.object({ path: absolutePathValue }),
  argv: ({ path }) => ['sh', '-c', BOUNDS_SCRIPT, 'sh', path],
  privilege: 'root',
  effect: 'reads',
  timeoutMs: SEARCH_TIMEOUT_MS,
  maxBytes: 1024 * 1024,
});

/**
 * Reads what `logBounds` printed; null when it is not that. Lines of Postfix count as understood: nobody looked at them one by one.
 *
 *     Nov 23 03:24:10 mail postfix/smtpd[437]: connect from localhost[127.0.0.1]
 *     Nov 23 04:02:51 mail cyrus/lmtp[444]: Delivered: <a@example.org> to mailbox: x.internal!user.john
 *     9120 8754
 */
export function parseLogBounds(stdout: string, file: string, reference: string): FileCoverage | null {
  const printed = stdout.replace(/\n$/, '').split('\n');
  const counts = /^(\d{1,12}) (\d{1,12})$/.exec(printed.at(-1) ?? '');
  if (counts === null) return null;
  const lines = Number(counts[1]);
  const understood = Number(counts[2]);
  const { coverage } = traceMessages([{ file, reference, lines: printed.slice(0, -1) }], {});
  const [bounds] = coverage.files;
  return {
    file,
    first: bounds?.first ?? null,
    last: bounds?.last ?? null,
    counts: { lines, understood, foreign: lines - understood, notUnderstood: 0 },
  };
}
