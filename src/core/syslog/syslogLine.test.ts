import { describe, expect, it } from 'vitest';
import { formatStamp } from './stamp.ts';
import { parseSyslogLine, unescapeControls } from './syslogLine.ts';

/** Time (without a year: 2026), host, program, pid, text. */
function read(line: string): unknown {
  const found = parseSyslogLine(line);
  if (found === null) return null;
  const { stamp, host, program, pid, text } = found;
  return [formatStamp(stamp, stamp.year ?? 2026), host, program, pid, text];
}

const said = ['mail', 'postfix/smtpd', '12', 'connect from x[192.0.2.1]'];
const text = 'connect from x[192.0.2.1]';

describe('parseSyslogLine', () => {
  it.each([
    ['traditional', `Mar  1 20:45:32 mail postfix/smtpd[12]: ${text}`, '2026-03-01T20:45:32'],
    ['postlogd, zero-padded', `Mar 01 20:45:32 mail postfix/smtpd[12]: ${text}`, '2026-03-01T20:45:32'],
    ['with a year', `Mar  1 2024 20:45:32 mail postfix/smtpd[12]: ${text}`, '2024-03-01T20:45:32'],
    [
      'journalctl short-precise',
      `Mar 01 20:45:32.123456 mail postfix/smtpd[12]: ${text}`,
      '2026-03-01T20:45:32.123456',
    ],
    ['numeric priority', `<22>Mar  1 20:45:32 mail postfix/smtpd[12]: ${text}`, '2026-03-01T20:45:32'],
    ['named priority', `<mail.info>Mar  1 20:45:32 mail postfix/smtpd[12]: ${text}`, '2026-03-01T20:45:32'],
    [
      'priority after the stamp',
      `Mar  1 20:45:32 <mail.info> mail postfix/smtpd[12]: ${text}`,
      '2026-03-01T20:45:32',
    ],
    [
      'Solaris',
      `Mar  1 20:45:32 mail postfix/smtpd[12]: [ID 197553 mail.info] ${text}`,
      '2026-03-01T20:45:32',
    ],
    [
      'RFC 3339',
      `2026-03-01T20:45:32.5+01:00 mail postfix/smtpd[12]: ${text}`,
      '2026-03-01T20:45:32.5+01:00',
    ],
    ['RFC 3339 in UTC', `2026-03-01T20:45:32Z mail postfix/smtpd[12]: ${text}`, '2026-03-01T20:45:32Z'],
    [
      'journalctl short-iso',
      `2026-03-01T20:45:32+0100 mail postfix/smtpd[12]: ${text}`,
      '2026-03-01T20:45:32+01:00',
    ],
    [
      'RFC 5424',
      `<22>1 2026-03-01T20:45:32.003Z mail postfix/smtpd 12 - - ${text}`,
      '2026-03-01T20:45:32.003Z',
    ],
    [
      'RFC 5424 with structured data and BOM',
      `<22>1 2026-03-01T20:45:32.003Z mail postfix/smtpd 12 ID7 [a@1 b="x \\] \\" y"][c@2] \uFEFF${text}`,
      '2026-03-01T20:45:32.003Z',
    ],
    ['CRLF', `Mar  1 20:45:32 mail postfix/smtpd[12]: ${text}\r`, '2026-03-01T20:45:32'],
    ['byte-order mark', `\uFEFFMar  1 20:45:32 mail postfix/smtpd[12]: ${text}`, '2026-03-01T20:45:32'],
    ['NULs in front', `\0\0\0Mar  1 20:45:32 mail postfix/smtpd[12]: ${text}`, '2026-03-01T20:45:32'],
  ])('reads a line: %s', (_, line, time) => {
    expect(read(line)).toEqual([time, ...said]);
  });

  it.each([
    ['Mär', 3],
    ['Mai', 5],
    ['Okt', 10],
    ['Dez', 12],
    ['févr.', 2],
    ['avr.', 4],
    ['août', 8],
    ['déc.', 12],
    ['Απρ', 4],
  ])('knows the month %s', (name, month) => {
    expect(parseSyslogLine(`${name} 15 10:00:00 mail postfix/qmgr[1]: A1B2C3D4: removed`)?.stamp.month).toBe(
      month,
    );
    expect(parseSyslogLine(`${name.normalize('NFD')} 15 10:00:00 mail x[1]: y`)?.stamp.month).toBe(month);
  });

  it('reads lines without host or pid', () => {
    expect(read('Mar  1 20:45:32 postfix/smtpd[12]: hello')).toEqual([
      '2026-03-01T20:45:32',
      null,
      'postfix/smtpd',
      '12',
      'hello',
    ]);
    expect(read('Mar  1 20:45:32 mail postfix/postfix-script: hello')).toEqual([
      '2026-03-01T20:45:32',
      'mail',
      'postfix/postfix-script',
      null,
      'hello',
    ]);
    expect(read('Mar  1 20:45:32 mail last message repeated 3 times')).toEqual([
      '2026-03-01T20:45:32',
      'mail',
      null,
      null,
      'last message repeated 3 times',
    ]);
  });

  it('reads journald entries', () => {
    const entry = {
      __REALTIME_TIMESTAMP: '1772394333000000',
      _SOURCE_REALTIME_TIMESTAMP: '1772394332123456',
      _HOSTNAME: 'mail',
      SYSLOG_IDENTIFIER: 'postfix/smtpd',
      SYSLOG_PID: '12',
      _PID: '99',
      MESSAGE: text,
    };
    expect(read(JSON.stringify(entry))).toEqual(['2026-03-01T19:45:32.123456Z', ...said]);
    expect(read(JSON.stringify({ ...entry, SYSLOG_PID: undefined }))).toEqual([
      '2026-03-01T19:45:32.123456Z',
      'mail',
      'postfix/smtpd',
      '99',
      text,
    ]);
    const bytes = [...new TextEncoder().encode('Größe')];
    expect(parseSyslogLine(JSON.stringify({ ...entry, MESSAGE: bytes }))?.text).toBe('Größe');
    expect(parseSyslogLine(JSON.stringify({ ...entry, MESSAGE: null }))?.text).toBe('');
    expect(parseSyslogLine('{"MESSAGE":"no time"}')).toBeNull();
    expect(parseSyslogLine('{"broken":')).toBeNull();
  });

  it('unfolds repeated messages of rsyslog', () => {
    const line = parseSyslogLine(
      'Mar  1 20:45:32 mail postfix/smtpd[12]: message repeated 4 times: [ warning: x]',
    );
    expect([line?.text, line?.times]).toEqual(['warning: x', 4]);
  });

  it.each([
    '',
    'hello world',
    'Xyz  1 20:45:32 mail a: b',
    'Mar 41 20:45:32 mail a: b',
    'Mar  1 29:45:32 m a: b',
  ])('finds no log line in %j', (line) => {
    expect(parseSyslogLine(line)).toBeNull();
  });
});

describe('unescapeControls', () => {
  it('turns octal escapes of control characters back and nothing else', () => {
    expect(unescapeControls('550-5.1.1 no#0125.1.1#011user #200 #999')).toBe(
      '550-5.1.1 no\n5.1.1\tuser #200 #999',
    );
  });
});
