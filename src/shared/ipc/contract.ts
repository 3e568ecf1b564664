import { z } from 'zod';
import { factNames } from '../../core/playbook/facts.ts';
import type { Facts } from '../../core/playbook/facts.ts';
import type { StepResult } from '../../core/playbook/model.ts';
import type { TracedMessage } from '../../core/postfix/tracedMessage.ts';
import type { CallName, EventName } from './channels.ts';

/**
 * Every call and event between the window and main, in one place. Inputs are parsed in main with these
 * schemas before a handler sees them; outputs are made by our own code and only typed.
 */
interface Call<Input extends z.ZodType, Output> {
  readonly input: Input;
  /** Never set: carries the type of the answer. */
  readonly output?: Output;
}

function call<Output>() {
  return <Input extends z.ZodType>(input: Input): Call<Input, Output> => ({ input });
}

export const languages = ['en', 'de', 'fr'] as const;
export const themes = ['system', 'light', 'dark'] as const;

const settings = z.object({
  /** null follows the system. */
  language: z.enum(languages).nullable(),
  theme: z.enum(themes),
});
export type Settings = z.infer<typeof settings>;

/** An id the window chooses for long work, so that it can show progress and cancel it. */
const jobId = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);

const facts = z.strictObject(
  Object.fromEntries(factNames.map((name) => [name, z.string().min(1).max(2000).optional()])),
) as unknown as z.ZodType<Facts>;

/** Where a step gets its data. File ids come from `files.choose` and `files.admit`; the window never names a path. */
const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sample') }),
  z.strictObject({ kind: z.literal('files'), files: z.array(z.string().max(64)).min(1).max(500) }),
  z.strictObject({ kind: z.literal('pasted'), text: z.string().max(20_000_000) }),
]);
export type Source = z.infer<typeof source>;

export const calls = {
  'app.describe': call<AppDescription>()(z.undefined()),
  'settings.save': call<Settings>()(settings),
  'files.choose': call<readonly FileGrant[]>()(z.strictObject({ purpose: z.enum(['logs', 'outputs']) })),
  /** Only the preload calls this, with paths it took from real `File` objects that were dropped on the window. */
  'files.admit': call<readonly FileGrant[]>()(
    z.strictObject({ paths: z.array(z.string().min(1).max(4096)).max(500) }),
  ),
  'wizard.run': call<StepAnswer>()(
    z.strictObject({ jobId, wizard: z.string().max(40), step: z.string().max(60), facts, source }),
  ),
  /** More rows of what a finished step found; big data stays in main. */
  'wizard.window': call<readonly TracedMessage[]>()(
    z.strictObject({ jobId, offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) }),
  ),
  'job.cancel': call<null>()(z.strictObject({ jobId })),
  /** Saves text the user sees to a place the user picks. Answers the file name, null when the user thought better of it. */
  'text.saveAs': call<string | null>()(
    z.strictObject({ suggestedName: z.string().min(1).max(120), text: z.string().max(50_000_000) }),
  ),
} satisfies Record<CallName, Call<z.ZodType, unknown>>;

export type CallInput<Name extends CallName> = z.infer<(typeof calls)[Name]['input']>;
export type CallOutput<Name extends CallName> =
  NonNullable<(typeof calls)[Name]['output']> extends infer Output
    ? Output | (null extends (typeof calls)[Name]['output'] ? null : never)
    : never;

/** Events main sends to the window, at most 20 a second each. */
export interface Events {
  'job.progress': JobProgress;
  'menu.command': { readonly command: 'home' | 'open-log' | 'settings' | 'glossary' | 'search' };
}
export type EventPayload<Name extends EventName> = Events[Name];

export interface JobProgress {
  readonly jobId: string;
  readonly doneBytes: number;
  /** null when not known, e.g. inside a compressed file. */
  readonly totalBytes: number | null;
  /** What is being read now. */
  readonly label: string;
}

export interface FileGrant {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

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

export interface StepAnswer {
  readonly result: StepResult;
  /** How many items `wizard.window` can give. */
  readonly total: number;
}
