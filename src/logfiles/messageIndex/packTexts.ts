import type { RowLoops } from '../../core/logIndex/rowLoops.ts';
import type { PackedTexts } from '../kernel/textKernel.ts';

/** Where texts are put to stay. */
export type TextRoom = Pick<RowLoops, 'bytes' | 'numbers'>;

const newline = 0x0a;

/** Copies texts, part after part, to where they stay. */
export function packTexts(parts: readonly PackedTexts[], room: TextRoom): PackedTexts {
  let [count, length] = [0, 0];
  for (const part of parts) {
    count += part.count;
    length += lengthOf(part);
  }
  const [bytes, starts] = [room.bytes(length), room.numbers(count + 1)];
  let [number, place] = [0, 0];
  for (const part of parts) {
    const from = part.starts[0] as number;
    const size = lengthOf(part);
    bytes.set(part.bytes.subarray(from, from + size), place);
    for (let text = 0; text < part.count; text += 1)
      starts[number + text] = (part.starts[text] as number) - from + place;
    number += part.count;
    place += size;
  }
  starts[count] = length;
  return { bytes, starts, count };
}

function lengthOf({ starts, count }: PackedTexts): number {
  return (starts[count] as number) - (starts[0] as number);
}

/** As `packTexts`, of texts `host\nqueueId`, of which only what is behind the host is kept. */
export function packWithoutHosts(texts: PackedTexts, room: TextRoom): PackedTexts {
  const { bytes, starts, count } = texts;
  const bare = room.numbers(count + 1);
  let length = 0;
  for (let number = 0; number < count; number += 1) {
    const start = bytes.indexOf(newline, starts[number]) + 1;
    bare[number] = length;
    length += (starts[number + 1] as number) - start;
  }
  bare[count] = length;
  const kept = room.bytes(length);
  for (let number = 0; number < count; number += 1) {
    const end = bare[number + 1] as number;
    let from = (starts[number + 1] as number) - (end - (bare[number] as number));
    for (let to = bare[number] as number; to < end; to += 1) kept[to] = bytes[from++] as number;
  }
  return { bytes: kept, starts: bare, count };
}

export function packStrings(texts: readonly string[]): PackedTexts {
  const parts = texts.map((text) => Buffer.from(text));
  const starts = new Int32Array(texts.length + 1);
  parts.forEach((part, index) => (starts[index + 1] = (starts[index] ?? 0) + part.length));
  return { bytes: Buffer.concat(parts), starts, count: texts.length };
}
