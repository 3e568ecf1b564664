export interface GenerateOptions {
  readonly seed?: number;
  readonly bytes: number;
  readonly stamps?: 'traditional' | 'rfc3339';
  readonly queueIds?: 'short' | 'long';
  /** Milliseconds since 1970. */
  readonly start?: number;
  readonly perSecond?: number;
}

export function randomFrom(seed: number): () => number;
export function generateLines(options: GenerateOptions, emit: (line: string) => void): void;
export function writeLog(path: string, options: GenerateOptions): number;
