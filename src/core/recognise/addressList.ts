import { decodeEncodedWords } from './encodedWords.ts';

export interface ListedAddress {
  readonly address: string;
  readonly name: string | null;
}

/**
 * Reads an address list of RFC 5322, 3.4: `"Doe, John" <john@domain.net>, anna@x.net (Anna), Friends: bob@x.net;`. One pass over the
 * text, so commas in names, comments and groups do no harm. Not lower-cased. Total: what has no `@` is left out.
 */
export function readAddressList(text: string): readonly ListedAddress[] {
  const found: ListedAddress[] = [];
  let words = '';
  let angle: string | null = null;
  let comment = '';
  let state: 'words' | 'quoted' | 'angle' | 'comment' = 'words';
  let depth = 0;

  const end = (): void => {
    const bare = words.trim();
    const address = angle?.trim() ?? (/^\S{1,500}$/.test(bare) ? bare : '');
    const name = unquoted(decodeEncodedWords(angle === null ? comment : bare)).trim();
    if (isAddress(address)) found.push({ address, name: name === '' || name === address ? null : name });
    words = '';
    angle = null;
    comment = '';
  };

  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (state === 'quoted') {
      words += character;
      if (character === '\\') words += text.charAt(++at);
      else if (character === '"') state = 'words';
    } else if (state === 'angle') {
      if (character === '>') state = 'words';
      else angle = (angle ?? '') + character;
    } else if (state === 'comment') {
      if (character === '(') depth++;
      if (character === ')' && --depth === 0) state = 'words';
      else comment += character;
    } else if (character === '"') {
      words += character;
      state = 'quoted';
    } else if (character === '<') {
      angle = '';
      state = 'angle';
    } else if (character === '(') {
      depth = 1;
      state = 'comment';
    } else if (character === ',' || character === ';') end();
    else if (character === ':' && !words.includes('@')) words = '';
    else words += character;
  }
  end();
  return found;
}

/** Good enough to look for in a log: something, `@`, something, no blanks outside of quotes. */
export function isAddress(text: string): boolean {
  return /^(?:"[^"]{1,200}"|[^\s"@<>,;]{1,200})@[^\s@<>,;"]{1,255}$/.test(text);
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"')
    ? trimmed.slice(1, -1).replace(/\\(.)/gs, '$1')
    : trimmed;
}
