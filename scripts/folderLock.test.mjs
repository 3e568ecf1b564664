import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withLock } from './folderLock.mjs';

/** @type {string} */
let lock;
beforeEach(() => (lock = join(mkdtempSync(join(tmpdir(), 'mailtriage-lock-')), 'a', 'lock')));
afterEach(() => rmSync(join(lock, '..', '..'), { recursive: true, force: true }));

it('lets one work at a time and tells the other that it waits', async () => {
  /** @type {string[]} */
  const log = [];
  const first = withLock(lock, async () => {
    log.push('first in');
    await pause(400);
    log.push('first out');
  });
  const second = withLock(
    lock,
    async () => void log.push('second in'),
    () => log.push('second waits'),
  );
  await Promise.all([first, second]);
  expect(log).toEqual(['first in', 'second waits', 'first out', 'second in']);
  expect(existsSync(lock)).toBe(false);
});

it('is released when the work fails', async () => {
  await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(lock)).toBe(false);
});

it('is taken from a process that is gone', async () => {
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, 'owner'), `999999999 ${hostname()}`);
  expect(await withLock(lock, async () => 'done')).toBe('done');
});

it('is taken from another computer that has been silent for a minute', async () => {
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, 'owner'), '1 elsewhere');
  const old = new Date(Date.now() - 120_000);
  utimesSync(join(lock, 'owner'), old, old);
  expect(await withLock(lock, async () => 'done')).toBe('done');
});
