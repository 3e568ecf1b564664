import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withSection } from './benchStart.mjs';
import { runtimeLabel } from './package.mjs';
import { importedPackages, isNeeded, licenceFiles, withDependencies } from './packageContents.mjs';
import { compareFuses, wantedFuses } from './packageFuses.mjs';
import { icns, ico } from './packageIcons.mjs';
import { debianVersion } from './packageLinux.mjs';
import { median } from './startTime.mjs';

const [on, off] = [0x31, 0x30];

describe('the name of a package', () => {
  it('says when its Electron is not the one we ship', () => {
    expect(runtimeLabel('45.4.1', 45)).toBe('');
    expect(runtimeLabel('33.2.1', 45)).toBe('devruntime33');
    expect(runtimeLabel('unknown', 45)).toBe('devruntime');
  });

  it('lets a release replace what was built before it', () => {
    expect(debianVersion('0.1.0', '')).toBe('0.1.0');
    expect(debianVersion('0.1.0', 'devruntime33')).toBe('0.1.0~devruntime33');
    expect(debianVersion('1.0.0-beta.2', '')).toBe('1.0.0~beta.2');
  });
});

describe('fuses', () => {
  const wanted = wantedFuses('linux');
  const right = Object.fromEntries(Object.entries(wanted).map(([name, is]) => [name, is ? on : off]));

  it('are as wanted', () => {
    expect(compareFuses(right, wanted).wrong).toEqual([]);
    expect(compareFuses(right, wanted).words).toContain('OnlyLoadAppFromAsar: on');
  });

  it('are wrong when one is the other way round, unknown to the runtime, or removed', () => {
    expect(compareFuses({ ...right, RunAsNode: on }, wanted).wrong).toEqual(['RunAsNode is on']);
    expect(compareFuses({ ...right, RunAsNode: undefined }, wanted).wrong).toEqual([
      'RunAsNode is not in this runtime',
    ]);
    expect(compareFuses({ ...right, RunAsNode: 0x72 }, wanted).wrong).toEqual(['RunAsNode is removed']);
  });

  it('check the archive where there is a place for its checksum', () => {
    expect(wantedFuses('darwin')['EnableEmbeddedAsarIntegrityValidation']).toBe(true);
    expect(wanted['EnableEmbeddedAsarIntegrityValidation']).toBe(false);
  });
});

describe('what goes into the archive', () => {
  it('brings what a package depends on, without optional packages, and survives a circle', () => {
    /** @type {Record<string, { dependencies?: Record<string, string>, optionalDependencies?: object }>} */
    const packages = {
      ssh2: { dependencies: { asn1: '1', bcrypt: '1' }, optionalDependencies: { 'cpu-features': '1' } },
      asn1: { dependencies: { safer: '1' } },
      bcrypt: { dependencies: { ssh2: '1' } },
      safer: {},
    };
    expect(withDependencies(['ssh2'], (name) => packages[name] ?? {})).toEqual([
      'asn1',
      'bcrypt',
      'safer',
      'ssh2',
    ]);
  });

  it('takes what runs and the licence, not tests, native parts and documents', () => {
    const needed = (/** @type {string} */ path) => isNeeded(path.replaceAll('/', sep));
    for (const path of [
      '',
      'lib/client.js',
      'lib/protocol/crypto.js',
      'lib/protocol/crypto',
      'LICENSE',
      'package.json',
    ]) {
      expect([path, needed(path)]).toEqual([path, true]);
    }
    for (const path of [
      'test',
      'test/test.js',
      'install.js',
      'README.md',
      'lib/protocol/crypto/src',
      'lib/protocol/crypto/build/Release/sshcrypto.node',
      'lib/protocol/crypto/binding.gyp',
      '.eslintrc.js',
    ]) {
      expect([path, needed(path)]).toEqual([path, false]);
    }
  });

  it('finds the packages a source names', () => {
    const source = `import { z } from 'zod';
      import type { X } from './own.ts';
      import '@mantine/core/styles.css';
      import { readFileSync } from 'node:fs';
      const lazy = import('react-dom/client');`;
    expect(importedPackages(source)).toEqual(['zod', '@mantine/core', 'react-dom']);
  });

  it('finds licences that lie in a folder of that name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mailtriage-licences-'));
    mkdirSync(join(folder, 'licenses'));
    for (const name of ['LICENSE', 'NOTICE', 'index.js', join('licenses', 'LICENSE-d3')]) {
      writeFileSync(join(folder, name), name);
    }
    const found = licenceFiles(folder).map((file) => relative(folder, file));
    rmSync(folder, { recursive: true });
    expect(found).toEqual(['LICENSE', 'NOTICE', join('licenses', 'LICENSE-d3')]);
  });
});

describe('icon files', () => {
  const small = Buffer.from('small');
  const large = Buffer.from('larger');

  it('of Windows point at each picture', () => {
    const file = ico([
      [16, small],
      [256, large],
    ]);
    expect([file.readUInt16LE(2), file.readUInt16LE(4)]).toEqual([1, 2]);
    expect([file[6], file[22]]).toEqual([16, 0]);
    const [length, at] = [file.readUInt32LE(22 + 8), file.readUInt32LE(22 + 12)];
    expect(file.subarray(at, at + length)).toEqual(large);
  });

  it('of macOS know their own length', () => {
    const file = icns([
      ['ic07', small],
      ['ic08', large],
    ]);
    expect(file.toString('latin1', 0, 4)).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    expect(file.toString('latin1', 8, 12)).toBe('ic07');
    expect(file.readUInt32BE(12)).toBe(8 + small.length);
  });
});

describe('figures', () => {
  it('have a median', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 2.5, Number.NaN]);
  });

  it('replace their own section of the document and no other', () => {
    const other = '# Measurements\n\n## Logs\n\nfast\n';
    const once = withSection(other, 'first');
    expect(once).toContain('fast');
    const twice = withSection(`${once}\n## After\n`, 'second');
    expect(twice).toContain('second');
    expect(twice).not.toContain('first');
    expect(twice).toContain('## After');
    expect(twice.startsWith(other.trimEnd())).toBe(true);
  });
});
