import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadProblem, executableName, namedRuntime } from './runtime.mjs';

describe('a runtime the user names', () => {
  /** @type {string} */
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mailtriage-runtime-'));
    writeFileSync(join(folder, 'electron'), '');
    chmodSync(join(folder, 'electron'), 0o755);
    writeFileSync(join(folder, 'version'), 'v45.4.1\n');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is taken by its path, before one named by its folder', () => {
    const executable = join(folder, 'electron');
    const env = { MAILTRIAGE_ELECTRON: executable, ELECTRON_OVERRIDE_DIST_PATH: '/elsewhere' };
    expect(namedRuntime(env)).toEqual({ executable, version: '45.4.1', why: 'named by MAILTRIAGE_ELECTRON' });
  });

  it('is refused in one sentence when it cannot be run', () => {
    chmodSync(join(folder, 'electron'), 0o644);
    expect(() => namedRuntime({ MAILTRIAGE_ELECTRON: join(folder, 'electron') })).toThrow(
      /correct the variable/,
    );
    expect(() => namedRuntime({ MAILTRIAGE_ELECTRON: folder })).toThrow(/cannot|not a program/);
    expect(() => namedRuntime({ ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' })).toThrow(
      `ELECTRON_OVERRIDE_DIST_PATH names ${join('/nowhere', executableName())}`,
    );
  });

  it('is not there when none is named', () => {
    expect(namedRuntime({})).toBeNull();
  });
});

it.each([
  ['Error: ENOTFOUND getaddrinfo ENOTFOUND mirror.example\n    at x', 'its server is not known here'],
  [
    'Error: UND_ERR_CONNECT_TIMEOUT Connect Timeout Error',
    'its server cannot be reached, UND_ERR_CONNECT_TIMEOUT',
  ],
  ['Error: ETIMEDOUT: the server does not answer', 'its server cannot be reached, ETIMEDOUT'],
  ['HTTPError: Response code 404 (Not Found) for x', 'its server answered 404'],
  ['Error: Generated checksum for "a.zip" did not match', 'what arrived had the wrong checksum'],
  ['TypeError: something else\n    at y', 'TypeError: something else'],
  ['', 'reason unknown'],
])('puts %j into a few words', (output, words) => {
  expect(downloadProblem(output)).toBe(words);
});
