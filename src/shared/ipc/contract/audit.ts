import { z } from 'zod';
import type { CommandRecord } from '../../../core/command/commandRecord.ts';
import { call } from './call.ts';

export interface AuditPage {
  /** Latest first. */
  readonly records: readonly CommandRecord[];
  /** How many there are that fit the search. */
  readonly total: number;
  /** Lines of the file that cannot be read (after a crash, mostly). They stay there. */
  readonly damaged: number;
}

export const auditCalls = {
  'audit.list': call<AuditPage>()(
    z.strictObject({
      /** Words that must all occur somewhere in a record; empty finds all. */
      search: z.string().max(200),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
  ),
  /** Saves the whole log to a place the user picks. Answers the file name, null when the user thought better of it. */
  'audit.export': call<string | null>()(z.undefined()),
};
