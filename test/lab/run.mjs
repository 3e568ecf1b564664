// Runs one TypeScript file of this folder on plain Node: `node test/lab/run.mjs captureFixtures [arguments]`.
// Node 20 cannot read TypeScript by itself; Vite, which builds the app, can.
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from '../../scripts/dependencies.mjs';
import { canInstallPackages, ensureSystemPackages } from '../../scripts/systemPackages.mjs';

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
await module.main(process.argv.slice(3));
