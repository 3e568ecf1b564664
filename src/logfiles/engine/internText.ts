import type { ByteInterner } from './byteInterner.ts';
import { hashBytes, hashSeed } from './hash.ts';

/** The number of a text in an interner of bytes. */
export function internText(texts: ByteInterner, text: string): number {
  const bytes = Buffer.from(text);
  return texts.intern(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length, hashSeed));
}

/** As `internText`, but takes nothing in: -1 for what is not there. */
export function textNumber(texts: ByteInterner, text: string): number {
  const bytes = Buffer.from(text);
  return texts.find(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length, hashSeed));
}
