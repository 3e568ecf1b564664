import type { ExitCode, Streams } from './streams.ts';

/** What one of the words behind `mailtriage` does. */
export interface Verb {
  readonly help: string;
  readonly run: (args: readonly string[], streams: Streams) => Promise<ExitCode>;
}
