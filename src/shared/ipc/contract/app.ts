import { z } from 'zod';
import { call } from './call.ts';

export const languages = ['en', 'de', 'fr'] as const;
const themes = ['system', 'light', 'dark'] as const;

const settings = z.object({
  /** null follows the system. */
  language: z.enum(languages).nullable(),
  theme: z.enum(themes),
});
export type Settings = z.infer<typeof settings>;

export interface AppDescription {
  readonly version: string;
  readonly electron: string;
  readonly platform: string;
  /** From the system, for the first start. */
  readonly systemLanguage: (typeof languages)[number];
  readonly settings: Settings;
  /** True when something the user stored had to be set aside; the file's new name. */
  readonly damagedStore: string | null;
}

export const appCalls = {
  'app.describe': call<AppDescription>()(z.undefined()),
  'settings.save': call<Settings>()(settings),
};
