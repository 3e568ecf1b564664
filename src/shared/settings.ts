import { z } from 'zod';

export const languages = ['en', 'de', 'fr'] as const;

/** Longest time anything can be kept for without being kept for good: ten years. */
export const MAX_DAYS_KEPT = 3650;

/** null: kept until somebody deletes it. */
const daysKept = z.number().int().min(1).max(MAX_DAYS_KEPT).nullable();

const path = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\u0000-\u001f\u007f]+$/);

/** Everything the user can choose for the whole app. Kept by main, shown and changed in the window. */
export const settingsSchema = z.strictObject({
  /** null follows the system. */
  language: z.enum(languages).nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  textSize: z.enum(['normal', 'large', 'larger', 'largest']),
  /** How times are shown that come with a zone; those without one are never converted. */
  timeZone: z.enum(['log', 'computer', 'utc']),
  /** Days since the last change after which a case is deleted at the next start. */
  keepCasesDays: daysKept,
  /** Days after which a line of the record of commands is deleted at the next start. */
  keepAuditDays: daysKept,
  /** Where dialogs for log files begin; null: where the last one ended. */
  logFolder: path.nullable(),
  /** Mail logs of servers that keep them in an unusual place: what new servers begin with. */
  serverLogPaths: z.array(path.startsWith('/')).max(20),
  /** What new servers begin with. */
  newServerAccess: z.enum(['read-only', 'changes-allowed']),
  /** The welcome of the first start was seen or skipped. */
  welcomed: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

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
