import type { CatalogueFiles } from '../catalogues.ts';

export const files: CatalogueFiles = import.meta.glob('../../../../locales/en/*.json', {
  import: 'default',
  eager: true,
});
