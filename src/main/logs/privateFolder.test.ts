import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PrivateFolder } from './privateFolder.ts';

it('is for this user alone, and gone with all that is in it', () => {
  const folder = new PrivateFolder();
  writeFileSync(join(folder.path, '0.log'), 'lines');
  if (process.platform !== 'win32') expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  folder.remove();
  expect(existsSync(folder.path)).toBe(false);
});

it('takes away what an app that was killed left behind, and nothing of one that runs', () => {
  const ended = spawnSync(process.execPath, ['-e', '']).pid;
  const left = mkdtempSync(join(tmpdir(), `mailtriage-fetched-${String(ended)}-`));
  writeFileSync(join(left, '0.log'), 'lines');
  const other = mkdtempSync(join(tmpdir(), 'mailtriage-fetched-'));
  const running = new PrivateFolder();
  const folder = new PrivateFolder();
  try {
    expect(existsSync(left)).toBe(false);
    expect(existsSync(running.path)).toBe(true);
    expect(existsSync(other)).toBe(true);
  } finally {
    folder.remove();
    running.remove();
    rmSync(other, { recursive: true });
  }
});
