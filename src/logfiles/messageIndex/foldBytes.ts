import { lowerCase } from '../engine/asciiBytes.ts';
import { ByteInterner } from '../engine/byteInterner.ts';
import { hashBytes } from '../engine/hash.ts';
import { internText } from '../engine/internText.ts';

/** Texts one behind the other; text n stands at starts[n] .. starts[n + 1]. */
export interface PackedTexts {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly count: number;
}

/** What `foldCase` does, without a string for each text: for each the number of the first that differs at most in case. */
export function foldBytes({ bytes, starts, count }: PackedTexts): Int32Array {
  const folded = new ByteInterner();
  const first: number[] = [];
  const numbers = new Int32Array(count);
  const lower = new Uint8Array(64 * 1024);
  for (let number = 0; number < count; number += 1) {
    const [start, end] = [starts[number] as number, starts[number + 1] as number];
    let isPlain = end - start <= lower.length;
    for (let place = start; isPlain && place < end; place += 1) {
      const byte = bytes[place] as number;
      lower[place - start] = lowerCase[byte] as number;
      if (byte >= 0x80) isPlain = false;
    }
    const same = isPlain
      ? folded.intern(lower, 0, end - start, hashBytes(lower, 0, end - start))
      : internText(folded, textOf(bytes, start, end).toLowerCase());
    if (same === first.length) first.push(number);
    numbers[number] = first[same] as number;
  }
  return numbers;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}
