import { wallMillis } from '../../syslog/stamp.ts';
import { parseSyslogLine } from '../../syslog/syslogLine.ts';
import type { NamedOutput } from '../../playbook/model.ts';
import type { Evidence } from '../../playbook/verdict.ts';
import { outputOf } from '../../playbook/collectOutputs.ts';
import { mailLogLines } from './commands.ts';

/** What a line of the mail log is a sign of. */
export type SignKind =
  'disk' | 'core' | 'ysnp' | 'milter' | 'lmtp' | 'cyrus' | 'sign-in-failed' | 'too-large' | 'duplicate';

/** A line of the mail log, with its wall clock in milliseconds (as if it were UTC); null when it shows no time. */
export interface LoggedLine {
  readonly at: number | null;
  readonly line: number;
  readonly text: string;
}

export interface LogSign extends LoggedLine {
  readonly kind: SignKind;
}

/**
 * Lower-case pieces, all of which a line must hold. From Postfix, Cyrus and BlueMind's look-up services:
 *   warning: not enough free space in mail queue: 1048576 bytes < 1.5*message size limit        (smtpd(8))
 *   NOQUEUE: reject: MAIL from mx[192.0.2.1]: 452 4.3.1 Insufficient system storage; proto=ESMTP helo=<mx>
 *   450 4.7.1 <a@b>: Sender address rejected: Service unavailable          (bm-ysnp while the core is not running)
 *   warning: connect to Milter service inet:127.0.0.1:2500: Connection refused
 *   connect to 192.168.124.72[192.168.124.72]:2400: Connection refused
 *   451 4.5.0 Too short response from Cyrus LMTP                           (bm-lmtpd, BlueMind 4)
 *   warning: unknown[192.0.2.1]: SASL LOGIN authentication failed: authentication failure, sasl_username=anna
 *   552 5.3.4 Message size exceeds fixed limit
 *   dupelim: eliminated duplicate message to d!user.x id <...> (delivery)  (Cyrus lmtpd)
 */
const signs: readonly (readonly [SignKind, readonly string[]])[] = [
  ['disk', ['not enough free space in mail queue']],
  ['disk', ['insufficient system storage']],
  ['disk', ['no space left on device']],
  ['core', ['sender address rejected', 'service unavailable']],
  ['ysnp', ['127.0.0.1:25250']],
  ['milter', ['127.0.0.1:25251']],
  ['milter', ['milter', '127.0.0.1:2500', 'refused']],
  ['milter', ['milter-reject', 'service unavailable - try again later']],
  ['lmtp', [']:2400: connection refused']],
  ['cyrus', ['from cyrus lmtp']],
  ['cyrus', [']:24: connection refused']],
  ['sign-in-failed', ['authentication failed', 'sasl']],
  ['too-large', ['message size exceeds']],
  ['duplicate', ['dupelim: eliminated duplicate']],
];

/** What the log is searched for, as it stands there: grep tells upper and lower case apart. */
export const signPatterns = [
  'not enough free space in mail queue',
  'Insufficient system storage',
  'No space left on device',
  'Sender address rejected: Service unavailable',
  '127.0.0.1:2525',
  'Milter service',
  'milter-reject',
  ':2400: Connection refused',
  ':24: Connection refused',
  'Cyrus LMTP',
  'authentication failed',
  'essage size exceeds',
] as const;

/** Each reading of the mail log is told apart by what it was searched for. */
export const logLabels = { signs: 'signs', accepted: 'accepted', arrivals: 'arrivals', own: 'own' } as const;
export type LogLabel = (typeof logLabels)[keyof typeof logLabels];

export interface LogReading {
  /** False: the log could not be read, which is not the same as a log without such lines. */
  readonly read: boolean;
  readonly lines: readonly LoggedLine[];
  /** Wall clock of the log's last line. */
  readonly end: number | null;
}

/** The lines one reading found, and where the log ends. `now` tells the year where the log does not. */
export function logReading(outputs: readonly NamedOutput[], label: LogLabel, now: number): LogReading {
  const output = outputOf(outputs, mailLogLines.id, label);
  const year = new Date(now).getUTCFullYear();
  const lines = (output?.stdout ?? '').split('\n').flatMap((text, index): LoggedLine[] => {
    if (text.trim() === '') return [];
    const stamp = parseSyslogLine(text)?.stamp ?? null;
    return [{ at: stamp === null ? null : wallMillis(stamp, stamp.year ?? year), line: index + 1, text }];
  });
  const end = lines.at(-1)?.at ?? null;
  // December's lines, read in January, are of last year.
  const wrapped = lines.map((line) =>
    end !== null && line.at !== null && line.at - end > 300 * 86_400_000
      ? { ...line, at: line.at - 365 * 86_400_000 }
      : line,
  );
  return { read: lines.length > 0, lines: wrapped, end };
}

export function signsIn({ lines }: LogReading): readonly LogSign[] {
  return lines.flatMap((line): LogSign[] => {
    const lower = line.text.toLowerCase();
    const found = signs.find(([, pieces]) => pieces.every((piece) => lower.includes(piece)));
    return found === undefined ? [] : [{ ...line, kind: found[0] }];
  });
}

/** At most this old, by the log's own clock, is "now". */
const RECENT_MS = 60 * 60_000;

/** Signs of one kind within the last hour of the log, and none of them older than the last mail that was taken. */
export function unbroken(
  found: readonly LogSign[],
  kind: SignKind,
  end: number | null,
  lastAccepted: number | null,
): readonly LogSign[] {
  const recent = found.filter((sign) => sign.kind === kind && isWithin(sign.at, end, RECENT_MS));
  const newest = recent.at(-1)?.at ?? null;
  return lastAccepted !== null && newest !== null && lastAccepted > newest ? [] : recent;
}

export function isWithin(at: number | null, end: number | null, milliseconds: number): boolean {
  return at !== null && end !== null && end - at <= milliseconds;
}

/** The last few lines as evidence, with what tells marked. */
export function logEvidence(lines: readonly LoggedLine[], needle = '', most = 4): readonly Evidence[] {
  return lines.slice(-most).map(({ line, text }) => {
    const at = needle === '' ? -1 : text.toLowerCase().indexOf(needle.toLowerCase());
    const marks = at < 0 ? {} : { marks: [[at, at + needle.length]] as const };
    // The lines are counted as they were found: where they stand in the log, this reading does not tell.
    return { file: 'grep mail.log', line, text, ...marks };
  });
}
