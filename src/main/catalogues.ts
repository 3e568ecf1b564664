import type { Language } from './words.ts';

type Catalogue = Readonly<Record<string, unknown>>;

const files = Object.entries(
  import.meta.glob<Catalogue>('../locales/*/*.json', { import: 'default', eager: true }),
);
const found = new Map<Language, Readonly<Record<string, Catalogue>>>();

/** All catalogues of one language by namespace, the same the window has: reports are written here. */
export function cataloguesOf(language: Language): Readonly<Record<string, Catalogue>> {
  const known = found.get(language);
  if (known !== undefined) return known;
  const catalogues = Object.fromEntries(
    files
      .filter(([path]) => path.includes(`/locales/${language}/`))
      .map(([path, catalogue]) => [path.slice(path.lastIndexOf('/') + 1, -'.json'.length), catalogue]),
  );
  found.set(language, catalogues);
  return catalogues;
}
