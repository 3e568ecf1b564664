interface Pace {
  readonly doneBytes: number;
  readonly totalBytes: number | null;
  readonly elapsedMs: number;
}

/** An estimate in seconds from the pace so far; null while there is nothing to base it on. */
export function secondsLeft({ doneBytes, totalBytes, elapsedMs }: Pace): number | null {
  if (totalBytes === null || doneBytes <= 0 || elapsedMs < 1000) return null;
  const left = Math.max(0, totalBytes - doneBytes);
  return Math.round((left / doneBytes) * (elapsedMs / 1000));
}
