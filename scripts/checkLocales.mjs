import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure, runMain } from './failure.mjs';
import { checkout } from './places.mjs';

/** A folder a language; English first, since the others are held against it. */
const languages = readdirSync(join(checkout, 'src', 'locales'))
  .filter((name) => /^[a-z]{2}$/.test(name))
  .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b));

/**
 * Keys put together at run time, so that no text search can find them whole. Each is the constant beginning; the
 * check then takes every key below it as used. Add one only where the code really composes the key.
 * @type {readonly string[]}
 */
const composedPrefixes = [];

/** i18next picks these endings by number (Intl.PluralRules); the code names the key without them. */
const pluralEnding = /_(?:zero|one|two|few|many|other)$/;

/** @typedef {Map<string, string>} Catalogue key -> text, keys as `namespace:a.b` */

/**
 * @param {string} namespace
 * @param {string} json
 * @returns {{ catalogue: Catalogue, faults: string[] }}
 */
export function readCatalogue(namespace, json) {
  /** @type {Catalogue} */
  const catalogue = new Map();
  /** @type {string[]} */
  const faults = [];
  /** @type {unknown} */
  let tree;
  try {
    tree = JSON.parse(json);
  } catch (error) {
    return { catalogue, faults: [`is not valid JSON: ${error instanceof Error ? error.message : error}`] };
  }
  /**
   * @param {unknown} node
   * @param {string[]} path
   */
  const walk = (node, path) => {
    const key = `${namespace}:${path.join('.')}`;
    if (typeof node === 'string') {
      if (node.trim() === '') faults.push(`${key} is empty`);
      catalogue.set(key, node);
    } else if (typeof node === 'object' && node !== null && !Array.isArray(node)) {
      for (const [name, child] of Object.entries(node)) walk(child, [...path, name]);
    } else {
      faults.push(`${key} is neither a text nor a group of texts`);
    }
  };
  walk(tree, []);
  for (const key of catalogue.keys()) {
    const other = key.replace(/_one$/, '_other');
    if (!catalogue.has(other)) faults.push(`${other} is missing, the plural of ${key}`);
  }
  return { catalogue, faults };
}

/**
 * The placeholders of a text, sorted: `{{count}}`, `{{at, logTime}}` (with its format) and nested `$t(key)`.
 * @param {string} text
 * @returns {string[]}
 */
export function placeholders(text) {
  const found = text.match(/\{\{[^{}]*\}\}|\$t\([^()]*\)/g) ?? [];
  return [...new Set(found.map((one) => one.replace(/\s+/g, '')))].sort();
}

/**
 * What differs between a language and English.
 * @param {Catalogue} english
 * @param {Catalogue} other
 * @param {string} language
 * @returns {string[]}
 */
export function compareCatalogues(english, other, language) {
  /** @type {string[]} */
  const faults = [];
  for (const [key, text] of english) {
    const translated = other.get(key);
    if (translated === undefined) {
      faults.push(`${language}: ${key} is missing`);
      continue;
    }
    const [wanted, got] = [placeholders(text).join(' '), placeholders(translated).join(' ')];
    if (wanted !== got) {
      faults.push(
        `${language}: ${key} has the placeholders ${got || 'none'}, English has ${wanted || 'none'}`,
      );
    }
    if (/\{\{[^}]*$|\{\{[^}]*\}(?!\})/m.test(translated))
      faults.push(`${language}: ${key} has a broken placeholder`);
  }
  for (const key of other.keys()) {
    if (!english.has(key)) faults.push(`${language}: ${key} does not exist in English`);
  }
  return faults;
}

/**
 * The message keys a source file names: quoted text `namespace:key` of a namespace that exists. A template literal
 * `namespace:a.${x}` names all keys that fit it.
 * @param {string} source
 * @param {readonly string[]} namespaces
 * @returns {{ keys: string[], patterns: RegExp[] }}
 */
export function keysNamedIn(source, namespaces) {
  if (namespaces.length === 0) return { keys: [], patterns: [] };
  const names = namespaces.map(escape).join('|');
  const keys = [...source.matchAll(new RegExp(`(['"\`])((?:${names}):[\\w.-]+)\\1`, 'g'))].map(
    (m) => m[2] ?? '',
  );
  const patterns = [...source.matchAll(new RegExp(`\`((?:${names}):[^\`\\s]*\\$\\{[^\`\\n]*)\``, 'g'))].map(
    (m) =>
      new RegExp(
        `^${(m[1] ?? '')
          .split(/\$\{[^}]*\}/)
          .map(escape)
          .join('.+')}$`,
      ),
  );
  return { keys, patterns };
}

