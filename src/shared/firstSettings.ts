import type { Settings } from './settings.ts';

// Apart from the schema: the window needs these at its start, and no schema library.

export const languages = ['en', 'de', 'fr'] as const;

export const SETTINGS_VERSION = 2;

/** What the very first start begins with. */
export const firstSettings: Settings = {
  language: null,
  theme: 'system',
  textSize: 'normal',
  timeZone: 'log',
  keepCasesDays: null,
  keepAuditDays: null,
  logFolder: null,
  serverLogPaths: [],
  newServerAccess: 'read-only',
  welcomed: false,
};

/** `settingsMigrations[n]` turns settings of version n into version n + 1; what comes out is checked again. */
export const settingsMigrations: Readonly<Record<number, (data: unknown) => unknown>> = {
  // Version 1 knew language and theme only. Whoever stored them has been here before.
  1: (data) => ({ ...firstSettings, ...(data as object), welcomed: true }),
};

/** Text sizes as the factor the whole window is enlarged by. */
export const textSizeFactor: Readonly<Record<Settings['textSize'], number>> = {
  normal: 1,
  large: 1.15,
  larger: 1.3,
  largest: 1.5,
};
