/** A complete JSON object found in a text, where it begins, or a piece that is none. */
export type JsonPiece =
  | { readonly kind: 'object'; readonly value: Readonly<Record<string, unknown>>; readonly line: number }
  | { readonly kind: 'other'; readonly text: string; readonly line: number }
  /** An object that is not closed before the text ends. */
  | { readonly kind: 'unfinished'; readonly text: string; readonly line: number };

/**
 * Finds the top-level objects of a text: one a line, spread over lines, in an array, or glued together. Everything between
 * them comes back line by line. Linear: each character is looked at once, and each object is parsed once.
 */
export function jsonObjects(lines: readonly string[]): readonly JsonPiece[] {
  const pieces: JsonPiece[] = [];
  let depth = 0;
  let inString = false;
  let escaped = false;
  let buffer: string[] = [];
  let startLine = 0;

  for (const [index, text] of lines.entries()) {
    let from = 0;
    let outside = '';
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (inString) {
        if (escaped) escaped = false;
        else if (character === '\\') escaped = true;
        else if (character === '"') inString = false;
        continue;
      }
      if (depth > 0 && character === '"') inString = true;
      else if (character === '{') {
        if (depth === 0) {
          outside += text.slice(from, at);
          from = at;
          startLine = index + 1;
          buffer = [];
        }
        depth++;
      } else if (character === '}' && depth > 0) {
        depth--;
        if (depth === 0) {
          buffer.push(text.slice(from, at + 1));
          from = at + 1;
          pieces.push(finished(buffer.join('\n'), startLine));
        }
      }
    }
    if (depth > 0) buffer.push(text.slice(from));
    else outside += text.slice(from);
    // Commas and brackets of an array around the objects say nothing.
    if (/[^\s,[\]]/.test(outside)) pieces.push({ kind: 'other', text, line: index + 1 });
    // A string never spans lines in JSON: an open quote at the end of a line is damage, not content.
    inString = false;
    escaped = false;
  }
  if (depth > 0) pieces.push({ kind: 'unfinished', text: buffer.join('\n'), line: startLine });
  return pieces;
}

function finished(text: string, line: number): JsonPiece {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { kind: 'object', value: value as Record<string, unknown>, line };
  } catch {
    // Not JSON after all: handed back as text.
  }
  return { kind: 'other', text, line };
}
