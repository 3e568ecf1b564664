/**
 * The enhanced status code in a server's words: `host mx[1.2.3.4] said: 452 4.2.2 Over quota` -> `4.2.2`. Only one that follows a
 * reply code counts (RFC 2034, 4): a bare `4.2.2` elsewhere may be a version.
 */
export function statusCodeIn(text: string): string | null {
  return /(?:^|[^\d.])[245]\d\d[ -]([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text)?.[1] ?? null;
}
