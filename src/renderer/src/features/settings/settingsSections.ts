/** Parts of the settings page, in their order. Words: `settings:<section>.title`, `.text`; the search leads to each. */
export const settingsSections = [
  'language',
  'theme',
  'text-size',
  'time-zone',
  'new-servers',
  'log-places',
  'keep',
  'file',
  'trouble',
  'offline',
  'keyboard',
  'about',
] as const;

export type SettingsSectionName = (typeof settingsSections)[number];
