import { z } from 'zod';
import { defineCommand } from '../command/commandTemplate.ts';
import { absolutePathValue } from '../command/commandValues.ts';

/** How long reading one log may take; logs of gigabytes behind slow disks need minutes. */
export const SEARCH_TIMEOUT_MS = 30 * 60_000;
/** What one log may ship at most: far more hits than anybody reads. */
const SEARCH_MAX_BYTES = 64 * 1024 * 1024;

/** Sets `unpack` to what reads `$1`, whatever it is compressed with; `gzip -f` passes plain text through (gzip(1)). */
export const UNPACK_SCRIPT = `case $1 in
  *.xz|*.lzma) unpack='xz -dcf' ;;
  *.bz2) unpack='bzip2 -dcf' ;;
  *.zst) unpack='zstd -dcf' ;;
  *) unpack='gzip -dcf' ;;
esac
[ -r "$1" ] || { cat "$1" >/dev/null; exit 2; }`;

/**
 * Reads `$1` unpacked into file descriptor 4, and searches it for the patterns on standard input. The patterns never stand in
 * a command line, where everybody on the server could read them. `-a` keeps one odd byte from ending the search (grep(1)).
 */
const SEARCH_SCRIPT = `exec 3<&0
${UNPACK_SCRIPT}
$unpack -- "$1" </dev/null | grep -a -n -F $2 -f - /dev/fd/4 4<&0 0<&3`;

/** `LINE:TEXT` for every line with one of the patterns; exit 1 when there is none (grep(1)). */
export const searchLog = defineCommand({
  id: 'trace.search-log',
  values: z.object({
    path: absolutePathValue,
    patterns: z.array(z.string().min(1).max(2000)).min(1),
    ignoreCase: z.boolean(),
  }),
  argv: ({ path, ignoreCase }) => ['sh', '-c', SEARCH_SCRIPT, 'sh', path, ignoreCase ? '-i' : '-h'],
  stdin: ({ patterns }) => `${patterns.join('\n')}\n`,
  privilege: 'root',
  effect: 'reads',
  timeoutMs: SEARCH_TIMEOUT_MS,
  maxBytes: SEARCH_MAX_BYTES,
});

/** `SIZE MTIME PATH`, rotated logs too (`mail.log.1`, `mail.log.2.gz`, `maillog-20260301`); find(1) of findutils. */
export const listLogs = defineCommand({
  id: 'trace.list-logs',
  values: z.object({ path: absolutePathValue }),
  argv: ({ path }) => {
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, slash) === '' ? '/' : path.slice(0, slash);
    const name = path.slice(slash + 1).replace(/[*?[\\]/g, '\\$&');
    return [
      'find',
      '-L',
      folder,
      '-maxdepth',
      '1',
      '-type',
      'f',
      '-name',
      `${name}*`,
      '-printf',
      '%s %T@ %p\\n',
    ];
  },
  privilege: 'root',
  effect: 'reads',
  timeoutMs: 60_000,
  maxBytes: 1024 * 1024,
});

export interface ListedLog {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

/** `131072 1772393132.0034561230 /var/log/mail.log.1` */
const LISTED = /^(\d{1,18}) (\d{1,12})(?:\.\d+)? (\/.*)$/;

/** Newest first, as people ask about the last days. Total: other lines are left out. */
export function parseListedLogs(stdout: string): readonly ListedLog[] {
  return stdout
    .split('\n')
    .flatMap((line) => {
      const match = LISTED.exec(line);
      return match === null
        ? []
        : [{ path: match[3] ?? '', bytes: Number(match[1]), changedAt: Number(match[2]) * 1000 }];
    })
    .sort((a, b) => b.changedAt - a.changedAt || (a.path < b.path ? -1 : 1));
}

/** One line of `grep -n`: number, colon, the line itself. */
export function parseHit(line: string): { readonly line: number; readonly text: string } | null {
  const colon = line.indexOf(':');
  const number = colon > 0 ? Number(line.slice(0, colon)) : Number.NaN;
  return Number.isInteger(number) && number > 0 ? { line: number, text: line.slice(colon + 1) } : null;
}
