import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  dependencyStamp,
  ensureDependencies,
  installedMatchesLock,
  isNodeRecentEnough,
} from './dependencies.mjs';

describe('the Node version', () => {
  it.each([
    ['18.20.4', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['22.0.0', true],
    ['24.11.1', true],
  ])('%s is recent enough: %s', (version, enough) => {
    expect(isNodeRecentEnough(version)).toBe(enough);
  });
});

describe('the stamp of node_modules', () => {
  it('changes with the lock file and with the system', () => {
    const stamp = dependencyStamp('{"a":1}', 'linux-x64');
    expect(dependencyStamp('{"a":1}', 'linux-x64')).toBe(stamp);
    expect(dependencyStamp('{"a":2}', 'linux-x64')).not.toBe(stamp);
    expect(dependencyStamp('{"a":1}', 'darwin-arm64')).not.toBe(stamp);
  });
});

describe('what npm left in node_modules', () => {
  const lock = JSON.stringify({
    packages: {
      '': { name: 'app' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/other-system': { version: '2.0.0', optional: true },
    },
  });
  /** @param {Record<string, unknown>} packages */
  const installed = (packages) => JSON.stringify({ packages });

  it('is accepted when it is what the lock asks for, packages of other systems aside', () => {
    expect(installedMatchesLock(lock, installed({ 'node_modules/a': { version: '1.0.0' } }))).toBe(true);
  });

  it.each([
    ['an older version', { 'node_modules/a': { version: '0.9.0' } }],
    ['a package too few', {}],
    [
      'a package too many',
      { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } },
    ],
  ])('is not accepted with %s', (_, packages) => {
    expect(installedMatchesLock(lock, installed(packages))).toBe(false);
  });

  it('is not accepted when it cannot be read', () => {
    expect(installedMatchesLock(lock, '{"packages":')).toBe(false);
  });
});

describe('installing', () => {
  const before = { ...process.env };
  /** @type {string} */
  let folder;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mailtriage-packages-'));
    process.env['MAILTRIAGE_CACHE'] = join(folder, 'cache');
    mkdirSync(join(folder, 'checkout'));
    writeFileSync(join(folder, 'checkout', 'package-lock.json'), JSON.stringify({ packages: { '': {} } }));
  });

  afterEach(() => {
    process.env = { ...before };
    rmSync(folder, { recursive: true, force: true });
  });

  /**
   * An npm that writes down what it was asked, makes a node_modules and says and returns what the test wants.
   * @param {string} says
   * @param {number} status
   */
  function npmThat(says, status) {
    const script = join(folder, 'npm-cli.cjs');
    writeFileSync(
      script,
      `const fs = require('node:fs');
       fs.appendFileSync(${JSON.stringify(join(folder, 'asked'))}, process.argv.slice(2).join(' ') + '\\n');
       if (process.argv[2] === 'ping') process.exit(0);
       fs.mkdirSync('node_modules/a', { recursive: true });
       process.stderr.write(${JSON.stringify(says)});
       process.exit(${status});`,
    );
    process.env['npm_execpath'] = script;
  }
  const asked = () =>
    readFileSync(join(folder, 'asked'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('ci'));

  it('runs once, without install scripts, and is not repeated', async () => {
    npmThat('', 0);
    await ensureDependencies(join(folder, 'checkout'));
    await ensureDependencies(join(folder, 'checkout'));
    expect(asked()).toHaveLength(1);
    expect(asked()[0]).toContain('--ignore-scripts');
  });

  it('runs again when package-lock.json changes', async () => {
    npmThat('', 0);
    await ensureDependencies(join(folder, 'checkout'));
    writeFileSync(
      join(folder, 'checkout', 'package-lock.json'),
      JSON.stringify({ packages: { '': {} }, x: 1 }),
    );
    await ensureDependencies(join(folder, 'checkout'));
    expect(asked()).toHaveLength(2);
  });

  it.each([
    [
      'a full disk',
      'npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device',
      228,
      /disk is full/,
    ],
    [
      'a full disk that npm only warns of',
      'npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device',
      0,
      /disk is full/,
    ],
    ['a package with the wrong checksum', 'npm error code EINTEGRITY', 1, /not the one we expect/],
    ['no network', 'npm error code ENOTFOUND', 1, /registry cannot be reached/],
    ['no right to write', 'npm error code EACCES', 243, /Nothing can be written/],
    ['anything else', 'npm error code EUSAGE', 1, /its message above/],
  ])('says one sentence for %s and leaves nothing half-installed', async (_, says, status, sentence) => {
    npmThat(says, status);
    await expect(ensureDependencies(join(folder, 'checkout'))).rejects.toThrow(sentence);
    expect(() => readFileSync(join(folder, 'checkout', 'node_modules'))).toThrow(/ENOENT/);
  });
});
