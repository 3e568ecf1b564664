import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openVersionedStore } from './versionedStore.ts';
import type { StoreFormat } from './versionedStore.ts';

const format: StoreFormat<{ colour: string }> = {
  version: 3,
  schema: z.strictObject({ colour: z.string() }),
  initial: { colour: 'grey' },
  migrations: { 2: (data) => ({ colour: (data as { color: string }).color }) },
};
const now = new Date('2026-11-23T01:30:00Z');

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-store-'));
  path = join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () =>
  openVersionedStore(path, format, (file) => (content) => writeFileSync(file, JSON.stringify(content)), now);
const damagedFiles = () => readdirSync(folder).filter((name) => name.includes('.damaged-'));

describe('openVersionedStore', () => {
  it('starts with the initial value and keeps what is saved', () => {
    const store = open();
    expect({ value: store.value, damaged: store.damaged }).toEqual({
      value: { colour: 'grey' },
      damaged: null,
    });
    expect(existsSync(path)).toBe(false);
    store.save({ colour: 'blue' });
    expect(store.value).toEqual({ colour: 'blue' });
    expect(open().value).toEqual({ colour: 'blue' });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ version: 3, data: { colour: 'blue' } });
  });

  it('brings data of an older version along', () => {
    writeFileSync(path, JSON.stringify({ version: 2, data: { color: 'green' } }));
    const store = open();
    expect({ value: store.value, damaged: store.damaged }).toEqual({
      value: { colour: 'green' },
      damaged: null,
    });
  });

  it.each([
    ['half a file', '{"version":3,"da'],
    ['an empty file', ''],
    ['data of another shape', '{"version":3,"data":{"colour":7}}'],
    ['a newer version', '{"version":4,"data":{"colour":"blue"}}'],
    ['a version without a way to ours', '{"version":1,"data":{}}'],
  ])('sets %s aside untouched and says so', (_what, content) => {
    writeFileSync(path, content);
    const store = open();
    expect(store.value).toEqual({ colour: 'grey' });
    expect(store.damaged).toBe(`${path}.damaged-2026-11-23T01-30-00`);
    expect(readFileSync(store.damaged ?? '', 'utf8')).toBe(content);
    store.save({ colour: 'red' });
    expect(readFileSync(store.damaged ?? '', 'utf8')).toBe(content);
  });

  it('falls back to the backup of the last good content', () => {
    const store = open();
    store.save({ colour: 'blue' });
    store.save({ colour: 'red' });
    writeFileSync(path, 'junk');
    const again = open();
    expect(again.value).toEqual({ colour: 'blue' });
    expect(again.damaged).not.toBeNull();
  });

  it('never overwrites an earlier damaged file', () => {
    for (const content of ['junk 1', 'junk 2']) {
      writeFileSync(path, content);
      open();
    }
    expect(
      damagedFiles()
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .sort(),
    ).toEqual(['junk 1', 'junk 2']);
  });

  it('does not take a value it could not read again', () => {
    const store = open();
    expect(() => store.save({ colour: 7 } as never)).toThrow();
    expect(existsSync(path)).toBe(false);
  });
});
