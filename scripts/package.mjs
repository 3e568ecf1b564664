import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, cli, ensureBuilt } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { Failure, runMain } from './failure.mjs';
import { layOutApp, licenceTexts } from './packageContents.mjs';
import { setFuses } from './packageFuses.mjs';
import { linuxPackages, megabytes } from './packageLinux.mjs';
import { checkout } from './places.mjs';
import { say, sayWhileWaiting } from './progress.mjs';
import { describeRuntime, ensureRuntime } from './runtime.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';
import { endOnSignals, runTool } from './toolRun.mjs';

/** @typedef {import('./runtime.mjs').Runtime} Runtime */

const dist = join(checkout, 'dist');
const icons = join(checkout, 'build', 'icons');

/** `npm run package`: a .deb and a .tar.gz on Linux, a .zip (not yet proven) on Windows and macOS. */
async function makePackages() {
  await ensureDependencies();
  const runtime = await ensureRuntime();
  const about = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
  const label = runtimeLabel(runtime.version, shippedMajor());
  say(`Packaging ${about.productName} ${about.version} with ${describeRuntime(runtime)}.`);
  if (label !== '') say(warning(runtime));
  await ensureBuilt(app);
  await ensureBuilt(cli);
  mkdirSync(dist, { recursive: true });
  // Beside the results: /tmp is a small RAM disk on some systems, and this takes about 1 GB.
  const work = mkdtempSync(join(dist, '.work-'));
  const tidy = () => rmSync(work, { recursive: true, force: true });
  process.once('exit', tidy);
  try {
    const folder = await fillElectron(work, runtime, about);
    const version = `${about.version}${label === '' ? '' : `-${label}`}`;
    const files =
      process.platform === 'linux'
        ? await linuxPackages({ work, folder, about, version, label, dist })
        : await zipPackage(folder, version);
    writeSums(files);
    for (const file of files) say(`${file} (${megabytes(statSync(file).size)} MB)`);
    if (label !== '') say(warning(runtime));
  } finally {
    tidy();
  }
}

/**
 * What an artefact's name says about its Electron: nothing when it is the one we ship, otherwise that it is not.
 * @param {string} version of the runtime
 * @param {number} shipped major version of the `electron` package
 */
export function runtimeLabel(version, shipped) {
  const major = Number.parseInt(version, 10);
  return major === shipped ? '' : `devruntime${Number.isNaN(major) ? '' : major}`;
}

function shippedMajor() {
  const { version } = JSON.parse(
    readFileSync(join(checkout, 'node_modules', 'electron', 'package.json'), 'utf8'),
  );
  return Number.parseInt(version, 10);
}

/** @param {Runtime} runtime */
function warning(runtime) {
  return `NOT FOR USERS: this package contains Electron ${runtime.version}, a runtime for development that may no longer get security fixes.`;
}

/**
 * Electron with our app in it and its fuses set.
 * @param {string} work
 * @param {Runtime} runtime
 * @param {Record<string, unknown>} about
 * @returns {Promise<string>} the folder
 */
async function fillElectron(work, runtime, about) {
  const staging = join(work, 'app');
  const packages = layOutApp(staging, about);
  say(`Beside the built app the archive holds: ${packages.join(', ')}.`);
  const onLinux = process.platform === 'linux';
  if (onLinux) await ensureSystemPackages(['packaging']);
  const version = runtime.version === 'unknown' ? '' : runtime.version;
  if (version === '')
    throw new Failure('The Electron named does not say its version: name an unpacked official download.');
  const { packager } = createRequire(import.meta.url)('@electron/packager');
  const [folder] = await sayWhileWaiting(
    'filling Electron',
    packager({
      dir: staging,
      out: join(work, 'filled'),
      tmpdir: join(work, 'tmp'),
      name: about['productName'],
      executableName: onLinux ? about['name'] : about['productName'],
      platform: process.platform,
      arch: process.arch,
      electronVersion: version,
      // Elsewhere the packager downloads the same version itself.
      ...(onLinux ? { electronZipDir: await zipRuntime(work, runtime) } : {}),
      asar: true,
      prune: false, // laid out by us, with nothing superfluous
      icon: join(icons, 'icon'),
      appCopyright: 'Copyright (c) 2026 The MailTriage engineers',
      appBundleId: 'org.mailtriage.app',
      appCategoryType: 'public.app-category.utilities',
      win32metadata: { CompanyName: 'MailTriage', FileDescription: 'MailTriage' },
      quiet: true,
    }),
  );
  if (existsSync(join(folder, 'LICENSE')))
    renameSync(join(folder, 'LICENSE'), join(folder, 'LICENSE.electron.txt'));
  cpSync(join(checkout, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'LICENSES.npm.txt'), licenceTexts());
  const programs = /** @type {Partial<Record<NodeJS.Platform, string>>} */ ({
    linux: String(about['name']),
    darwin: `${about['productName']}.app`,
    win32: `${about['productName']}.exe`,
  });
  const fuses = await setFuses(join(folder, programs[process.platform] ?? ''), process.platform);
  say(`Fuses, read back from the program:\n${fuses.map((line) => `  ${line}`).join('\n')}`);
  return folder;
}

/**
 * The runtime as the zip the packager expects, without what makes it open any app.
 * @param {string} work
 * @param {Runtime} runtime
 * @returns {Promise<string>} the folder with the zip
 */
async function zipRuntime(work, { executable, version }) {
  const folder = join(work, 'electron');
  mkdirSync(folder);
  const archive = join(folder, `electron-v${version}-linux-${process.arch}.zip`);
  const result = await runTool(
    'zip',
    [
      '-r',
      '-q',
      '-y',
      '-0',
      archive,
      '.',
      '-x',
      'resources/app/*',
      'resources/default_app.asar',
      'mailtriage-runtime.json',
    ],
    { cwd: dirname(executable), limitSeconds: 300 },
  );
  if (result.status !== 0)
    throw new Failure('The Electron runtime could not be put into a zip archive.', result.output);
  return folder;
}

/**
 * Windows and macOS: one archive of the folder, to be run where it is unpacked. Nobody has tried the results yet.
 * @param {string} folder
 * @param {string} version
 */
async function zipPackage(folder, version) {
  const file = join(dist, `mailtriage-${version}-${process.platform}-${process.arch}.zip`);
  rmSync(file, { force: true });
  // Both systems bring a tool that keeps links and rights: ditto on macOS, bsdtar as `tar` on Windows.
  const [tool, ...args] =
    process.platform === 'darwin'
      ? ['ditto', '-c', '-k', '--keepParent', folder, file]
      : ['tar', '-a', '-c', '-f', file, '-C', dirname(folder), basename(folder)];
  const result = await runTool(tool ?? '', args, { limitSeconds: 600 });
  if (result.status !== 0)
    throw new Failure(`The archive could not be made: the message of ${tool} above says why.`, result.output);
  say('This package for Windows or macOS is not yet proven: nobody has installed it, and it is not signed.');
  return [file];
}

/** @param {readonly string[]} files */
function writeSums(files) {
  const lines = files.map(
    (file) => `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${basename(file)}`,
  );
  writeFileSync(join(dist, 'SHA256SUMS'), `${lines.join('\n')}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endOnSignals();
  await runMain(makePackages);
}
