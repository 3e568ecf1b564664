/** In runtimes that have it (ECMAScript 2024): moves the memory away, here to nothing. */
interface Movable {
  transfer?(length: number): unknown;
}

/**
 * Gives memory back at once: the collector comes by too seldom for arrays of many megabytes. Nobody may use these, or any
 * other view of the same memory, afterwards.
 */
export function release(...views: readonly ArrayBufferView[]): void {
  for (const { buffer } of views) (buffer as Movable).transfer?.(0);
}

/** As `release`, for all typed arrays among the properties of these. */
export function releaseAll(...holders: readonly object[]): void {
  for (const holder of holders)
    for (const value of Object.values(holder) as unknown[]) if (ArrayBuffer.isView(value)) release(value);
}
