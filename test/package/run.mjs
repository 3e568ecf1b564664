// `node test/package/run.mjs [--deb=FILE --tar=FILE]`: makes the Linux packages (or takes the ones named), installs the
// .deb on this system, uses it, removes it. Debian as root only, since that is who installs packages.
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programOf } from '../../scripts/build.mjs';
import { ensureDependencies } from '../../scripts/dependencies.mjs';
import { Failure, runMain } from '../../scripts/failure.mjs';
import { checkout } from '../../scripts/places.mjs';
import { ensureRuntime } from '../../scripts/runtime.mjs';
import { canInstallPackages, ensureSystemPackages } from '../../scripts/systemPackages.mjs';
import { endOnSignals, runTool } from '../../scripts/toolRun.mjs';

async function run() {
  if (!canInstallPackages()) throw new Failure('Packages can be tried only on Debian as root.');
  await ensureDependencies();
  await ensureSystemPackages(['window', 'virtualDisplay'], await ensureRuntime());
  if (named('deb') === null) {
    const made = await runTool(process.execPath, [join(checkout, 'scripts', 'package.mjs')], {
      limitSeconds: 1200,
    });
    process.stdout.write(made.output);
    if (made.status !== 0) throw new Failure('The packages could not be made: the message above says why.');
  }
  const result = await runTool(
    process.execPath,
    [programOf('vitest'), 'run', '--config', join(import.meta.dirname, 'vitest.config.ts'), ...reports()],
    {
      cwd: checkout,
      env: {
        ...process.env,
        MAILTRIAGE_DEB: named('deb') ?? newest('.deb'),
        MAILTRIAGE_TAR: named('tar') ?? newest('.tar.gz'),
      },
      limitSeconds: 1200,
    },
  );
  process.stdout.write(result.output);
  return result.status;
}

/** What the caller asks of vitest, for example a JSON report. */
function reports() {
  return process.argv
    .slice(2)
    .filter((word) => word.startsWith('--reporter') || word.startsWith('--outputFile'));
}

/** @param {string} option */
function named(option) {
  const prefix = `--${option}=`;
  const value = process.argv.find((word) => word.startsWith(prefix))?.slice(prefix.length);
  return value === undefined ? null : resolve(value);
}

/** @param {string} ending */
function newest(ending) {
  const dist = join(checkout, 'dist');
  const files = readdirSync(dist)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(dist, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (files[0] === undefined) throw new Failure(`There is no ${ending} in dist: run "npm run package".`);
  return files[0];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endOnSignals();
  await runMain(run);
}
