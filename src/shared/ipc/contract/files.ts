import { z } from 'zod';
import { call } from './call.ts';

export interface FileGrant {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

export const fileCalls = {
  /** `log-folder`: a folder, of which the mail logs are granted. */
  'files.choose': call<readonly FileGrant[]>()(
    z.strictObject({ purpose: z.enum(['logs', 'log-folder', 'outputs']) }),
  ),
  /** Only the preload calls this, with paths it took from real `File` objects that were dropped on the window. */
  'files.admit': call<readonly FileGrant[]>()(
    z.strictObject({ paths: z.array(z.string().min(1).max(4096)).max(500) }),
  ),
  /** Saves text the user sees to a place the user picks. Answers the file name, null when the user thought better of it. */
  'text.saveAs': call<string | null>()(
    z.strictObject({ suggestedName: z.string().min(1).max(120), text: z.string().max(50_000_000) }),
  ),
  /** The same for a picture the window drew; `png` is base64. */
  'picture.saveAs': call<string | null>()(
    z.strictObject({ suggestedName: z.string().min(1).max(120), png: z.base64().max(40_000_000) }),
  ),
};