/** @param {string} text */
function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * @param {Catalogue} catalogue
 * @param {readonly { file: string, source: string }[]} sources
 * @param {readonly string[]} prefixes see {@link composedPrefixes}
 * @returns {string[]} keys that are named but missing, and texts that nothing names
 */
export function compareWithSources(catalogue, sources, prefixes = composedPrefixes) {
  const namespaces = [...new Set([...catalogue.keys()].map((key) => key.split(':')[0] ?? ''))];
  const bases = new Set([...catalogue.keys()].map((key) => key.replace(pluralEnding, '')));
  const groups = new Set([...catalogue.keys()].flatMap(groupsOf));
  /** @type {string[]} */
  const faults = [];
  /** @type {Set<string>} */
  const named = new Set();
  /** @type {RegExp[]} */
  const patterns = [];
  for (const { file, source } of sources) {
    const found = keysNamedIn(source, namespaces);
    patterns.push(...found.patterns);
    for (const key of found.keys) {
      named.add(key);
      const composed =
        prefixes.some((prefix) => key.startsWith(prefix)) || groups.has(key.replace(/\.$/, ''));
      if (!composed && !bases.has(key) && !catalogue.has(key)) faults.push(`${file}: ${key} has no text`);
    }
  }
  const whole = sources.map(({ source }) => source).join('\n');
  for (const base of bases) {
    const used =
      named.has(base) ||
      prefixes.some((prefix) => base.startsWith(prefix)) ||
      patterns.some((pattern) => pattern.test(base)) ||
      groupsOf(base).some((group) => named.has(group) || named.has(`${group}.`)) ||
      isNamedInParts(base, whole);
    if (!used) faults.push(`${base} is used nowhere`);
  }
  return faults;
}

/**
 * Whether the sources may put the key together from a word of theirs: only a text whose last part occurs nowhere at
 * all is surely unused.
 * @param {string} key
 * @param {string} whole all sources
 */
function isNamedInParts(key, whole) {
  const last = key.split(/[.:]/).at(-1) ?? key;
  return whole.includes(last);
}

/**
 * `a:b.c.d` -> `a:b`, `a:b.c`
 * @param {string} key
 */
function groupsOf(key) {
  const parts = key.split('.');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('.'));
}

/**
 * @param {string} folder
 * @returns {string[]} faults, one sentence each
 */
export function checkLocales(folder = checkout) {
  /** @type {string[]} */
  const faults = [];
  /** @type {Map<string, Catalogue>} */
  const byLanguage = new Map(languages.map((language) => [language, new Map()]));
  for (const language of languages) {
    const place = join(folder, 'src', 'locales', language);
    for (const name of existsSync(place) ? readdirSync(place).sort() : []) {
      if (!name.endsWith('.json')) {
        faults.push(`${language}/${name} is not a catalogue`);
        continue;
      }
      const read = readCatalogue(name.slice(0, -'.json'.length), readFileSync(join(place, name), 'utf8'));
      faults.push(...read.faults.map((fault) => `${language}/${name}: ${fault}`));
      for (const [key, text] of read.catalogue) byLanguage.get(language)?.set(key, text);
    }
  }
  const english = byLanguage.get('en') ?? new Map();
  if (english.size === 0) faults.push('src/locales/en has no texts');
  for (const language of languages.slice(1)) {
    faults.push(...compareCatalogues(english, byLanguage.get(language) ?? new Map(), language));
  }
  faults.push(...compareWithSources(english, sourcesIn(join(folder, 'src'), folder)));
  return faults;
}

/**
 * @param {string} place
 * @param {string} folder
 * @returns {{ file: string, source: string }[]}
 */
function sourcesIn(place, folder) {
  return readdirSync(place).flatMap((name) => {
    const path = join(place, name);
    if (statSync(path).isDirectory())
      return name === 'locales' || name === 'fixtures' ? [] : sourcesIn(path, folder);
    if (!/\.tsx?$/.test(name) || /\.test\.tsx?$/.test(name)) return [];
    return [{ file: relative(folder, path), source: readFileSync(path, 'utf8') }];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    const faults = checkLocales();
    if (faults.length > 0) {
      throw new Failure(
        `${faults.length} faults in the texts: put right the lines above.`,
        faults.join('\n'),
      );
    }
  });
}
