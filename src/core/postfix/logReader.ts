import { LogClock } from '../syslog/logClock.ts';
import type { ClockedStamp } from '../syslog/logClock.ts';
import { offsetMinutes, wallMillis } from '../syslog/stamp.ts';
import type { Stamp } from '../syslog/stamp.ts';
import { parseSyslogLine } from '../syslog/syslogLine.ts';
import type { SyslogLine } from '../syslog/syslogLine.ts';
import type { Coverage, FileCoverage, LogFeed } from './logInput.ts';
import { compareRecords, LogRecord } from './logRecord.ts';
import type { LogSource, RecordFile } from './logRecord.ts';
import { parsePostfixLine } from './postfixLine.ts';
import { postfixServiceOf } from './service.ts';
import type { PostfixService } from './service.ts';
import type { LineCounts } from './tracedMessage.ts';

export const maxSamples = 20;
/** A hostile log may name a new process on every line. */
const maxInterned = 100_000;

/** What the lines of all files come to: records in order of time, and what was read. */
export interface LogReading {
  readonly records: readonly LogRecord[];
  readonly counts: LineCounts;
  /** First and last time of any line of all files. */
  readonly period: { readonly from: string | null; readonly to: string | null };
  readonly coverage: Coverage;
}

type LineKind = 'understood' | 'foreign' | 'notUnderstood';

/** Tags and processes repeat on nearly every line: one object each. */
export class LogSources {
  readonly #services = new Map<string, PostfixService | null>();
  readonly #sources = new Map<string, LogSource>();

