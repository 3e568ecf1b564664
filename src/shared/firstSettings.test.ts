import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { languages } from './firstSettings.ts';

it('offers every language there are words for, and no other', () => {
  const folders = readdirSync(join(import.meta.dirname, '../locales'), { withFileTypes: true });
  const spoken = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect([...languages].sort()).toEqual(spoken.sort());
});
