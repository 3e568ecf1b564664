/** Pages with words of their own before anything was done (`app/paths.ts`), besides Home. */
export const addresses = [
  'servers',
  'servers/new',
  'cases',
  'audit',
  'diagnosis',
  'glossary',
  'settings',
  'log-file',
  'overview',
  'wizard/trace',
  'wizard/maps',
  'wizard/queue',
  'wizard/history',
  'wizard/restore',
  'wizard/health',
] as const;
