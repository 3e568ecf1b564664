import { z } from 'zod';
import { languages } from './firstSettings.ts';

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
