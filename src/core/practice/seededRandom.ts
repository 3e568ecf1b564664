/** Whatever carries the generator's state. */
export interface Seeded {
  seed: number;
}

/** The next number in [0, 1); mulberry32, small and good enough for made-up traffic. The same seed gives the same world. */
export function nextRandom(seeded: Seeded): number {
  seeded.seed = (seeded.seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seeded.seed ^ (seeded.seed >>> 15), 1 | seeded.seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

/** A whole number from `least` to `most`, both included. */
export function nextInteger(seeded: Seeded, least: number, most: number): number {
  return least + Math.floor(nextRandom(seeded) * (most - least + 1));
}

export function pick<const Items extends readonly [unknown, ...unknown[]]>(
  seeded: Seeded,
  items: Items,
): Items[number] {
  return items[nextInteger(seeded, 0, items.length - 1)] ?? items[0];
}

/** Upper-case hexadecimal digits, as in Postfix's short queue IDs. */
export function nextHex(seeded: Seeded, length: number): string {
  return Array.from({ length }, () => '0123456789ABCDEF'[nextInteger(seeded, 0, 15)] ?? '0').join('');
}
