import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCase } from '../../core/case/case.ts';
import { Secret } from '../ssh/secret.ts';
import { plainWriter, testProfile, TestVault } from '../servers/testServers.ts';
import { CaseStore } from './caseStore.ts';
import { ProfileStore } from './profileStore.ts';
import { SecretStore } from './secretStore.ts';

const now = new Date('2026-11-23T01:30:00Z');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-stores-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('ProfileStore', () => {
  const open = () => new ProfileStore(folder, plainWriter, now);
  const first = testProfile({ id: 'profile-1', name: 'first' });
  const second = testProfile({ id: 'profile-2', name: 'second' });

  it('keeps profiles in their order, changed ones in their place', () => {
    open().save(first, second);
    open().save({ ...first, name: 'changed' });
    expect(open().all.map(({ name }) => name)).toEqual(['changed', 'second']);
    open().remove('profile-1');
    open().remove('profile-9');
    expect(open().all.map(({ name }) => name)).toEqual(['second']);
  });

  it('sets a damaged file aside and goes back to the last good one', () => {
    const store = open();
    store.save(first);
    store.save(second);
    writeFileSync(join(folder, 'servers.json'), '{"version":1,"data":[{"id":"x"}]}');
    const again = open();
    expect(again.all.map(({ name }) => name)).toEqual(['first']);
    expect(readFileSync(again.damaged ?? '', 'utf8')).toContain('"id":"x"');
  });
});

describe('SecretStore', () => {
  let vault: TestVault;
  beforeEach(() => {
    vault = new TestVault();
  });
  const open = () => new SecretStore(folder, plainWriter, vault, now);
  const text = async (name: string) => (await open().read('profile-1', name))?.reveal() ?? null;

  it('keeps secrets sealed, by profile and name', async () => {
    const store = open();
    await store.keep('profile-1', 'sudo root', new Secret('geheim'));
    await store.keep('profile-1', 'passphrase /k', new Secret('Schlüssel 🔑'));
    await store.keep('profile-2', 'sudo root', new Secret('other'));
    expect([await text('sudo root'), await text('passphrase /k'), await text('constructor')]).toEqual([
      'geheim',
      'Schlüssel 🔑',
      null,
    ]);
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).not.toMatch(/geheim|Schl|other"/);
    expect(JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8'))).toMatchObject({
      data: { 'profile-1': { 'sudo root': { v: 1, backend: 'test-keyring' } } },
    });
    store.forget('profile-1', 'sudo root');
    expect([store.has('profile-1'), await text('sudo root')]).toEqual([true, null]);
    store.forget('profile-1');
    expect([store.has('profile-1'), store.has('profile-2')]).toEqual([false, true]);
  });

  it('keeps nothing where nothing protects it', async () => {
    vault.possible = false;
    await open().keep('profile-1', 'sudo root', new Secret('geheim'));
    expect(open().has('profile-1')).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('gives up on one that cannot be read, and on no other', async () => {
    const store = open();
    await store.keep('profile-1', 'a', new Secret('A'));
    await store.keep('profile-1', 'b', new Secret('B'));
    const file = join(folder, 'secrets.json');
    const data = JSON.parse(readFileSync(file, 'utf8')) as { data: Record<string, Record<string, unknown>> };
    for (const damaged of [{ v: 2 }, 'x', null, { v: 1, backend: 'kwallet', ciphertext: 'QQ==' }]) {
      writeFileSync(
        file,
        JSON.stringify({ ...data, data: { 'profile-1': { ...data.data['profile-1'], a: damaged } } }),
      );
      expect([await text('a'), await text('b')]).toEqual([null, 'B']);
    }
    vault.name = 'another-keyring';
    expect(await text('b')).toBeNull();
    vault.name = 'test-keyring';
    vault.broken = true;
    expect(await text('b')).toBeNull();
    vault.broken = false;
    expect(await text('b')).toBe('B');
  });
});

describe('CaseStore', () => {
  const open = () => new CaseStore(folder, plainWriter, () => now);
  const made = (id: string, changedAt: string) => ({ ...openCase(id, '2026-11-23T00:00:00Z'), changedAt });

  it('keeps each case in a file of its own, latest first', () => {
    const store = open();
    store.save(made('case-0001', '2026-11-23T01:00:00Z'));
    store.save(made('case-0002', '2026-11-23T02:00:00Z'));
    expect(open().all.map(({ id }) => id)).toEqual(['case-0002', 'case-0001']);
    expect(readdirSync(join(folder, 'cases')).sort()).toEqual(['case-0001.json', 'case-0002.json']);
    open().remove('case-0002');
    expect(open().all.map(({ id }) => id)).toEqual(['case-0001']);
    expect(open().find('case-0002')).toBeNull();
  });

  it('lets a damaged case take no other along', () => {
    open().save(made('case-0001', '2026-11-23T01:00:00Z'));
    open().save(made('case-0002', '2026-11-23T02:00:00Z'));
    writeFileSync(join(folder, 'cases', 'case-0002.json'), '{');
    writeFileSync(join(folder, 'cases', 'notes.txt'), 'not ours');
    const store = open();
    expect(store.all.map(({ id }) => id)).toEqual(['case-0001']);
    expect(store.damaged).toHaveLength(1);
  });

  it('is empty before the first case', () => {
    expect(open().all).toEqual([]);
  });
});
