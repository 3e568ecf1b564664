import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandRecord } from '../../core/command/commandRecord.ts';
import { AuditLog } from './auditLog.ts';

let folder = '';
let path = '';
const reports: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-audit-'));
  path = join(folder, 'audit.jsonl');
  reports.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (at = path) => new AuditLog(at, (what) => reports.push(what));
const record = (parts: Partial<CommandRecord> = {}): CommandRecord => ({
  time: '2026-11-23T01:30:00.000Z',
  server: { profileId: 'profile-1', name: 'mail.example', host: '192.0.2.1', user: 'root' },
  templateId: 'queue.list-json',
  command: 'env LC_ALL=C postqueue -j',
  effect: 'reads',
  confirmedBy: null,
  exitCode: 0,
  signal: null,
  outcome: 'ended',
  durationMs: 12,
  firstLines: [],
  ...parts,
});
const commands = async (log: AuditLog, search = '', offset = 0, limit = 100) => {
  const { records, total } = await log.list({ search, offset, limit });
  return { total, commands: records.map(({ command }) => command) };
};

describe('the audit log', () => {
  it('outlives the app, shows the latest first and in pages', async () => {
    const log = open();
    for (const command of ['one', 'two', 'three']) log.append(record({ command }));
    expect(await commands(open())).toEqual({ total: 3, commands: ['three', 'two', 'one'] });
    expect(await commands(open(), '', 1, 1)).toEqual({ total: 3, commands: ['two'] });
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('lets go of what is older than wanted, and of nothing that comes meanwhile', async () => {
    const log = open();
    log.append(record({ command: 'old', time: '2026-01-01T00:00:00.000Z' }));
    log.append(record({ command: 'recent' }));
    const removing = log.removeBefore('2026-06-01T00:00:00.000Z');
    log.append(record({ command: 'meanwhile' }));
    expect(await removing).toBe(1);
    expect(await commands(open())).toEqual({ total: 2, commands: ['meanwhile', 'recent'] });
    expect(await log.removeBefore('2026-06-01T00:00:00.000Z')).toBe(0);
    expect(readdirSync(folder)).toEqual(['audit.jsonl']);
    expect(await open(join(folder, 'none.jsonl')).removeBefore('2026-06-01')).toBe(0);
  });

  it('only ever grows', () => {
    const log = open();
    log.append(record());
    const before = readFileSync(path, 'utf8');
    log.append(record({ command: 'two' }));
    expect(readFileSync(path, 'utf8').startsWith(before)).toBe(true);
  });

  it('finds records that hold every word', async () => {
    const log = open();
    log.append(record({ command: 'postqueue -j' }));
    log.append(
      record({ command: 'postqueue -f', confirmedBy: 'admin', firstLines: ['Mail system is down'] }),
    );
    expect(await commands(log, 'POSTQUEUE admin')).toEqual({ total: 1, commands: ['postqueue -f'] });
    expect((await commands(log, 'system down')).total).toBe(1);
    expect((await commands(log, 'mail.example')).total).toBe(2);
    expect((await commands(log, 'nothing')).total).toBe(0);
  });

  it('passes over what is no record, also a line that a crash cut off', async () => {
    open().append(record({ command: 'one' }));
    appendFileSync(path, '{"time":"2026-');
    open().append(record({ command: 'two' }));
    appendFileSync(path, '\n[]\nnull\n');
    expect(await commands(open())).toEqual({ total: 2, commands: ['two', 'one'] });
    expect((await open().list({ search: 'two', offset: 0, limit: 9 })).damaged).toBe(3);
  });

  it('holds what the disk does not take, and writes it with the next command', async () => {
    const blocked = join(folder, 'later', 'audit.jsonl');
    const log = open(blocked);
    log.append(record({ command: 'one' }));
    expect(reports).toHaveLength(1);
    expect((await commands(log)).commands).toEqual(['one']);
    mkdirSync(join(folder, 'later'));
    log.append(record({ command: 'two' }));
    expect((await commands(open(blocked))).commands).toEqual(['two', 'one']);
  });

  it('can be handed on, also when nothing was ever run', async () => {
    const copy = join(folder, 'copy.jsonl');
    await open().exportTo(copy);
    expect(readFileSync(copy, 'utf8')).toBe('');
    const log = open();
    log.append(record());
    await log.exportTo(copy);
    expect(JSON.parse(readFileSync(copy, 'utf8'))).toEqual(record());
  });
});
