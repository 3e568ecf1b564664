import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure, knownCause } from './failure.mjs';
import { withLock } from './folderLock.mjs';
import { cacheFolder } from './places.mjs';
import { say, sayWhileWaiting } from './progress.mjs';
import { runTool } from './toolRun.mjs';

/**
 * What the programs need from the system, as Debian calls it. A second name is what newer releases (Debian 13,
 * Ubuntu 24.04) call the same library since its time_t became 64 bits wide.
 * @type {Readonly<Record<'window' | 'virtualDisplay' | 'packaging' | 'mailLab', readonly (readonly string[])[]>>}
 */
export const packageSets = {
  window: [
    ['libgtk-3-0', 'libgtk-3-0t64'],
    ['libnss3'],
    ['libasound2', 'libasound2t64'],
    ['libgbm1'],
    ['libxss1'],
    ['libnotify4'],
    ['libsecret-1-0'],
    ['libatspi2.0-0', 'libatspi2.0-0t64'],
    ['libxtst6'],
  ],
  // Without a font a screenshot shows boxes instead of letters.
  virtualDisplay: [['xvfb'], ['xauth'], ['fonts-dejavu-core']],
  packaging: [['fakeroot'], ['dpkg'], ['xz-utils'], ['zip']],
  // The lab knows best what it needs.
  mailLab: readPackageNames(new URL('../test/lab/packages.json', import.meta.url)),
};

/** @typedef {keyof typeof packageSets} PackageSet */

/**
 * @param {URL} file a JSON list of names
 * @returns {readonly (readonly string[])[]}
 */
function readPackageNames(file) {
  const names = /** @type {string[]} */ (JSON.parse(readFileSync(file, 'utf8')));
  return names.map((name) => [name]);
}

/**
 * The same libraries where packages have other names.
 * @type {readonly { tool: string, command: string, names: Record<PackageSet, string> }[]}
 */
const otherSystems = [
  {
    tool: 'dnf',
    command: 'sudo dnf install -y',
    names: {
      window: 'gtk3 nss alsa-lib mesa-libgbm libXScrnSaver libnotify libsecret at-spi2-core libXtst',
      virtualDisplay: 'xorg-x11-server-Xvfb xorg-x11-xauth dejavu-sans-fonts',
      packaging: 'fakeroot dpkg xz zip',
      mailLab: '',
    },
  },
  {
    tool: 'pacman',
    command: 'sudo pacman -S --needed',
    names: {
      window: 'gtk3 nss alsa-lib mesa libxss libnotify libsecret at-spi2-core libxtst',
      virtualDisplay: 'xorg-server-xvfb xorg-xauth ttf-dejavu',
      packaging: 'fakeroot dpkg xz zip',
      mailLab: '',
    },
  },
  {
    tool: 'zypper',
    command: 'sudo zypper install -y',
    names: {
      window: 'libgtk-3-0 mozilla-nss libasound2 libgbm1 libXss1 libnotify4 libsecret-1-0 libatspi0 libXtst6',
      virtualDisplay: 'xorg-x11-server-Xvfb xauth dejavu-fonts',
      packaging: 'fakeroot dpkg xz zip',
      mailLab: '',
    },
  },
];

/**
 * The packages that are missing. Reads dpkg-query's own lines, `<package> <status>`:
 * `libnss3 installed`, `libgtk-3-0 not-installed`; a package it never heard of has no line.
 * @param {readonly PackageSet[]} sets
 * @param {string} listing output of `dpkg-query -W -f '${Package} ${db:Status-Status}\n'`
 * @returns {string[][]} each with its possible names
 */
export function missingPackages(sets, listing) {
  const installed = new Set();
  for (const line of listing.split('\n')) {
    const [name, status] = line.trim().split(' ');
    if (name !== undefined && status === 'installed') installed.add(name);
  }
  return sets
    .flatMap((set) => packageSets[set])
    .filter((names) => !names.some((name) => installed.has(name)))
    .map((names) => [...names]);
}

/** Whether this is Debian or one of its descendants, run by its administrator. */
export function canInstallPackages() {
  return isDebian() && process.getuid?.() === 0;
}

export function isDebian() {
  return (
    process.platform === 'linux' && existsSync('/usr/bin/dpkg-query') && existsSync('/etc/debian_version')
  );
}

/**
 * Makes sure the system has what the sets need: installs it on Debian as root, otherwise names the command.
 * @param {readonly PackageSet[]} sets
 * @param {{ executable?: string }} [options] the program whose libraries are looked at where there is no dpkg
 */
export async function ensureSystemPackages(sets, options = {}) {
  if (process.platform !== 'linux') return;
  if (!isDebian()) return askOnOtherSystem(sets, options.executable);
  const missing = await missingNow(sets);
  if (missing.length === 0) return;
  if (canInstallPackages()) {
    await withLock(
      join(cacheFolder(), 'locks', 'debian'),
      async () => {
        const still = await missingNow(sets);
        if (still.length > 0) await install(still);
      },
      () => say('Another start is installing system packages; waiting for it.'),
    );
    return;
  }
  // Somebody may have the libraries from elsewhere.
  if (await hasEverything(sets, options.executable)) return;
  const names = missing.map(([name]) => name).join(' ');
  throw new Failure(
    `Some system packages are missing: run "sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}", then run the command again.`,
  );
}

/** @param {readonly PackageSet[]} sets */
async function missingNow(sets) {
  const names = sets.flatMap((set) => packageSets[set].flat());
  const query = await runTool('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], {
    limitSeconds: 60,
  });
  return missingPackages(sets, query.stdout);
}

