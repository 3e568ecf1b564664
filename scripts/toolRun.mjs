import { spawn } from 'node:child_process';

/**
 * @typedef {object} ToolResult
 * @property {number} status exit code; 127 when the program does not exist, 124 when it was stopped for taking too long
 * @property {string} stdout
 * @property {string} stderr
 * @property {string} output both streams in the order they came
 * @property {boolean} timedOut
 * @property {number} milliseconds
 */

/**
 * Runs a program without a shell and without our stdin (a test run must not wait for a keyboard), in a process
 * group of its own so that everything it started can be stopped with it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limitSeconds?: number, input?: string }} [options]
 * @returns {Promise<ToolResult>}
 */
export function runTool(command, args, options = {}) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    let stdout = '';
    let stderr = '';
    let output = '';
    let timedOut = false;
    let settled = false;

    const stopWithUs = () => stopGroup(child.pid, 'SIGKILL');
    const timer =
      options.limitSeconds === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            stopGroup(child.pid, 'SIGTERM');
            setTimeout(() => stopGroup(child.pid, 'SIGKILL'), 3000).unref();
          }, options.limitSeconds * 1000);
    process.once('exit', stopWithUs);

    /** @param {number} status */
    const settle = (status) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      process.removeListener('exit', stopWithUs);
      resolve({ status, stdout, stderr, output, timedOut, milliseconds: Date.now() - started });
    };

    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text;
      output += text;
    });
    if (options.input !== undefined) {
      child.stdin?.on('error', () => {}); // a program that does not read its input is no failure of ours
      child.stdin?.end(options.input);
    }
    child.on('error', (error) => {
      stderr += error.message;
      output += error.message;
      settle(127);
    });
    child.on('exit', () => {
      // A grandchild that keeps our pipes open must not hold us up for ever.
      setTimeout(() => settle(timedOut ? 124 : (child.exitCode ?? 1)), 5000).unref();
      if (timedOut) stopGroup(child.pid, 'SIGKILL');
    });
    child.on('close', (code) => settle(timedOut ? 124 : (code ?? 1)));
  });
}

/**
 * Stops a process and whatever it started.
 * @param {number | undefined} pid leader of the group
 * @param {NodeJS.Signals} signal
 */
export function stopGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') {
      spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
    } else {
      process.kill(-pid, signal);
    }
  } catch {
    // It has ended by itself.
  }
}

/**
 * @param {(code: number) => void} handle told the exit code that stands for the signal
 * @returns {() => void} what makes signals end us as they end anybody
 */
function onEndingSignals(handle) {
  const removers = /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]).map(([signal, code]) => {
    const listener = () => handle(code);
    process.once(signal, listener);
    return () => process.removeListener(signal, listener);
  });
  return () => removers.forEach((remove) => remove());
}

/**
 * A signal ends us through `exit`, so that what we started is stopped and half-written folders are removed.
 * @returns {() => void} what makes signals end us as they end anybody
 */
export function endOnSignals() {
  return onEndingSignals((code) => process.exit(code));
}

/**
 * A signal is passed on, and we end when the program has ended: it still writes to its folders while it ends, and
 * whoever waits for us may clear them away. A second signal ends us at once.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} its exit code, that of the signal when one ended it, 1 when nobody knows
 */
export function endWith(child) {
  /** @type {number | undefined} */
  let told;
  const stopPassingOn = onEndingSignals((code) => {
    told = code;
    child.kill('SIGTERM');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      stopPassingOn();
      resolve(told ?? code ?? 1);
    });
  });
}
