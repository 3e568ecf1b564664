/** One for every message a filter lets through, by row; null when it lets all of them through. */
export type RowMask = Uint8Array | null;

/** How many rows a mask lets through. */
export function countThrough(mask: Uint8Array): number {
  // Four rows at a time: a byte of such a sum has room for 255 of them.
  const isAligned = mask.byteOffset % 4 === 0;
  const fours = new Uint32Array(
    mask.buffer,
    isAligned ? mask.byteOffset : 0,
    isAligned ? mask.length >>> 2 : 0,
  );
  let count = 0;
  for (let from = 0; from < fours.length; from += 255) {
    const to = Math.min(from + 255, fours.length);
    let sum = 0;
    for (let at = from; at < to; at += 1) sum = (sum + (fours[at] as number)) | 0;
    count += (sum & 255) + ((sum >>> 8) & 255) + ((sum >>> 16) & 255) + (sum >>> 24);
  }
  for (let row = fours.length * 4; row < mask.length; row += 1) count += mask[row] as number;
  return count;
}

/** The rows a mask lets through. */
export function rowsThrough(mask: Uint8Array): Int32Array {
  const rows = new Int32Array(countThrough(mask));
  let next = 0;
  for (let row = 0; next < rows.length; row += 1) {
    // Overwritten by the next one that is let through: without a branch, this takes a third of the time.
    rows[next] = row;
    next += mask[row] as number;
  }
  return rows;
}
