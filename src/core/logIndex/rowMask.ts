/** One for every message a filter lets through, by row; null when it lets all of them through. */
export type RowMask = Uint8Array | null;

/** How many of `rows`, `from` .. `to`, a mask lets through. */
export function countRows(mask: Uint8Array, rows: Int32Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) count += mask[rows[at] as number] as number;
  return count;
}