  service(program: string): PostfixService | null {
    let service = this.#services.get(program);
    if (service === undefined) {
      service = postfixServiceOf(program);
      if (this.#services.size < maxInterned) this.#services.set(program, service);
    }
    return service;
  }

  of(host: string, service: PostfixService, pid: string): LogSource {
    const key = `${host}\n${service.instance}\n${service.daemon}\n${pid}`;
    let source = this.#sources.get(key);
    if (source === undefined) {
      source = { host, service, pid };
      if (this.#sources.size < maxInterned) this.#sources.set(key, source);
    }
    return source;
  }
}

/**
 * Reads one file's lines; times stay open until the whole file was seen (years, see `LogClock`). A faster reader may fill
 * the counts itself and give only the stamps (`stamped`).
 */
export class FileReader implements RecordFile {
  readonly name: string;
  rank = 0;
  readonly clock: LogClock;
  readonly records: LogRecord[] = [];
  readonly samples: { line: number; text: string }[] = [];
  readonly counts = { lines: 0, understood: 0, foreign: 0, notUnderstood: 0 };
  readonly foreign = new Map<string, number>();
  readonly #ends: { yearless?: [ClockedStamp, ClockedStamp]; dated?: [ClockedStamp, ClockedStamp] } = {};
  #number = 0;
  /** What the line before said, for `last message repeated N times`. */
  #last: { kind: LineKind; program: string; record: LogRecord | null } | null = null;

  readonly #sources: LogSources;

  constructor(name: string, reference: string, sources: LogSources) {
    this.name = name;
    this.#sources = sources;
    this.clock = new LogClock(reference);
  }

  line(text: string): void {
    this.#number += 1;
    if (text.trim() === '') return;
    this.counts.lines += 1;
    const line = parseSyslogLine(text);
    if (line === null) {
      this.#count('foreign', '', text);
      return;
    }
    const at = this.stamped(line.stamp);
    if (line.program === null) this.#repeatOrForeign(line, at, text);
    else this.#read(line, line.program, at, text);
  }

  /** Takes a line's stamp into the file's clock and period; stamps must come in file order. */
  stamped(stamp: Stamp): ClockedStamp {
    const at = this.clock.add(stamp);
    this.#cover(at);
    return at;
  }

  #read(line: SyslogLine, program: string, at: ClockedStamp, text: string): void {
    const service = this.#sources.service(program);
    const parsed = service === null ? null : parsePostfixLine(service.daemon, line.text);
    if (service === null || (parsed === null && service.byNameOnly)) {
      this.#count('foreign', program, text);
      this.#last = { kind: 'foreign', program, record: null };
      return;
    }
    if (parsed === null) {
      this.#count('notUnderstood', program, text);
      this.#last = { kind: 'notUnderstood', program, record: null };
      return;
    }
    const source = this.#sources.of(line.host ?? '', service, line.pid ?? '');
    const place = { file: this, line: this.#number, text };
    const record = new LogRecord(parsed, source, place, at, line.times);
    this.#count('understood', program, text);
    this.#last = { kind: 'understood', program, record };
    if (parsed.event.type !== 'info') this.records.push(record);
  }

  /** `Mar  1 20:45:40 mail last message repeated 3 times` (syslogd, rsyslog): the line before, again. */
  #repeatOrForeign(line: SyslogLine, at: ClockedStamp, text: string): void {
    const times = /^last message repeated (\d{1,9}) times?$/.exec(line.text)?.[1];
    const last = this.#last;
    if (times === undefined || last === null) {
      this.#count('foreign', '', text);
      return;
    }
    this.#count(last.kind, last.program, text);
    if (last.record !== null && last.record.event.type !== 'info') {
      const place = { file: this, line: this.#number, text };
      this.records.push(new LogRecord(last.record, last.record.source, place, at, Number(times)));
    }
  }

  #count(kind: LineKind, program: string, text: string): void {
    this.counts[kind] += 1;
    if (kind === 'foreign') this.foreign.set(program, (this.foreign.get(program) ?? 0) + 1);
    else if (kind === 'notUnderstood' && this.samples.length < maxSamples) {
      this.samples.push({ line: this.#number, text });
    }
  }

  /** Stamps with and without a year cannot be compared before the whole file was read: the ends of both are kept. */
  #cover(at: ClockedStamp): void {
    const kind = at.stamp.year === null ? 'yearless' : 'dated';
    const ends = this.#ends[kind];
    if (ends === undefined) this.#ends[kind] = [at, at];
    else if (roughKey(at) < roughKey(ends[0])) ends[0] = at;
    else if (roughKey(at) > roughKey(ends[1])) ends[1] = at;
  }

  #stamps(): readonly ClockedStamp[] {
    return [...(this.#ends.yearless ?? []), ...(this.#ends.dated ?? [])];
  }

  /** Earliest and latest stamp; null for a file without any. */
  period(offset: number): { first: ResolvedEnd; last: ResolvedEnd } | null {
    const ends = this.#stamps()
      .map((at) => this.clock.resolve(at, offset))
      .sort((a, b) => a.key - b.key);
    const [first, last] = [ends[0], ends.at(-1)];
    return first === undefined || last === undefined ? null : { first, last };
  }

  /** The earliest stamp with an offset, so that stamps without one can be placed among them. */
  earliestZone(): { utc: number; offset: number } | null {
    let best: { utc: number; offset: number } | null = null;
    for (const at of this.#stamps()) {
      const offset = offsetMinutes(at.stamp);
      if (offset === null) continue;
      const utc = wallMillis(at.stamp, this.clock.yearOf(at)) - offset * 60_000;
      if (best === null || utc < best.utc) best = { utc, offset };
    }
    return best;
  }
}

interface ResolvedEnd {
  readonly iso: string;
  readonly key: number;
}

function roughKey(at: ClockedStamp): number {
  const { stamp } = at;
  // Any fixed leap year orders stamps of one kind.
  return wallMillis(stamp, (stamp.year ?? 2000) + at.yearShift * 4) - (offsetMinutes(stamp) ?? 0) * 60_000;
}

/** Reads logs line by line into records. What it gives does not depend on the order of the files. */
export class LogReader implements LogFeed {
  readonly #files: FileReader[] = [];
  readonly #sources = new LogSources();

  file(name: string, reference: string): void {
    this.#files.push(new FileReader(name, reference, this.#sources));
  }

  line(text: string): void {
    const current = this.#files.at(-1);
    if (current === undefined) throw new Error('file() must be called before line()');
    current.line(text);
  }

  finish(): LogReading {
    const { files, offset, ...told } = arrangeFiles(this.#files);
    const records: LogRecord[] = [];
    for (const file of files) {
      for (const record of file.records) {
        record.key = file.clock.key(record.at, offset);
        records.push(record);
      }
    }
    records.sort(compareRecords);
    return { records, ...told };
  }
}

export interface ArrangedFiles extends Omit<LogReading, 'records'> {
  /** Older ones first, ranked. */
  readonly files: readonly FileReader[];
  /** Minutes east of UTC that stamps without an offset are taken to have. */
  readonly offset: number;
}

/** Puts files that were read to their end into the order of what they cover. */
export function arrangeFiles(read: readonly FileReader[]): ArrangedFiles {
  const offset = assumedOffset(read);
  const files = [...read].sort((a, b) => compareFiles(a, b, offset));
  files.forEach((file, rank) => {
    file.rank = rank;
  });
  return {
    files,
    offset,
    counts: sum(files.map((file) => file.counts)),
    period: wholePeriod(files, offset),
    coverage: coverageOf(files, offset),
  };
}

/** Stamps without an offset are taken to be of the same zone as the earliest stamp that has one. */
function assumedOffset(files: readonly FileReader[]): number {
  const zones = files.map((file) => file.earliestZone()).filter((zone) => zone !== null);
  zones.sort((a, b) => a.utc - b.utc || a.offset - b.offset);
  return zones[0]?.offset ?? 0;
}

/** Older files first; ties by name, so that the order of the arguments never matters. */
function compareFiles(a: FileReader, b: FileReader, offset: number): number {
  const [first, second] = [a.period(offset), b.period(offset)];
  return (
    (first?.first.key ?? 0) - (second?.first.key ?? 0) ||
    (first?.last.key ?? 0) - (second?.last.key ?? 0) ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}

function wholePeriod(files: readonly FileReader[], offset: number): LogReading['period'] {
  const periods = files.map((file) => file.period(offset)).filter((period) => period !== null);
  const firsts = periods.map((period) => period.first).sort((a, b) => a.key - b.key);
  const lasts = periods.map((period) => period.last).sort((a, b) => a.key - b.key);
  return { from: firsts[0]?.iso ?? null, to: lasts.at(-1)?.iso ?? null };
}

function coverageOf(files: readonly FileReader[], offset: number): Coverage {
  const programs = new Map<string, number>();
  for (const file of files) {
    for (const [program, count] of file.foreign) programs.set(program, (programs.get(program) ?? 0) + count);
  }
  return {
    files: files.map((file): FileCoverage => {
      const period = file.period(offset);
      const [first, last] = [period?.first.iso ?? null, period?.last.iso ?? null];
      return { file: file.name, first, last, counts: { ...file.counts } };
    }),
    notUnderstoodSamples: files
      .flatMap((file) => file.samples.map((sample) => ({ file: file.name, ...sample })))
      .slice(0, maxSamples),
    foreignPrograms: [...programs]
      .map(([program, count]) => ({ program, count }))
      .sort((a, b) => b.count - a.count || (a.program < b.program ? -1 : 1)),
  };
}

function sum(counts: readonly LineCounts[]): LineCounts {
  const total = { lines: 0, understood: 0, foreign: 0, notUnderstood: 0 };
  for (const one of counts) {
    total.lines += one.lines;
    total.understood += one.understood;
    total.foreign += one.foreign;
    total.notUnderstood += one.notUnderstood;
  }
  return total;
}
