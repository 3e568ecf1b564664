import { spawn } from 'node:child_process';
import { app, ensureBuilt } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { environmentWithout } from './environment.mjs';
import { runMain } from './failure.mjs';
import { checkout } from './places.mjs';
import { say } from './progress.mjs';
import { describeRuntime, ensureRuntime } from './runtime.mjs';
import { sandboxArguments } from './sandbox.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';
import { endOnSignals, endWith } from './toolRun.mjs';
import { hasDisplay } from './virtualDisplay.mjs';

/** `npm start`: installs what is missing, builds what is out of date, opens the app. */
async function start() {
  const screen = hasDisplay();
  await ensureDependencies();
  const runtime = await ensureRuntime();
  await ensureSystemPackages(screen ? ['window'] : ['window', 'virtualDisplay'], runtime);
  await ensureBuilt(app);
  say(`Running on ${describeRuntime(runtime)}.`);
  const sandbox = sandboxArguments();
  if (sandbox.why !== null) say(sandbox.why);
  if (screen) return openWindow(runtime.executable, sandbox.args);
  say('There is no display here, so the app walks its sample log on a virtual one.');
  const { tour } = await import('./headlessTour.mjs');
  await tour(runtime.executable, sandbox.args);
  return 0;
}

/**
 * @param {string} executable
 * @param {readonly string[]} chromiumArgs
 * @returns {Promise<number>} the app's exit code
 */
function openWindow(executable, chromiumArgs) {
  // Editors built on Electron set ELECTRON_RUN_AS_NODE in their terminals, which would open no window.
  const env = environmentWithout(process.env, 'ELECTRON_RUN_AS_NODE');
  endAtOnce();
  return endWith(
    spawn(executable, [...chromiumArgs, checkout, ...process.argv.slice(2)], { stdio: 'inherit', env }),
  );
}

const endAtOnce = endOnSignals();
await runMain(start);
