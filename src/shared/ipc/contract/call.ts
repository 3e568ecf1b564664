import { z } from 'zod';
import { factNames } from '../../../core/playbook/facts.ts';
import type { FactName, Facts } from '../../../core/playbook/facts.ts';

/**
 * One call between the window and main. Inputs are parsed in main with `input` before a handler sees them; outputs are
 * made by our own code and only typed.
 */
export interface Call<Input extends z.ZodType, Output> {
  readonly input: Input;
  /** Never set: carries the type of the answer. */
  readonly output?: Output;
}

export function call<Output>() {
  return <Input extends z.ZodType>(input: Input): Call<Input, Output> => ({ input });
}

/** An id the window chooses for long work, so that it can show progress and cancel it. */
export const jobId = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);

/** Ids that main gave out: of profiles, cases, prompts. They take part in file names, so nothing else is let in. */
export const recordId = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);

/** What is picked in a list may be thousands of mails; everything else is a line of text. */
const longest = (name: FactName): number => (name.startsWith('picked') ? 500_000 : 2000);

export const facts = z.strictObject(
  Object.fromEntries(factNames.map((name) => [name, z.string().min(1).max(longest(name)).optional()])),
) as unknown as z.ZodType<Facts>;
