import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GrowthWatch } from './growthWatch.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-growth-'));
  path = join(folder, 'mail.log');
  writeFileSync(path, 'one\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const watch = (): Promise<GrowthWatch> =>
  GrowthWatch.of([{ name: 'mail.log', bytes: { kind: 'file', path } }]);

it('sees that a file grew, once', async () => {
  const growth = await watch();
  expect(await growth.look()).toEqual({ kind: 'same' });
  appendFileSync(path, 'two\n');
  expect(await growth.look()).toMatchObject({ kind: 'changed', sources: [{ name: 'mail.log' }] });
  expect(await growth.look()).toEqual({ kind: 'same' });
});

it('stays with both files when a log is rotated', async () => {
  const growth = await watch();
  renameSync(path, `${path}.1`);
  writeFileSync(path, 'new\n');
  expect(await growth.look()).toMatchObject({
    kind: 'changed',
    sources: [{ name: 'mail.log' }, { name: 'mail.log.1' }],
  });
  expect(await growth.look()).toEqual({ kind: 'same' });
});

it('names files that became shorter, and only those', async () => {
  const growth = await watch();
  expect(await growth.shrunk()).toEqual([]);
  appendFileSync(path, 'two\n');
  expect(await growth.shrunk()).toEqual([]);
  truncateSync(path, 1);
  expect(await growth.shrunk()).toEqual(['mail.log']);
  rmSync(path);
  expect(await growth.shrunk()).toEqual([]);
});

it('says which file is not there', async () => {
  rmSync(path);
  await expect(watch()).rejects.toMatchObject({ problem: { kind: 'missing', file: 'mail.log' } });
});

it('tells of a file that was cut, and of one that is gone', async () => {
  const growth = await watch();
  truncateSync(path, 1);
  expect(await growth.look()).toEqual({ kind: 'shrank', file: 'mail.log' });
  rmSync(path);
  expect(await growth.look()).toEqual({ kind: 'gone', file: 'mail.log' });
});
