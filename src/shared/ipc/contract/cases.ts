import { z } from 'zod';
import type { Case } from '../../../core/case/case.ts';
import type { Verdict } from '../../../core/playbook/verdict.ts';
import { call, recordId } from './call.ts';

/** A case as a list shows it. */
export interface CaseSummary {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly changedAt: string;
  /** What it is about (an address, a message-ID), as far as known. */
  readonly subject: string | null;
  /** Of the latest step; null when none was answered yet. */
  readonly verdict: Pick<Verdict, 'level' | 'because'> | null;
  readonly steps: number;
}

const id = recordId;

export const caseCalls = {
  /** Latest first. */
  'cases.list': call<readonly CaseSummary[]>()(z.undefined()),
  'cases.open': call<Case>()(z.strictObject({ id })),
  /** A new, empty case. It is kept from its first answer or note on. */
  'cases.begin': call<Case>()(z.undefined()),
  'cases.note': call<Case>()(z.strictObject({ id, notes: z.string().max(100_000) })),
  'cases.remove': call<null>()(z.strictObject({ id })),
  /** Saves a report to a place the user picks. Answers the file name, null when the user thought better of it. */
  'cases.export': call<string | null>()(
    z.strictObject({ id, format: z.enum(['html', 'pdf', 'json']), anonymous: z.boolean() }),
  ),
};
