import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, join, relative, sep } from 'node:path';
import { Failure } from './failure.mjs';
import { checkout } from './places.mjs';

/**
 * What goes into the app's archive: the built app, a short package.json, and the one package that cannot be bundled
 * (ssh2 looks for its optional native parts at run time; without them it is plain JavaScript).
 */
const notBundled = /** @type {const} */ (['ssh2']);

/**
 * A package and all it depends on, without optional ones: those are ssh2's native parts.
 * @param {readonly string[]} names
 * @param {(name: string) => { dependencies?: Record<string, string> }} read the package.json of a package
 * @returns {string[]} sorted
 */
export function withDependencies(names, read) {
  const found = new Set(names);
  // A Set is walked to its end even when it grows meanwhile.
  for (const name of found) {
    for (const needed of Object.keys(read(name).dependencies ?? {})) found.add(needed);
  }
  return [...found].sort();
}

/**
 * Lays out the app as it will be in the archive.
 * @param {string} folder is made
 * @param {Record<string, unknown>} about the project's package.json
 * @returns {string[]} the packages that were copied
 */
export function layOutApp(folder, about) {
  mkdirSync(folder, { recursive: true });
  const { name, productName, version, description, license, type, main } = about;
  const short = { name, productName, version, description, license, type, main };
  // `desktopName` ties the window to its menu entry (Wayland's app_id, X11's WM_CLASS).
  const manifest = { ...short, desktopName: `${String(name)}.desktop` };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(checkout, 'out'), join(folder, 'out'), {
    recursive: true,
    filter: (path) => !basename(path).startsWith('.'),
  });
  const packages = withDependencies(notBundled, readPackage);
  for (const each of packages) {
    const from = packageFolder(each);
    cpSync(from, join(folder, 'node_modules', each), {
      recursive: true,
      dereference: true,
      filter: (path) => isNeeded(relative(from, path)),
    });
  }
  const native = filesIn(folder).filter((file) => file.endsWith('.node'));
  if (native.length > 0) {
    throw new Failure(`Native code got into the package, which must have none: ${native.join(', ')}.`);
  }
  return packages;
}

/**
 * Whether a file of a package is used at run time: not its tests, examples, sources of native parts, documents.
 * @param {string} path inside the package
 */
export function isNeeded(path) {
  const parts = path.split(sep);
  if (/^(test|tests|examples|util|\.github|build|node_modules)$/.test(parts[0] ?? '')) return false;
  if (parts.join('/').startsWith('lib/protocol/crypto/') && /^(src|build)$/.test(parts[3] ?? ''))
    return false;
  return !/^(install\.js|binding\.gyp|\..*|.*\.(md|node|ts|gyp))$/i.test(parts.at(-1) || 'x');
}

/**
 * The licences of everything from npm that is in the archive: most of them ask to be handed on with the program.
 * @returns {string}
 */
export function licenceTexts() {
  const named = new Set(notBundled.map(String));
  for (const file of filesIn(join(checkout, 'src'))) {
    if (!/\.(ts|tsx|css)$/.test(file) || /\.test\.tsx?$/.test(file)) continue;
    for (const name of importedPackages(readFileSync(file, 'utf8'))) named.add(name);
  }
  named.delete('electron'); // brings its own texts
  const texts = withDependencies([...named], readPackage).map((name) => {
    const { version, license } = readPackage(name);
    const folder = packageFolder(name);
    const text = licenceFiles(folder)
      .map((file) => readFileSync(file, 'utf8').trim())
      .join('\n\n');
    const kind = typeof license === 'string' ? license : 'see its text';
    return `${name} ${version} (${kind})\n\n${text || `Its package holds no text of its licence.`}`;
  });
  return `MailTriage contains these packages from npm. Electron and Chromium: LICENSE.electron.txt, LICENSES.chromium.html.\n\n${texts.join(`\n\n${'-'.repeat(78)}\n\n`)}\n`;
}

/**
 * The files of a package that hold its licence, some of them in a folder of that name.
 * @param {string} folder
 * @returns {string[]}
 */
export function licenceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => /^(licen[cs]e|copying|notice)/i.test(name))
    .flatMap((entry) =>
      entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
    )
    .sort();
}

/**
 * The packages a source file names: `import x from 'zod'`, `import('@mantine/core/x')`, `import './own.ts'` (not one).
 * @param {string} source
 */
export function importedPackages(source) {
  const names = [...source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^'.][^']*)'/g)].map(([, name = '']) => {
    const [scope = '', rest = ''] = name.split('/');
    return scope.startsWith('@') ? `${scope}/${rest}` : scope;
  });
  return names.filter((name) => !isBuiltin(name) && existsSync(packageFolder(name)));
}

/** @param {string} folder */
export function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** @param {string} name */
function packageFolder(name) {
  return join(checkout, 'node_modules', name);
}

/** @param {string} name */
function readPackage(name) {
  return JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8'));
}
