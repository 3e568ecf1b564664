import { readFileSync } from 'node:fs';

/**
 * @typedef {{ uid: number | undefined, platform: NodeJS.Platform, read: (file: string) => string | null }} System
 */

/**
 * Chromium's sandbox needs user namespaces, which root may not use for it and some systems forbid to everybody
 * (Ubuntu since 23.10 through AppArmor). Without them Electron does not start at all unless told to do without.
 * @param {System} system
 * @returns {{ args: string[], why: string | null }}
 */
export function sandboxArguments(system = thisSystem()) {
  if (system.platform !== 'linux') return { args: [], why: null };
  if (system.uid === 0) {
    return withoutSandbox('because it runs as root; use an ordinary account for daily work');
  }
  const forbidden =
    system.read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    system.read('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    system.read('/proc/sys/user/max_user_namespaces') === '0';
  return forbidden
    ? withoutSandbox('because this system forbids the user namespaces it needs')
    : { args: [], why: null };
}

/** @param {string} reason */
function withoutSandbox(reason) {
  return {
    args: ['--no-sandbox'],
    why: `The app runs without Chromium's sandbox (--no-sandbox), ${reason}.`,
  };
}

/** @returns {System} */
function thisSystem() {
  return {
    uid: process.getuid?.(),
    platform: process.platform,
    read: (file) => {
      try {
        return readFileSync(file, 'utf8').trim();
      } catch {
        return null;
      }
    },
  };
}
