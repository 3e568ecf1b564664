import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sourceStamp } from './build.mjs';

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-build-'));
  mkdirSync(join(folder, 'src', 'fixtures'), { recursive: true });
  writeFileSync(join(folder, 'src', 'a.ts'), 'a');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stamp = () => sourceStamp(['src', 'not-there.json'], folder);

it('stays the same while nothing changes', () => {
  expect(stamp()).toBe(stamp());
});

it.each([
  ['a file is added', () => writeFileSync(join(folder, 'src', 'b.ts'), 'b')],
  ['a file grows', () => writeFileSync(join(folder, 'src', 'a.ts'), 'aa')],
  ['a file is saved again', () => utimesSync(join(folder, 'src', 'a.ts'), 1, 1)],
  ['a file is removed', () => rmSync(join(folder, 'src', 'a.ts'))],
])('changes when %s', (_, change) => {
  const before = stamp();
  change();
  expect(stamp()).not.toBe(before);
});

it('takes no notice of tests and fixtures', () => {
  const before = stamp();
  writeFileSync(join(folder, 'src', 'a.test.ts'), 'test');
  writeFileSync(join(folder, 'src', 'fixtures', 'log.txt'), 'log');
  expect(stamp()).toBe(before);
});
