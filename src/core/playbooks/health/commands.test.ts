import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mailLogLines } from './commands.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-mail-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What a real shell makes of the command where these are the logs. */
function found(logs: Readonly<Record<string, readonly string[]>>, most = 10): string[] {
  for (const [name, lines] of Object.entries(logs))
    writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''));
  const [program = '', ...args] = mailLogLines.argv({ patterns: ['wanted', "it's"], most });
  const here = args.map((arg) => arg.replaceAll('/var/log', folder));
  return execFileSync(program, here, { encoding: 'utf8' }).split('\n').slice(0, -1);
}

describe.skipIf(process.platform === 'win32')('the lines of the mail log that health looks at', () => {
  it('are those of the log before it, too, the older first, and the very last line', () => {
    const logs = { 'mail.log.1': ['wanted 1', 'other 2'], 'mail.log': ['other 3', "it's 4", 'other 5'] };
    expect(found(logs)).toEqual(['wanted 1', "it's 4", 'other 5']);
    expect(found(logs, 1)).toEqual(["it's 4", 'other 5']);
  });

  it('are there when the log has just been changed, and is empty', () => {
    expect(found({ 'mail.log.1': ['wanted 1', 'other 2'], 'mail.log': [] })).toEqual(['wanted 1', 'other 2']);
  });

  it('are those of the log alone where the one before it is compressed, under either name', () => {
    expect(found({ 'mail.log': ['wanted 1', 'other 2'], 'mail.log.2.gz': ['wanted 0'] })).toEqual([
      'wanted 1',
      'other 2',
    ]);
    rmSync(join(folder, 'mail.log'));
    expect(found({ maillog: ['wanted 1'] })).toEqual(['wanted 1', 'wanted 1']);
  });

  it('are none where there is no log', () => {
    expect(found({})).toEqual([]);
  });
});
