import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { unexplainedRooms } from './checkRooms.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rooms-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

it('names folders that no README explains', () => {
  for (const folder of ['core/queue/fixtures', 'core/odd', 'cli', 'lost'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'README.md'), '| `core/` | pure |');
  writeFileSync(join(root, 'core', 'README.md'), '| `queue/` | what waits |');
  writeFileSync(join(root, 'cli', 'README.md'), '# the command line');
  expect(unexplainedRooms(root)).toEqual(['core/odd', 'lost']);
});
