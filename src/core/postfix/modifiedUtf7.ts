const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,';

/**
 * Decodes an IMAP folder name (modified UTF-7, RFC 3501 5.1.3): `Entw&APw-rfe` is `Entwürfe`. A sequence that is not
 * valid stays as it is.
 */
export function decodeModifiedUtf7(name: string): string {
  if (!name.includes('&')) return name;
  return name.replace(/&([A-Za-z0-9+,]*)-/g, (whole, letters: string) => {
    if (letters === '') return '&';
    return decodeRun(letters) ?? whole;
  });
}

function decodeRun(letters: string): string | null {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const letter of letters) {
    value = ((value << 6) | base64.indexOf(letter)) & 0x3f_ffff;
    bits += 6;
    if (bits >= 16) {
      bits -= 16;
      text += String.fromCharCode((value >> bits) & 0xffff);
    }
  }
  return text === '' ? null : text;
}
