import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A holder that has not been heard of for this long is gone (power cut, another machine on a shared disk). */
const silentAfterMilliseconds = 60_000;
const heartbeatMilliseconds = 10_000;

/**
 * Does `work` while holding a lock, so that two starts at the same time do not install twice. The lock is a folder,
 * because making one either succeeds or fails on every file system.
 *
 * The lock saves work; what it protects is correct without it, since everything is put in place by one rename.
 * @template T
 * @param {string} lockFolder
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once when somebody else holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(lockFolder, work, onWait) {
  mkdirSync(dirname(lockFolder), { recursive: true });
  let told = false;
  while (!take(lockFolder)) {
    const owner = ownerOf(lockFolder);
    if (isGone(lockFolder, owner)) {
      breakLock(lockFolder, owner);
      continue;
    }
    if (!told) onWait?.();
    told = true;
    await pause(250);
  }
  const beat = setInterval(() => writeOwner(lockFolder), heartbeatMilliseconds);
  beat.unref();
  const release = () => {
    clearInterval(beat);
    rmSync(lockFolder, { recursive: true, force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

/** @param {string} lockFolder */
function take(lockFolder) {
  try {
    mkdirSync(lockFolder);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
  writeOwner(lockFolder);
  return true;
}

/** @param {string} lockFolder */
function writeOwner(lockFolder) {
  try {
    writeFileSync(join(lockFolder, 'owner'), `${process.pid} ${hostname()}`);
  } catch {
    // A full disk must not leave the lock behind; without an owner it is judged by its age.
  }
}

/**
 * @param {string} lockFolder
 * @returns {string} "pid host", empty when unknown
 */
function ownerOf(lockFolder) {
  try {
    return readFileSync(join(lockFolder, 'owner'), 'utf8');
  } catch {
    return '';
  }
}

/**
 * @param {string} lockFolder
 * @param {string} owner
 */
function isGone(lockFolder, owner) {
  const [pid, host] = owner.split(' ');
  if (host === hostname() && pid !== undefined) {
    try {
      process.kill(Number(pid), 0);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return true;
    }
  }
  try {
    const heard = statSync(owner === '' ? lockFolder : join(lockFolder, 'owner')).mtimeMs;
    return Date.now() - heard > silentAfterMilliseconds;
  } catch {
    return false; // released this moment
  }
}

/**
 * Takes a dead holder's lock away. Moved aside first, and put back if in the meantime it became somebody else's.
 * @param {string} lockFolder
 * @param {string} deadOwner
 */
function breakLock(lockFolder, deadOwner) {
  const aside = `${lockFolder}.dead-${process.pid}`;
  try {
    renameSync(lockFolder, aside);
    if (ownerOf(aside) === deadOwner) rmSync(aside, { recursive: true, force: true });
    else renameSync(aside, lockFolder);
  } catch {
    // Another start was faster.
  }
}
