import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileGrants } from './fileGrants.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-grants-'));
  writeFileSync(join(folder, 'mail.log'), '12345');
  symlinkSync(join(folder, 'mail.log'), join(folder, 'link.log'));
  mkdirSync(join(folder, 'sub'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('FileGrants', () => {
  it('gives an id for a file and keeps the path to itself', async () => {
    const grants = new FileGrants();
    const [grant] = await grants.admit([join(folder, 'mail.log')]);
    expect(grant).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: 'mail.log', size: 5 });
    expect(grants.find(grant?.id ?? '')?.path).toBe(join(folder, 'mail.log'));
  });

  it('takes a folder for the mail logs in it, and names what it left out', async () => {
    const logs = join(folder, 'var-log');
    mkdirSync(logs);
    for (const name of ['mail.log', 'mail.log.1', 'mail.log.2.gz', 'syslog'])
      writeFileSync(join(logs, name), name);
    const grants = new FileGrants();
    const granted = await grants.admit([logs]);
    expect(granted.map(({ name }) => name)).toEqual(['mail.log', 'mail.log.1', 'mail.log.2.gz']);
    expect(grants.leftOutWith([granted[1]?.id ?? ''])).toMatchObject([
      { folder: 'var-log', files: ['syslog'] },
    ]);
    expect(grants.leftOutWith(['other'])).toEqual([]);
  });

  it('knows no id it never gave out', () => {
    expect(new FileGrants().find(join(folder, 'mail.log'))).toBeNull();
  });

  it('takes one file under two names for one', async () => {
    const grants = new FileGrants();
    const first = await grants.admit([join(folder, 'mail.log')]);
    const second = await grants.admit([join(folder, 'mail.log'), join(folder, 'link.log')]);
    expect(second).toHaveLength(1);
    expect(second[0]?.id).toBe(first[0]?.id);
  });

  it.each([
    ['sub', 'folder'],
    ['nowhere', 'missing'],
  ])('refuses %s: %s', async (name, kind) => {
    await expect(new FileGrants().admit([join(folder, name)])).rejects.toMatchObject({
      problem: { kind, file: name },
    });
  });

  it('refuses a device, which never ends', async () => {
    await expect(new FileGrants().admit(['/dev/zero'])).rejects.toMatchObject({
      problem: { kind: 'unreadable' },
    });
  });
});
