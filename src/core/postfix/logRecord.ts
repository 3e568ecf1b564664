import type { LogClock } from '../syslog/logClock.ts';
import type { ClockedStamp } from '../syslog/logClock.ts';
import type { LineRef } from '../lineRef.ts';
import type { PostfixEvent } from './event.ts';
import type { PostfixService } from './service.ts';

/** The process that logged a line; one object for all its lines. */
export interface LogSource {
  /** `''` when the log names none. */
  readonly host: string;
  readonly service: PostfixService;
  /** `''` when the log names none. */
  readonly pid: string;
}

/** The file a record stands in. */
export interface RecordFile {
  readonly name: string;
  readonly clock: LogClock;
  /** Rank among the files of the run, by what they cover; with the line the order within one instant. */
  rank: number;
}

/**
 * One understood Postfix line with its place and time: what messages are made of. There may be millions, so it holds
 * references and works out its texts when asked.
 */
export class LogRecord {
  readonly event: PostfixEvent;
  /** Null when the line names none. */
  readonly queueId: string | null;
  readonly source: LogSource;
  readonly file: RecordFile;
  readonly line: number;
  readonly text: string;
  /** How many equal events the line stands for (`message repeated N times`). */
  readonly times: number;
  readonly at: ClockedStamp;
  /** Orders records: milliseconds, comparable between the files of one run. Set once all files were read. */
  key = 0;

  constructor(
    parsed: { readonly event: PostfixEvent; readonly queueId: string | null },
    source: LogSource,
    place: { readonly file: RecordFile; readonly line: number; readonly text: string },
    at: ClockedStamp,
    times: number,
  ) {
    this.event = parsed.event;
    this.queueId = parsed.queueId;
    this.source = source;
    this.file = place.file;
    this.line = place.line;
    this.text = place.text;
    this.at = at;
    this.times = times;
  }

  get host(): string {
    return this.source.host;
  }

  get instance(): string {
    return this.source.service.instance;
  }

  get daemon(): string {
    return this.source.service.daemon;
  }

  /** ISO 8601 as printed. */
  get time(): string {
    return this.file.clock.iso(this.at);
  }

  get ref(): LineRef {
    return { file: this.file.name, line: this.line, text: this.text };
  }
}

/** By time, then by place. */
export function compareRecords(a: LogRecord, b: LogRecord): number {
  return a.key - b.key || a.file.rank - b.file.rank || a.line - b.line;
}
