/**
 * 32-bit FNV-1a. The index keeps hashes instead of texts: a line that only shares a hash is read, found to be about
 * something else and left out, so a collision costs a little time and never a wrong answer.
 */
export const hashSeed = 0x811c9dc5 | 0;
const prime = 0x01000193;

/** Of the UTF-16 units; for ASCII the same as `hashBytes`. */
export function hashText(text: string, seed = hashSeed): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  return hash;
}

export function hashBytes(bytes: Uint8Array, start: number, end: number, seed = hashSeed): number {
  let hash = seed;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), prime);
  return hash;
}

/** Lines without a queue ID have 0 in the index, so no queue ID may hash to it. */
export function queueIdHash(hash: number): number {
  return hash === 0 ? 1 : hash;
}
