/**
 * Queue IDs (postconf(5), enable_long_queue_ids): short ones are microseconds and inode in upper-case hexadecimal
 * (`C5BF3135FAF`), long ones seconds, microseconds and inode in a base of digits and consonants (`4Xk2Fz1b2Cz9rT4`).
 * Read leniently: letters and digits, at least one digit unless it is plain hexadecimal, so that words before a
 * colon (`warning`, `statistics`) are none.
 */
const shape = /([0-9A-Za-z]{5,40})(?=: )/y;

export function isQueueId(text: string): boolean {
  if (text.length < 5 || text.length > 40 || text === 'NOQUEUE') return false;
  return /^[0-9A-Za-z]+$/.test(text) && (/\d/.test(text) || /^[0-9A-F]+$/.test(text));
}

/** The queue ID that stands at `from` with `: ` behind it, or null. */
export function queueIdAt(text: string, from: number): string | null {
  shape.lastIndex = from;
  const found = shape.exec(text)?.[1];
  return found !== undefined && isQueueId(found) ? found : null;
}

/** The last `<phrase> QUEUEID` in a reply, e.g. `250 2.0.0 Ok: queued as 4Xk2Fz1b2Cz9rT4`. */
export function queueIdAfter(reply: string, phrase: string): string | null {
  const at = reply.lastIndexOf(`${phrase} `);
  if (at < 0) return null;
  const from = at + phrase.length + 1;
  const id = /^[0-9A-Za-z]{5,40}/.exec(reply.slice(from, from + 41))?.[0] ?? '';
  return isQueueId(id) ? id : null;
}
