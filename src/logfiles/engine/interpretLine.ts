import { parsePostfixLine } from '../../core/postfix/postfixLine.ts';
import type { PostfixLine } from '../../core/postfix/event.ts';
import type { LogSource } from '../../core/postfix/logRecord.ts';
import type { LogSources } from '../../core/postfix/logReader.ts';
import { parseSyslogLine } from '../../core/syslog/syslogLine.ts';
import type { Stamp } from '../../core/syslog/stamp.ts';

/** What the reference parsers make of one line. */
export type InterpretedLine =
  | { readonly kind: 'blank' }
  /** No log line. */
  | { readonly kind: 'shapeless' }
  /** No program named: `last message repeated N times`, or somebody else's. */
  | { readonly kind: 'tagless'; readonly stamp: Stamp; readonly repeats: number | null }
  | {
      readonly kind: 'foreign' | 'notUnderstood';
      readonly stamp: Stamp;
      readonly program: string;
    }
  | {
      readonly kind: 'understood';
      readonly stamp: Stamp;
      readonly program: string;
      readonly source: LogSource;
      readonly parsed: PostfixLine;
      readonly times: number;
    };

/** Reads a line with the reference parsers, as `FileReader` does. */
export function interpretLine(text: string, sources: LogSources): InterpretedLine {
  if (text.trim() === '') return { kind: 'blank' };
  const line = parseSyslogLine(text);
  if (line === null) return { kind: 'shapeless' };
  const { stamp, program } = line;
  if (program === null) {
    const times = /^last message repeated (\d{1,9}) times?$/.exec(line.text)?.[1];
    return { kind: 'tagless', stamp, repeats: times === undefined ? null : Number(times) };
  }
  const service = sources.service(program);
  const parsed = service === null ? null : parsePostfixLine(service.daemon, line.text);
  if (service === null || (parsed === null && service.byNameOnly)) return { kind: 'foreign', stamp, program };
  if (parsed === null) return { kind: 'notUnderstood', stamp, program };
  const source = { host: line.host ?? '', service, pid: line.pid ?? '' };
  return { kind: 'understood', stamp, program, source, parsed, times: line.times };
}
