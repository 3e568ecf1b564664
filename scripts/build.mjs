import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';
import { Failure, knownCause, runMain } from './failure.mjs';
import { withLock } from './folderLock.mjs';
import { cacheFolder, checkout } from './places.mjs';
import { say } from './progress.mjs';
import { endOnSignals, runTool } from './toolRun.mjs';

/**
 * @typedef {object} Product
 * @property {string} name
 * @property {string} words what the user reads while it is built
 * @property {readonly string[]} inputs files and folders it is made from, relative to the checkout
 * @property {readonly string[]} results files that must be there afterwards
 * @property {string} tool package that builds it
 * @property {readonly string[]} args
 */

const shared = ['package.json', 'package-lock.json', 'tsconfig.json'];

/** @type {Product} */
export const app = {
  name: 'app',
  words: 'the app',
  inputs: [...shared, 'electron.vite.config.ts', 'src', 'build'],
  results: ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'],
  tool: 'electron-vite',
  args: ['build', '--logLevel', 'warn'],
};

/** @type {Product} */
export const cli = {
  name: 'cli',
  words: 'the command line',
  inputs: [
    ...shared,
    'vite.cli.config.ts',
    'src/cli',
    'src/core',
    'src/logfiles',
    'src/shared',
    'src/locales',
  ],
  results: ['out/cli/index.js'],
  tool: 'vite',
  args: ['build', '-c', 'vite.cli.config.ts', '--logLevel', 'warn'],
};

/**
 * Names the state of the sources by path, size and time of change, which is quicker than reading them. Tests and
 * their fixtures are not built.
 * @param {readonly string[]} inputs
 * @param {string} folder
 * @returns {string}
 */
export function sourceStamp(inputs, folder = checkout) {
  const hash = createHash('sha256').update(process.versions.node);
  /** @param {string} path */
  const add = (path) => {
    const about = statSync(path, { throwIfNoEntry: false });
    if (about === undefined) return;
    if (about.isDirectory()) {
      for (const name of readdirSync(path).sort()) {
        if (name !== 'fixtures') add(join(path, name));
      }
    } else if (!/\.test\.(ts|tsx|mjs)$/.test(path)) {
      hash.update(`${relative(folder, path).split(sep).join('/')}\0${about.size}\0${about.mtimeMs}\n`);
    }
  };
  for (const input of inputs) add(join(folder, input));
  return hash.digest('hex');
}

/**
 * Builds what is out of date; says nothing and takes a few milliseconds when nothing is.
 * @param {Product} product
 * @param {string} folder
 */
export async function ensureBuilt(product, folder = checkout) {
  if (isBuilt(product, folder)) return;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  await withLock(
    join(cacheFolder(), 'locks', `build-${product.name}-${name}`),
    async () => {
      if (!isBuilt(product, folder)) await build(product, folder);
    },
    () => say(`Another start is building ${product.words}; waiting for it.`),
  );
}

/**
 * @param {Product} product
 * @param {string} folder
 */
function isBuilt(product, folder) {
  if (!product.results.every((result) => existsSync(join(folder, result)))) return false;
  try {
    return readFileSync(stampFile(product, folder), 'utf8') === sourceStamp(product.inputs, folder);
  } catch {
    return false;
  }
}

/**
 * @param {Product} product
 * @param {string} folder
 */
async function build(product, folder) {
  say(`Building ${product.words} ...`);
  // Taken first: what is saved while the build runs has to be built again next time.
  const stamp = sourceStamp(product.inputs, folder);
  rmSync(stampFile(product, folder), { force: true });
  const result = await runTool(process.execPath, [programOf(product.tool, folder), ...product.args], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', FORCE_COLOR: '0', NO_COLOR: '1' },
    limitSeconds: 600,
  });
  const absent = product.results.filter((path) => !existsSync(join(folder, path)));
  if (result.status !== 0 || absent.length > 0) {
    throw new Failure(
      knownCause(result.output.match(/ENOSPC|no space left/i)?.[0] ?? '', folder) ??
        (result.status === 0
          ? `The build of ${product.words} left out ${absent.join(', ')}.`
          : `${product.words[0]?.toUpperCase()}${product.words.slice(1)} could not be built: the message above says why.`),
      result.output,
    );
  }
  mkdirSync(dirname(stampFile(product, folder)), { recursive: true });
  writeFileSync(stampFile(product, folder), stamp);
  say(`Built in ${(result.milliseconds / 1000).toFixed(1)} s.`);
}

/**
 * @param {Product} product
 * @param {string} folder
 */
function stampFile(product, folder) {
  return join(folder, 'out', `.built-${product.name}`);
}

/**
 * The script behind a package's command, so that it runs under this Node and without a shell.
 * @param {string} name of the package and of its command
 * @param {string} [folder]
 * @param {string} [command]
 */
export function programOf(name, folder = checkout, command = name) {
  const file = join(folder, 'node_modules', name, 'package.json');
  const about = createRequire(import.meta.url)(file);
  const bin = typeof about.bin === 'string' ? about.bin : about.bin[command];
  return join(dirname(file), bin);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  endOnSignals();
  await runMain(async () => {
    await ensureDependencies();
    await ensureBuilt(app);
    await ensureBuilt(cli);
  });
}
