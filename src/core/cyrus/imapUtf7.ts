import { base64Bytes } from '../recognise/encodedWords.ts';

/*
 * IMAP mailbox names on the wire and on a Cyrus server's disk (RFC 3501, 5.1.3): printable ASCII stands for itself, `&` is
 * `&-`, everything else is UTF-16BE in base64 with `,` for `/`, between `&` and `-`: `Entw&APw-rfe` is `Entwürfe`.
 */

/** Modified UTF-7 to text. Total: what is not valid is kept as it stands. */
export function decodeImapUtf7(text: string): string {
  return text.replace(/&([^-&]{0,1000})-/g, (shifted, content: string) => {
    if (content === '') return '&';
    const bytes = /^[A-Za-z0-9+,]*$/.test(content) ? base64Bytes(content.replaceAll(',', '/')) : null;
    if (bytes === null || bytes.length % 2 !== 0) return shifted;
    let decoded = '';
    for (let at = 0; at < bytes.length; at += 2)
      decoded += String.fromCharCode(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
    return decoded;
  });
}

/** Text to modified UTF-7. `decodeImapUtf7` gives the text back. */
export function encodeImapUtf7(text: string): string {
  return text.replace(/&|[^\x20-\x7e]+/g, (run) => (run === '&' ? '&-' : `&${base64OfUtf16(run)}-`));
}

function base64OfUtf16(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,';
  let result = '';
  let held = 0;
  let bits = 0;
  for (let at = 0; at < text.length; at++) {
    held = ((held & 0x3f) << 16) | text.charCodeAt(at);
    bits += 16;
    while (bits >= 6) {
      bits -= 6;
      result += alphabet[(held >> bits) & 0x3f];
    }
  }
  return bits === 0 ? result : result + (alphabet[(held << (6 - bits)) & 0x3f] ?? '');
}
