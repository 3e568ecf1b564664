import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cli, ensureBuilt } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { runMain } from './failure.mjs';
import { checkout } from './places.mjs';

/*
 * `npm run --silent cli -- <verb> ...`: makes sure the command line is built, then becomes it. In this same process,
 * so that stdin, stdout, signals and the exit code are its own.
 */
let ready = false;
await runMain(async () => {
  await ensureDependencies();
  await ensureBuilt(cli);
  ready = true;
});

if (ready) {
  // npm changes to the checkout before it runs a script; the files named are relative to where the user is.
  const startedIn = process.env['INIT_CWD'];
  if (process.env['npm_lifecycle_event'] === 'cli' && startedIn) process.chdir(startedIn);
  const program = join(checkout, 'out', 'cli', 'index.js');
  process.argv = [process.execPath, program, ...process.argv.slice(2)];
  await import(pathToFileURL(program).href);
} else {
  process.exitCode = 2;
}
