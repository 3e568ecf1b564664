import type { languages } from '../../../shared/firstSettings.ts';

export { languages } from '../../../shared/firstSettings.ts';
export type Language = (typeof languages)[number];

type Catalogue = Readonly<Record<string, unknown>>;

/** One chunk a catalogue, fetched when its language is first used. */
const loaders = import.meta.glob<Catalogue>('../../../locales/*/*.json', { import: 'default' });

/** All catalogues of one language, by namespace. */
export async function loadCatalogues(language: Language): Promise<ReadonlyMap<string, Catalogue>> {
  const folder = `/locales/${language}/`;
  const wanted = Object.entries(loaders).filter(([path]) => path.includes(folder));
  const loaded = await Promise.all(
    wanted.map(async ([path, load]) => {
      const name = path.slice(path.indexOf(folder) + folder.length, -'.json'.length);
      return [name, await load()] as const;
    }),
  );
  return new Map(loaded);
}
