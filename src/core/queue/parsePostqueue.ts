import { stripAnsi, textLines } from '../recognise/textLines.ts';
import { parseQueueJson } from './postqueueJson.ts';
import { parseQueueTable } from './postqueueTable.ts';
import type { QueueListing } from './queueEntry.ts';

/**
 * Reads `postqueue -p` (also `mailq`) and `postqueue -j`, with or without the prompt line above and the tool's own
 * complaints in between. `now` gives the year that `-p` leaves out (see readAsctime). Total: never throws, and a line it
 * cannot read is handed back in `notUnderstood`.
 */
export function parsePostqueue(text: string, now: Date): QueueListing {
  const lines = textLines(stripAnsi(text));
  const first = lines.find((line) => /^\s*[{[]/.test(line) && /"queue_(?:id|name)"/.test(line));
  const spreadOut = first === undefined && /^\s*[{[]/.test(text) && text.includes('"queue_id"');
  return first !== undefined || spreadOut ? parseQueueJson(lines) : parseQueueTable(lines, now);
}
