import { describe, expect, it } from 'vitest';
import { mailLogsAmong } from './logSeries.ts';

describe('the mail logs of a folder', () => {
  it('are recognised however they were rotated', () => {
    const logs = [
      'mail.log',
      'mail.log-20260301.xz',
      'mail.log-20260302-1772409600.gz',
      'mail.log.1',
      'mail.log.2.gz',
      'mail.log.10.bz2',
      'mail.log.2026-02-28.zst',
      'maillog',
      'maillog-20260301',
      'postfix.log.3',
    ];
    expect([...mailLogsAmong(logs).logs].sort()).toEqual([...logs].sort());
  });

  it('are not other files', () => {
    const others = [
      'syslog',
      'mail.log.tar.gz',
      'mail.log~',
      'mail.log.bak',
      'mailing-list.txt',
      'auth.log.1',
      'mail.err',
    ];
    expect(mailLogsAmong(others)).toEqual({
      logs: [],
      leftOut: [...others].sort((a, b) => a.localeCompare(b, 'en')),
    });
  });

  it('are named in the order of their numbers, and told only once', () => {
    const { logs, leftOut } = mailLogsAmong([
      'mail.log.10.gz',
      'mail.info',
      'mail.log',
      'mail.log.2.gz',
      'mail.info.1',
    ]);
    expect(logs).toEqual(['mail.log', 'mail.log.2.gz', 'mail.log.10.gz']);
    expect(leftOut).toEqual(['mail.info', 'mail.info.1']);
    expect(mailLogsAmong(['mail.info']).logs).toEqual(['mail.info']);
  });
});
