import { createRequire } from 'node:module';
import { Failure } from './failure.mjs';

/**
 * Electron's fuses: switches in the program file itself, which nobody can flip with an argument or a variable. What
 * each does: the "Electron Fuses" chapter of Electron's documentation. Names as in @electron/fuses.
 * @type {Readonly<Record<string, boolean>>}
 */
const everywhere = {
  // ELECTRON_RUN_AS_NODE would make our signed program run anybody's script.
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

/**
 * @param {NodeJS.Platform} platform the package is for
 * @returns {Readonly<Record<string, boolean>>}
 */
export function wantedFuses(platform) {
  // The checksum of app.asar lies in Info.plist or in the .exe; there is no place for it on Linux.
  return { ...everywhere, EnableEmbeddedAsarIntegrityValidation: platform !== 'linux' };
}

/** The states of a fuse as one byte each in the program file ("wire"). */
const states = new Map([
  [0x30, 'off'],
  [0x31, 'on'],
  [0x72, 'removed'],
  [0x90, 'inherited'],
]);

/**
 * The fuses that are not as wanted, and all of them in words.
 * @param {Readonly<Record<string, number | undefined>>} wire state byte by fuse name; undefined when the runtime has no such fuse
 * @param {Readonly<Record<string, boolean>>} wanted
 */
export function compareFuses(wire, wanted) {
  const read = Object.entries(wanted).map(([name, on]) => {
    const state = wire[name];
    const found = state === undefined ? 'not in this runtime' : (states.get(state) ?? `unknown (${state})`);
    return { name, found, right: found === (on ? 'on' : 'off') };
  });
  return {
    words: read.map(({ name, found }) => `${name}: ${found}`),
    wrong: read.filter(({ right }) => !right).map(({ name, found }) => `${name} is ${found}`),
  };
}

/**
 * Sets the fuses and reads them back from the file, since a silent miss would ship an open door.
 * @param {string} program the executable, or the `.app` on macOS
 * @param {NodeJS.Platform} platform
 * @returns {Promise<string[]>} what was read, one fuse a line
 */
export async function setFuses(program, platform) {
  const { flipFuses, FuseVersion, FuseV1Options } = createRequire(import.meta.url)('@electron/fuses');
  const wanted = wantedFuses(platform);
  const numbered = Object.entries(wanted).map(([name, on]) => [FuseV1Options[name], on]);
  await flipFuses(program, {
    version: FuseVersion.V1,
    // A changed program needs a new signature before an Apple processor runs it.
    resetAdHocDarwinSignature: platform === 'darwin',
    ...Object.fromEntries(numbered),
  });
  const { words, wrong } = compareFuses(await readFuses(program), wanted);
  if (wrong.length > 0) {
    throw new Failure(`The fuses are not as they must be: ${wrong.join(', ')}.`, words.join('\n'));
  }
  return words;
}

/**
 * @param {string} program
 * @returns {Promise<Record<string, number | undefined>>} state byte by name
 */
export async function readFuses(program) {
  const { getCurrentFuseWire, FuseV1Options } = createRequire(import.meta.url)('@electron/fuses');
  const wire = await getCurrentFuseWire(program);
  const names = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));
  return Object.fromEntries(names.map((name) => [name, wire[FuseV1Options[name]]]));
}