/** @param {string[][]} missing */
async function install(missing) {
  let listsAreNew = false;
  if (!hasPackageLists()) {
    await updateLists();
    listsAreNew = true;
  }
  say(`Installing system packages: ${missing.map(([name]) => name).join(' ')} ...`);
  let result = await aptInstall(await knownNames(missing));
  if (result.status !== 0 && !listsAreNew && !/No space left/i.test(result.output)) {
    await updateLists();
    result = await aptInstall(await knownNames(missing));
  }
  if (result.status !== 0) {
    throw new Failure(
      knownCauseOfApt(result.output) ??
        'The system packages could not be installed: the message of apt-get above says why.',
      result.output,
    );
  }
  say(`System packages installed in ${Math.round(result.milliseconds / 1000)} s.`);
}

/** @param {string} output */
function knownCauseOfApt(output) {
  if (
    /Temporary failure resolving|Could not connect|Failed to fetch|Unable to locate package/i.test(output)
  ) {
    return "Debian's package server cannot be reached: check the network connection and /etc/apt/sources.list, then run the command again.";
  }
  return knownCause(output, '/usr and /var');
}

/**
 * For each package the name this release has it under.
 * @param {string[][]} missing
 */
async function knownNames(missing) {
  const listing = await runTool('apt-cache', ['policy', ...missing.flat()], {
    env: { ...process.env, LC_ALL: 'C' },
    limitSeconds: 60,
  });
  return missing.map((names) => names.find((name) => isInstallable(name, listing.stdout)) ?? names[0] ?? '');
}

/**
 * Reads `apt-cache policy`, where a package that can be had has a candidate:
 * ```
 * xvfb:
 *   Installed: (none)
 *   Candidate: 2:21.1.7-3+deb12u9
 * ```
 * @param {string} name
 * @param {string} policy
 */
export function isInstallable(name, policy) {
  const lines = policy.split('\n');
  const at = lines.indexOf(`${name}:`);
  const candidate = at < 0 ? undefined : lines[at + 2];
  return candidate !== undefined && /^ {2}Candidate: (?!\(none\))\S/.test(candidate);
}

function hasPackageLists() {
  try {
    return readdirSync('/var/lib/apt/lists').some((name) => name.includes('_Packages'));
  } catch {
    return false;
  }
}

async function updateLists() {
  say("Fetching the list of Debian's packages ...");
  const result = await apt(['update', '-q'], 600);
  if (result.status !== 0) {
    throw new Failure(
      knownCauseOfApt(result.output) ??
        "The list of Debian's packages could not be fetched: the message of apt-get above says why.",
      result.output,
    );
  }
}

/**
 * Installs without starting any daemon and without taking anything away: on a computer that already has a mail
 * server of another kind, apt would remove it to make room for Postfix.
 * @param {readonly string[]} names
 */
async function aptInstall(names) {
  if (names.includes('postfix')) {
    await runTool('debconf-set-selections', [], {
      input: 'postfix postfix/main_mailer_type select No configuration\n',
      limitSeconds: 60,
    });
  }
  return withoutDaemons(() =>
    sayWhileWaiting(
      'installing system packages',
      apt(['install', '-y', '-q', '--no-install-recommends', '--no-remove', ...names], 1800),
    ),
  );
}

/**
 * @param {readonly string[]} args
 * @param {number} limitSeconds
 */
function apt(args, limitSeconds) {
  const patience = ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120'];
  return runTool('apt-get', [...patience, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    limitSeconds,
  });
}

/**
 * Debian's package scripts ask `/usr/sbin/policy-rc.d` before they start a service; 101 means "do not"
 * (invoke-rc.d(8)). One that the administrator put there is left alone.
 * @template T
 * @param {() => Promise<T>} work
 */
async function withoutDaemons(work) {
  const policy = '/usr/sbin/policy-rc.d';
  const text = '#!/bin/sh\n# Made by the MailTriage set-up while it installs packages.\nexit 101\n';
  const ours = !existsSync(policy);
  const remove = () => {
    if (ours && existsSync(policy) && readFileSync(policy, 'utf8') === text) rmSync(policy);
  };
  if (ours) writeFileSync(policy, text, { mode: 0o755 });
  process.once('exit', remove);
  try {
    return await work();
  } finally {
    process.removeListener('exit', remove);
    remove();
  }
}

/**
 * @param {readonly PackageSet[]} sets
 * @param {string | undefined} executable
 */
async function hasEverything(sets, executable) {
  if (sets.includes('mailLab')) return false;
  if (sets.includes('virtualDisplay') && findProgram('Xvfb') === null) return false;
  if (!sets.includes('window')) return true;
  if (executable === undefined) return false;
  // `ldd` prints `libgtk-3.so.0 => not found` for what is missing.
  const libraries = await runTool('ldd', [executable], { limitSeconds: 30 });
  return libraries.status === 0 && !/=> not found/.test(libraries.stdout);
}

/**
 * @param {readonly PackageSet[]} sets
 * @param {string | undefined} executable
 */
async function askOnOtherSystem(sets, executable) {
  if (await hasEverything(sets, executable)) return;
  const system = otherSystems.find(({ tool }) => findProgram(tool) !== null);
  const names = sets.map((set) => system?.names[set] ?? '').join(' ');
  throw new Failure(
    system === undefined
      ? 'Some system libraries are missing: install GTK 3, NSS, ALSA, GBM, libXScrnSaver, libnotify, libsecret, AT-SPI, libXtst and Xvfb, then run the command again.'
      : `Some system packages are missing: run "${system.command} ${names.trim()}", then run the command again.`,
  );
}

/**
 * @param {string} name
 * @returns {string | null} its path
 */
export function findProgram(name) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
