import { describe, expect, it } from 'vitest';
import { parseLogBounds } from './logBounds.ts';

const reference = '2026-11-23T12:00:00Z';

describe('what a log covers', () => {
  it('is told by its first and last line and two numbers', () => {
    const printed = [
      'Nov 16 03:24:10 mail postfix/smtpd[437]: connect from localhost[127.0.0.1]',
      'Nov 23 04:02:51 mail cyrus/lmtp[444]: Delivered: <a@example.org> to mailbox: x.internal!user.john',
      '9120 8754',
      '',
    ].join('\n');
    expect(parseLogBounds(printed, 'mail.log', reference)).toEqual({
      file: 'mail.log',
      first: '2026-11-16T03:24:10',
      last: '2026-11-23T04:02:51',
      counts: { lines: 9120, understood: 8754, foreign: 366, notUnderstood: 0 },
    });
  });

  it('is nothing in an empty log', () => {
    expect(parseLogBounds('\n0 0\n', 'mail.log', reference)).toMatchObject({
      first: null,
      last: null,
      counts: { lines: 0, understood: 0 },
    });
  });

  it('is not made up from other text', () => {
    expect(parseLogBounds('', 'mail.log', reference)).toBeNull();
    expect(parseLogBounds('sh: 1: awk: not found', 'mail.log', reference)).toBeNull();
  });
});
