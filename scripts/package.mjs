import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
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
import { iconSizes } from './packageIcons.mjs';
import { checkout } from './places.mjs';
import { say, sayWhileWaiting } from './progress.mjs';
import { describeRuntime, ensureRuntime } from './runtime.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';
import { endOnSignals, runTool } from './toolRun.mjs';

/** @typedef {import('./runtime.mjs').Runtime} Runtime */

const dist = join(checkout, 'dist');
const icons = join(checkout, 'build', 'icons');
const maintainer = 'The MailTriage engineers <mailtriage@localhost>';

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
        ? await linuxPackages(work, folder, about, version, label)
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

/**
 * Debian's own order of versions: `~` sorts before nothing, so a later 0.1.0 replaces 0.1.0~devruntime33.
 * @param {string} version
 * @param {string} label
 */
export function debianVersion(version, label) {
  const ours = version.replace('-', '~');
  return label === '' ? ours : `${ours}~${label}`;
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
 * @param {string} work
 * @param {string} folder
 * @param {Record<string, unknown>} about
 * @param {string} version for file names
 * @param {string} label
 */
async function linuxPackages(work, folder, about, version, label) {
  keepOurLanguages(folder);
  const linux = join(checkout, 'build', 'linux');
  mkdirSync(join(folder, 'bin'));
  cpSync(join(linux, 'mailtriage'), join(folder, 'bin', 'mailtriage'));
  chmodSync(join(folder, 'bin', 'mailtriage'), 0o755);
  say(`The unpacked app is ${megabytes(folderSize(folder))} MB.`);
  const deb = await debianPackage(folder, about, version, label);
  const tarball = await tarPackage(work, folder, version);
  return [deb, tarball];
}

/**
 * Chromium's own words (menus of text fields, file dialogs) for the languages of the app only: 40 MB less.
 * @param {string} folder
 */
function keepOurLanguages(folder) {
  const kept = new Set(['en-US.pak', 'en-GB.pak', 'de.pak', 'fr.pak']);
  for (const name of readdirSync(join(folder, 'locales'))) {
    if (!kept.has(name)) rmSync(join(folder, 'locales', name));
  }
}

/**
 * @param {string} folder
 * @param {Record<string, unknown>} about
 * @param {string} version
 * @param {string} label
 * @returns {Promise<string>} the .deb
 */
async function debianPackage(folder, about, version, label) {
  const install = createRequire(import.meta.url)('electron-installer-debian');
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const file = join(dist, `mailtriage_${version}_${arch}.deb`);
  rmSync(file, { force: true });
  say('Making the .deb ...');
  await sayWhileWaiting(
    'making the .deb',
    install({
      src: folder,
      dest: dist,
      arch,
      name: 'mailtriage',
      version: debianVersion(String(about['version']), label),
      bin: 'bin/mailtriage',
      maintainer,
      section: 'mail',
      description: 'find out what happened to an e-mail on a BlueMind server',
      productDescription: longDescription(label),
      icon: Object.fromEntries([
        ...iconSizes.map((size) => [`${size}x${size}`, join(icons, `${size}.png`)]),
        ['scalable', join(checkout, 'build', 'icon.svg')],
      ]),
      desktopTemplate: join(checkout, 'build', 'linux', 'mailtriage.desktop'),
      // What the program links to or opens; the second names are Debian 13's and Ubuntu 24.04's.
      depends: debianDependencies,
      recommends: [],
      suggests: ['gnome-keyring | kwalletmanager'],
      compression: 'xz',
      rename: () => file,
    }),
  );
  return file;
}

/** electron-installer-debian adds its own list; these are the ones it does not know, or knows by one name only. */
const debianDependencies = ['libasound2 | libasound2t64', 'libsecret-1-0', 'ca-certificates'];

/** @param {string} label */
function longDescription(label) {
  const text =
    'MailTriage leads, step by step, from "a mail never arrived" to its cause: delivery maps, mail queue, mail logs, message history and restoring deleted mail, on a live server, on saved logs or on pasted text. "mailtriage VERB" is its command line.';
  return label === ''
    ? text
    : `${text}\n.\nThis build contains a runtime for development (${label}) and is not for users.`;
}

/**
 * @param {string} work
 * @param {string} folder
 * @param {string} version
 * @returns {Promise<string>} the .tar.gz
 */
async function tarPackage(work, folder, version) {
  const name = `mailtriage-${version}-linux-${process.arch}`;
  const renamed = join(work, name);
  renameSync(folder, renamed);
  const share = join(renamed, 'share');
  cpSync(join(checkout, 'build', 'linux', 'README.txt'), join(renamed, 'README.txt'));
  cpSync(
    join(checkout, 'build', 'linux', 'mailtriage.desktop'),
    join(share, 'applications', 'mailtriage.desktop'),
  );
  for (const size of iconSizes) {
    cpSync(
      join(icons, `${size}.png`),
      join(share, 'icons', 'hicolor', `${size}x${size}`, 'apps', 'mailtriage.png'),
    );
  }
  const file = join(dist, `${name}.tar.gz`);
  say('Making the .tar.gz ...');
  const result = await sayWhileWaiting(
    'making the .tar.gz',
    runTool(
      'tar',
      ['--owner=0', '--group=0', '--numeric-owner', '--sort=name', '-C', work, '-czf', file, name],
      {
        limitSeconds: 600,
      },
    ),
  );
  if (result.status !== 0)
    throw new Failure('The .tar.gz could not be made: the message of tar above says why.', result.output);
  return file;
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

/** @param {string} folder */
function folderSize(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += statSync(join(entry.parentPath ?? entry.path, entry.name)).size;
  }
  return bytes;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endOnSignals();
  await runMain(makePackages);
}
