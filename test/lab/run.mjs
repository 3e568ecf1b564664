// Runs one TypeScript file of this folder on plain Node: `node test/lab/run.mjs captureFixtures [arguments]`.
// Node 20 cannot read TypeScript by itself; Vite, which builds the app, can.
import { fileURLToPath } from 'node:url';
import { app, ensureBuilt } from '../../scripts/build.mjs';
import { ensureDependencies } from '../../scripts/dependencies.mjs';
import { ensureRuntime } from '../../scripts/runtime.mjs';
import { canInstallPackages, ensureSystemPackages } from '../../scripts/systemPackages.mjs';
import { startVirtualDisplay } from '../../scripts/virtualDisplay.mjs';

/** What a window needs: the built app, an Electron, a display in memory. Answers what ends the display. */
async function prepareWindow() {
  const runtime = await ensureRuntime();
  await ensureSystemPackages(['window', 'virtualDisplay'], runtime);
  await ensureBuilt(app);
  const display = await startVirtualDisplay();
  delete process.env['WAYLAND_DISPLAY'];
  Object.assign(process.env, display.env, { MAILTRIAGE_ELECTRON: runtime.executable });
  return display.stop;
}

const name = process.argv[2];
if (name === undefined) {
  console.error('usage: node test/lab/run.mjs <file without .ts> [arguments]');
  process.exit(2);
}
await ensureDependencies();
if (canInstallPackages()) await ensureSystemPackages(['mailLab']);
const { runnerImport } = await import('vite');
const root = fileURLToPath(new URL('../..', import.meta.url));
const { module } = await runnerImport(`${root}test/lab/${name}.ts`, {
  root,
  configFile: false,
  logLevel: 'error',
});
await module.main(process.argv.slice(3), prepareWindow);
