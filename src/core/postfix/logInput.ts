import type { LineCounts } from './tracedMessage.ts';

/**
 * One log as text. `lines` are without terminators (a trailing `\r` is tolerated); numbering starts at 1.
 * `file` must be unique among the inputs of one run, it labels the evidence.
 */
export interface LogInput {
  readonly file: string;
  readonly lines: Iterable<string>;
  /**
   * ISO 8601 date or date-time (file mtime, or "now"). Only used for stamps without a year: they get the
   * latest year that does not put them more than a day after it.
   */
  readonly reference: string;
}

/** Reading order of a run that is fed line by line, for callers whose input is asynchronous. */
export interface LogFeed {
  /** Starts the next file. All following `line` calls belong to it. */
  file(name: string, reference: string): void;
  line(text: string): void;
}

/** What one file covers. Times as in `TracedMessage.firstSeen`; null when no line had a readable stamp. */
export interface FileCoverage {
  readonly file: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly counts: LineCounts;
}

/** What the logs cover and what in them was not ours, so that "not found" can be explained. */
export interface Coverage {
  readonly files: readonly FileCoverage[];
  /** Up to 20 Postfix lines that no rule reads. */
  readonly notUnderstoodSamples: readonly {
    readonly file: string;
    readonly line: number;
    readonly text: string;
  }[];
  /** Other programs by name, most frequent first; `''` stands for lines that are no log line at all. */
  readonly foreignPrograms: readonly { readonly program: string; readonly count: number }[];
}
