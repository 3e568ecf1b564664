/** `=?utf-8?Q?Gr=C3=BC=C3=9Fe?=`, RFC 2047 section 2; a language may follow the charset (RFC 2231 section 5). */
const encodedWord = /=\?([^?\s]{1,60})\?([BbQq])\?([^?]*)\?=/g;

/**
 * Decodes RFC 2047 encoded words in a header value. Blanks between two encoded words vanish, and words of one charset are
 * joined before decoding, because many senders split a character over two of them. Unknown charsets and broken words
 * stay as they are. Total.
 */
export function decodeEncodedWords(text: string): string {
  const pieces: (string | EncodedRun)[] = [];
  let end = 0;
  for (const match of text.matchAll(encodedWord)) {
    const [raw, charsetAndLanguage = '', encoding = '', content = ''] = match;
    const charset = (charsetAndLanguage.split('*')[0] ?? '').toLowerCase();
    const bytes = encoding.toLowerCase() === 'b' ? base64Bytes(content) : quotedBytes(content);
    const between = text.slice(end, match.index);
    const before = pieces.at(-1);
    const touches = typeof before === 'object' && between.trim() === '' && bytes !== null;
    if (!touches && between !== '') pieces.push(between);
    if (bytes === null) pieces.push(raw);
    else if (touches && before.charset === charset) {
      for (const byte of bytes) before.bytes.push(byte);
      before.raw += between + raw;
    } else pieces.push({ charset, bytes: [...bytes], raw });
    end = match.index + raw.length;
  }
  pieces.push(text.slice(end));
  return pieces
    .map((piece) =>
      typeof piece === 'string' ? piece : (decodeBytes(piece.charset, piece.bytes) ?? piece.raw),
    )
    .join('');
}

/** Neighbouring encoded words of one charset. */
interface EncodedRun {
  readonly charset: string;
  readonly bytes: number[];
  raw: string;
}

/** Bytes 0x80 to 0x9f of windows-1252, which mail programs also mean when they say iso-8859-1 (WHATWG Encoding, legacy single-byte). */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function decodeBytes(charset: string, bytes: readonly number[]): string | null {
  // Not left to TextDecoder: Node 20 decodes windows-1252 as plain Latin-1.
  if (charset === 'windows-1252' || charset === 'iso-8859-1')
    return bytes
      .map((byte) => (byte >= 0x80 && byte < 0xa0 ? windows1252[byte - 0x80] : String.fromCharCode(byte)))
      .join('');
  try {
    return new TextDecoder(charset).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

/** Bytes of standard base64, with or without padding; null when it is not base64. */
export function base64Bytes(text: string): number[] | null {
  const clean = text.replace(/\s/g, '').replace(/=+$/, '');
  if (/[^A-Za-z0-9+/]/.test(clean) || clean.length % 4 === 1) return null;
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of clean) {
    held = ((held << 6) | alphabet.indexOf(character)) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return bytes;
}

function quotedBytes(text: string): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const hex = code === 0x3d ? /^[0-9A-Fa-f]{2}$/.exec(text.slice(at + 1, at + 3)) : null;
    if (hex !== null) {
      bytes.push(parseInt(hex[0], 16));
      at += 2;
    } else if (code === 0x5f) bytes.push(0x20);
    else if (code < 0x80) bytes.push(code);
    else {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0xfffd);
      bytes.push(...new TextEncoder().encode(character));
      at += character.length - 1;
    }
  }
  return bytes;
}
