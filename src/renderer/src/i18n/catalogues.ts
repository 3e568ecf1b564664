import type { languages } from '../../../shared/firstSettings.ts';

export { languages } from '../../../shared/firstSettings.ts';
export type Language = (typeof languages)[number];

type Catalogue = Readonly<Record<string, unknown>>;

/** Catalogues by the path of their file, `.../locales/en/common.json`. */
export type CatalogueFiles = Readonly<Record<string, Catalogue>>;

/** All catalogues of a language are one chunk, fetched when it is first used: the first picture waits for its words. */
const loaders: Readonly<Record<Language, () => Promise<{ readonly files: CatalogueFiles }>>> = {
  en: () => import('./languages/en.ts'),
  de: () => import('./languages/de.ts'),
  fr: () => import('./languages/fr.ts'),
};

/** All catalogues of one language, by namespace. */
export async function loadCatalogues(language: Language): Promise<ReadonlyMap<string, Catalogue>> {
  const { files } = await loaders[language]();
  return new Map(
    Object.entries(files).map(([path, catalogue]) => [
      path.slice(path.lastIndexOf('/') + 1, -'.json'.length),
      catalogue,
    ]),
  );
}
