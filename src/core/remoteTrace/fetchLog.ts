import { z } from 'zod';
import { defineCommand } from '../command/commandTemplate.ts';
import { absolutePathValue } from '../command/commandValues.ts';
import { SEARCH_TIMEOUT_MS } from './searchCommands.ts';

/** More than a log should have; what is longer is cut off, and said to be. */
const FETCH_MAX_BYTES = 16 * 1024 ** 3;

/** What is compressed already comes as it is, the rest compressed on its way; a server without gzip sends plain text. */
const FETCH_SCRIPT = `case $1 in
  *.gz|*.xz|*.lzma|*.bz2|*.zst) exec cat -- "$1" ;;
esac
command -v gzip >/dev/null 2>&1 || exec cat -- "$1"
exec gzip -c -- "$1"`;

/** A whole log, compressed. */
export const fetchLog = defineCommand({
  id: 'logs.fetch',
  values: z.object({ path: absolutePathValue }),
  argv: ({ path }) => ['sh', '-c', FETCH_SCRIPT, 'sh', path],
  privilege: 'root',
  effect: 'reads',
  timeoutMs: SEARCH_TIMEOUT_MS,
  maxBytes: FETCH_MAX_BYTES,
});

export function isCompressedName(path: string): boolean {
  return /\.(?:gz|xz|lzma|bz2|zst)$/.test(path);
}
