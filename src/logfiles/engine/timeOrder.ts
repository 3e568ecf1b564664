/**
 * Calls `visit` for every row of all stretches in order of time; rows of one instant in the order given. Logs are nearly
 * always in order as they are: then nothing is sorted.
 */
export function timeOrder(
  stretches: readonly Float64Array[],
  visit: (stretch: number, row: number) => void,
): void {
  if (isOrdered(stretches)) {
    for (const [stretch, keys] of stretches.entries()) {
      for (let row = 0; row < keys.length; row += 1) visit(stretch, row);
    }
    return;
  }
  const starts = [0];
  for (const keys of stretches) starts.push((starts.at(-1) ?? 0) + keys.length);
  const count = starts.at(-1) ?? 0;
  const all = new Float64Array(count);
  const stretchOf = new Int32Array(count);
  for (const [stretch, keys] of stretches.entries()) {
    all.set(keys, starts[stretch]);
    stretchOf.fill(stretch, starts[stretch], starts[stretch + 1]);
  }
  const order = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) order[index] = index;
  order.sort((a, b) => (all[a] as number) - (all[b] as number) || a - b);
  for (const index of order) {
    const stretch = stretchOf[index] as number;
    visit(stretch, index - (starts[stretch] as number));
  }
}

export function isOrdered(stretches: readonly Float64Array[]): boolean {
  let latest = -Infinity;
  for (const keys of stretches) {
    for (let row = 0; row < keys.length; row += 1) {
      const key = keys[row] as number;
      if (key < latest) return false;
      latest = key;
    }
  }
  return true;
}
