import type { Language } from './words.ts';

type Catalogue = Readonly<Record<string, unknown>>;

// As text: only the language that is spoken is taken apart, which the start notices.
const files = Object.entries(
  import.meta.glob<string>('../locales/*/*.json', { query: '?raw', import: 'default', eager: true }),
);
const found = new Map<Language, Readonly<Record<string, Catalogue>>>();

/** All catalogues of one language by namespace, the same the window has: reports are written here. */
export function cataloguesOf(language: Language): Readonly<Record<string, Catalogue>> {
  const known = found.get(language);
  if (known !== undefined) return known;
  const catalogues = Object.fromEntries(
    files
      .filter(([path]) => path.includes(`/locales/${language}/`))
      .map(([path, text]) => [
        path.slice(path.lastIndexOf('/') + 1, -'.json'.length),
        JSON.parse(text) as Catalogue,
      ]),
  );
  found.set(language, catalogues);
  return catalogues;
}
