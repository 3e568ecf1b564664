import { expect, it } from 'vitest';
import { isInstallable, missingPackages, packageSets } from './systemPackages.mjs';

/** @param {readonly string[]} names */
const installed = (names) => names.map((name) => `${name} installed`).join('\n');

it('finds nothing missing when all of a set is installed', () => {
  expect(missingPackages(['window'], installed(packageSets.window.map(([name]) => name ?? '')))).toEqual([]);
});

it('takes the newer name of a library for the same library', () => {
  const names = packageSets.window.map((alternatives) => alternatives.at(-1) ?? '');
  expect(names).toContain('libgtk-3-0t64');
  expect(missingPackages(['window'], installed(names))).toEqual([]);
});

it('counts a package that was removed, or that dpkg never heard of, as missing', () => {
  const listing = 'xvfb config-files\nfonts-dejavu-core installed\n';
  expect(missingPackages(['virtualDisplay'], listing)).toEqual([['xvfb'], ['xauth']]);
});

it('reads from apt-cache policy whether a package can be had', () => {
  const policy = [
    'libasound2:',
    '  Installed: (none)',
    '  Candidate: (none)',
    '  Version table:',
    'libasound2t64:',
    '  Installed: (none)',
    '  Candidate: 1.2.14-1',
    '  Version table:',
  ].join('\n');
  expect(isInstallable('libasound2', policy)).toBe(false);
  expect(isInstallable('libasound2t64', policy)).toBe(true);
  expect(isInstallable('xvfb', policy)).toBe(false);
});
