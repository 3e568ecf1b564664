import { spawn } from 'node:child_process';
import { environmentWithout } from './environment.mjs';
import { Failure } from './failure.mjs';
import { findProgram } from './systemPackages.mjs';
import { stopGroup } from './toolRun.mjs';

/**
 * Whether a window can be shown here. Windows and macOS always have a screen for whoever can start a program.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/**
 * Starts an X server that draws into memory. It picks a free display number itself and reports it on file
 * descriptor 3 (`-displayfd`, Xserver(1)), so two runs never meet.
 * @returns {Promise<{ env: NodeJS.ProcessEnv, stop: () => void }>} `env` makes a program use it
 */
export function startVirtualDisplay() {
  const program = findProgram('Xvfb');
  if (program === null)
    throw new Failure('Xvfb is missing: install the package "xvfb", then run the command again.');
  const child = spawn(
    program,
    ['-displayfd', '3', '-screen', '0', '1440x960x24', '-nolisten', 'tcp', '-noreset', '-dpi', '96'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true },
  );
  const stop = () => {
    process.removeListener('exit', stop);
    stopGroup(child.pid, 'SIGTERM');
  };
  process.once('exit', stop);
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => (complaint += text));
  return new Promise((resolve, reject) => {
    /** @param {string} why */
    const fail = (why) => {
      clearTimeout(timer);
      stop();
      reject(
        new Failure('The virtual display (Xvfb) could not be started: the message above says why.', why),
      );
    };
    const timer = setTimeout(() => fail(`Xvfb did not answer within 20 s.\n${complaint}`), 20_000);
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code) => fail(`Xvfb ended with code ${code}.\n${complaint}`));
    let number = '';
    child.stdio[3]?.on('data', (/** @type {Buffer} */ bytes) => {
      number += bytes.toString();
      if (!number.includes('\n')) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      child.unref();
      const env = environmentWithout(process.env, 'WAYLAND_DISPLAY');
      resolve({ env: { ...env, DISPLAY: `:${number.trim()}`, XDG_SESSION_TYPE: 'x11' }, stop });
    });
  });
}
