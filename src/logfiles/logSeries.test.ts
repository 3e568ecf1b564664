import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logNameOf, mailLogSeries } from './logSeries.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-series-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ['mail.log', 'mail.log'],
  ['mail.log.1', 'mail.log'],
  ['mail.log.12.gz', 'mail.log'],
  ['mail.log-20260301.xz', 'mail.log'],
  ['mail.log-20260301-1772394332.zst', 'mail.log'],
  ['maillog-20260301', 'maillog'],
  ['mail.2026-03-01.log.bz2', 'mail.log'],
  ['mail.info.2.gz', 'mail.info'],
  ['daemon.log.1', 'daemon.log'],
  ['mail.log.old', 'mail.log.old'],
])('sees which log a file belongs to: %s', (file, log) => {
  expect(logNameOf(file)).toBe(log);
});

it('takes a mail log with its rotated parts, and not what repeats it', () => {
  for (const name of [
    'mail.log.2.gz',
    'mail.log',
    'mail.log.1',
    'mail.info',
    'mail.err',
    'syslog',
    'auth.log.1',
  ]) {
    writeFileSync(join(folder, name), '');
  }
  mkdirSync(join(folder, 'mail.log.3'));
  expect(mailLogSeries(folder)).toEqual(
    ['mail.log', 'mail.log.1', 'mail.log.2.gz'].map((name) => join(folder, name)),
  );
});

it('says when a folder holds no mail log', () => {
  mkdirSync(join(folder, 'empty'));
  expect(mailLogSeries(join(folder, 'empty'))).toEqual([]);
});
