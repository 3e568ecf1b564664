import type { TraceQuery } from '../postfix/tracedMessage.ts';

/** Fixed strings for `grep -F`, one a line. */
export interface SearchRound {
  readonly patterns: readonly string[];
  /** Addresses are compared without regard to case, queue IDs and message-IDs as logged. */
  readonly ignoreCase: boolean;
}

/**
 * What to look for first: every line that names what the query names. Postfix logs addresses in angle brackets
 * (`to=<a@b>`, `orig_to=<a@b>`, `from=<a@b>`), which keeps `a@b` from finding `aa@b`.
 *
 * @returns null when the query names nothing to search for; the whole log would have to be fetched.
 */
export function firstPatterns(query: TraceQuery): readonly string[] | null {
  // The most telling one is enough: the correlator checks the others.
  const { queueId, messageId, recipient, sender } = query;
  if (queueId !== undefined && bare(queueId) !== '')
    return unique([bare(queueId), bare(queueId).toUpperCase()]);
  if (messageId !== undefined && bare(messageId) !== '') {
    return [`message-id=<${bare(messageId)}`, `message-id=${bare(messageId)}`];
  }
  if (recipient !== undefined && bare(recipient) !== '') return [`to=<${bare(recipient)}>`];
  if (sender !== undefined) return [`from=<${bare(sender)}>`];
  return null;
}

/** Without the brackets people copy along; a line feed would be a pattern of its own. */
function bare(text: string): string {
  return text
    .split(/[\r\n]/, 1)
    .join('')
    .trim()
    .replace(/^</, '')
    .replace(/>$/, '');
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
