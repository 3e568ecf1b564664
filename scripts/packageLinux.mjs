import { chmodSync, cpSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { filesIn } from './packageContents.mjs';
import { iconSizes } from './packageIcons.mjs';
import { checkout } from './places.mjs';
import { say, sayWhileWaiting } from './progress.mjs';
import { runTool } from './toolRun.mjs';

/**
 * @typedef {object} Filled
 * @property {string} work a folder for what is only needed meanwhile
 * @property {string} folder Electron with our app in it; it is moved
 * @property {Record<string, unknown>} about the project's package.json
 * @property {string} version for file names
 * @property {string} label what the name says about an Electron that is not the one we ship; empty otherwise
 * @property {string} dist where the results go
 */

const linux = join(checkout, 'build', 'linux');
const icons = join(checkout, 'build', 'icons');

/**
 * Debian's packages with what the program is linked to (`objdump -p`, NEEDED) and, in the last line, what it opens by
 * name: the keyring. The names ending in t64 are those of Debian 13 and Ubuntu 24.04.
 */
const debianDepends = [
  'libasound2 | libasound2t64',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatk1.0-0 | libatk1.0-0t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libc6',
  'libcairo2',
  'libcups2 | libcups2t64',
  'libdbus-1-3',
  'libdrm2',
  'libexpat1',
  'libgbm1',
  'libgcc-s1',
  'libglib2.0-0 | libglib2.0-0t64',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnspr4',
  'libnss3',
  'libpango-1.0-0',
  'libudev1',
  'libx11-6',
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2',
  'libsecret-1-0',
];

/**
 * The .deb and the .tar.gz.
 * @param {Filled} filled
 * @returns {Promise<string[]>} the files
 */
export async function linuxPackages(filled) {
  const { folder } = filled;
  keepOurLanguages(join(folder, 'locales'));
  mkdirSync(join(folder, 'bin'));
  cpSync(join(linux, 'mailtriage'), join(folder, 'bin', 'mailtriage'));
  chmodSync(join(folder, 'bin', 'mailtriage'), 0o755);
  const bytes = filesIn(folder).reduce((sum, file) => sum + statSync(file).size, 0);
  say(`The unpacked app is ${megabytes(bytes)} MB.`);
  const deb = await debianPackage(filled);
  return [deb, await tarPackage(filled)];
}

/**
 * Chromium's own words (menus of text fields, file dialogs) in the languages of the app only: 40 MB less.
 * @param {string} folder
 */
function keepOurLanguages(folder) {
  const kept = new Set(['en-US.pak', 'en-GB.pak', 'de.pak', 'fr.pak']);
  for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name));
}

/**
 * Debian's own order of versions: `~` sorts before nothing, so 0.1.0 replaces 0.1.0~devruntime33 and 0.1.0~beta.1.
 * @param {string} version
 * @param {string} label
 */
export function debianVersion(version, label) {
  const ours = version.replace('-', '~');
  return label === '' ? ours : `${ours}~${label}`;
}

/**
 * @param {Filled} filled
 * @returns {Promise<string>} the .deb
 */
async function debianPackage({ folder, about, version, label, dist }) {
  const { Installer } = createRequire(import.meta.url)('electron-installer-debian');
  /** electron-installer-debian adds packages of its own choice, which would bring half of KDE with them. */
  class MailTriageInstaller extends /** @type {new (options: object) => any} */ (Installer) {
    get contentFunctions() {
      return super.contentFunctions.filter((/** @type {string} */ name) => name !== 'createOverrides');
    }
    generateOptions() {
      const options = super.generateOptions();
      return Object.assign(options, {
        depends: debianDepends,
        recommends: ['xdg-utils', 'libnotify4'],
        suggests: ['gnome-keyring | kwalletmanager'],
      });
    }
  }
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const file = join(dist, `mailtriage_${version}_${arch}.deb`);
  rmSync(file, { force: true });
  const installer = new MailTriageInstaller({
    src: folder,
    dest: dist,
    arch,
    name: 'mailtriage',
    version: debianVersion(String(about['version']), label),
    bin: 'bin/mailtriage',
    maintainer: 'The MailTriage engineers <mailtriage@example.invalid>',
    section: 'mail',
    description: 'find out what happened to an e-mail on a BlueMind server',
    productDescription: longDescription(label),
    icon: Object.fromEntries([
      ...iconSizes.map((size) => [`${size}x${size}`, join(icons, `${size}.png`)]),
      ['scalable', join(checkout, 'build', 'icon.svg')],
    ]),
    desktopTemplate: join(linux, 'mailtriage.desktop'),
    compression: 'xz',
    rename: () => file,
    logger: () => {},
  });
  say('Making the .deb ...');
  const work = async () => {
    // Rights of files and folders in the package come from ours (Debian policy 10.9 wants 644 and 755).
    const umask = process.umask(0o022);
    try {
      await installer.generateDefaults();
      installer.generateOptions();
      await installer.createStagingDir();
      await installer.createContents();
      await installer.createPackage();
      await installer.movePackage();
    } finally {
      process.umask(umask);
    }
  };
  await sayWhileWaiting('making the .deb', work());
  return file;
}

/** @param {string} label */
function longDescription(label) {
  const text =
    'MailTriage leads, step by step, from "a mail never arrived" to its cause: delivery maps, mail queue, mail logs, message history and restoring deleted mail, on a live server, on saved logs or on pasted text. "mailtriage VERB" is its command line.';
  if (label === '') return text;
  return `${text}\n.\nThis build contains a runtime for development (${label}) and is not for users.`;
}

/**
 * @param {Filled} filled
 * @returns {Promise<string>} the .tar.gz
 */
async function tarPackage({ work, folder, version, dist }) {
  const name = `mailtriage-${version}-linux-${process.arch}`;
  const renamed = join(work, name);
  renameSync(folder, renamed);
  cpSync(join(linux, 'README.txt'), join(renamed, 'README.txt'));
  const share = join(renamed, 'share');
  cpSync(join(linux, 'mailtriage.desktop'), join(share, 'applications', 'mailtriage.desktop'));
  for (const size of iconSizes) {
    const apps = join(share, 'icons', 'hicolor', `${size}x${size}`, 'apps');
    cpSync(join(icons, `${size}.png`), join(apps, 'mailtriage.png'));
  }
  const file = join(dist, `${name}.tar.gz`);
  const owner = ['--owner=0', '--group=0', '--numeric-owner', '--sort=name'];
  say('Making the .tar.gz ...');
  const result = await sayWhileWaiting(
    'making the .tar.gz',
    runTool('tar', [...owner, '-C', work, '-czf', file, name], { limitSeconds: 600 }),
  );
  if (result.status !== 0) {
    throw new Failure('The .tar.gz could not be made: the message of tar above says why.', result.output);
  }
  return file;
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
