import { z } from 'zod';
import type { Effect, Privilege } from '../../../core/command/commandTemplate.ts';
import type { Message } from '../../../core/message.ts';
import type { StepResult } from '../../../core/playbook/model.ts';
import { symptomIds } from '../../../core/playbooks/diagnosis/symptoms.ts';
import type { TracedMessage } from '../../../core/postfix/tracedMessage.ts';
import type { RecognisedOutput } from '../../../core/recognise/recogniseOutput.ts';
import { call, facts, jobId, recordId } from './call.ts';

/** Text that somebody pasted as the answer to one command of a step; named as `wizard.pasteNext` named it. */
const pastedOutput = z.strictObject({
  command: z.string().max(60),
  label: z.string().max(2000),
  text: z.string().max(20_000_000),
});
export type PastedOutput = z.infer<typeof pastedOutput>;

/** What kind of server pasted outputs and saved files come from, where the user knows it. */
const blueMind = z.union([z.literal(4), z.literal(5)]);

/** Where a step gets its data. File ids come from `files.choose` and `files.admit`; the window never names a path. */
const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sample') }),
  z.strictObject({
    kind: z.literal('files'),
    files: z.array(z.string().max(64)).min(1).max(500),
    blueMind: blueMind.optional(),
  }),
  z.strictObject({
    kind: z.literal('pasted'),
    /** Log lines, for steps that read logs. */
    text: z.string().max(20_000_000),
    /** For steps that run commands. */
    outputs: z.array(pastedOutput).max(200).optional(),
    blueMind: blueMind.optional(),
  }),
  /** Several servers only where logs are read: an edge and a backend are traced together. */
  z.strictObject({ kind: z.literal('server'), servers: z.array(recordId).min(1).max(20) }),
]);
export type Source = z.infer<typeof source>;

const stepName = { wizard: z.string().max(40), step: z.string().max(60) };

/** A command as it is shown before it runs. */
export interface ShownCommand {
  readonly line: string;
  readonly privilege: Privilege;
  readonly effect: Effect;
}

/** What a step will do. Of a reading step the first commands are shown; of a changing one all that change something. */
export interface StepPreview {
  readonly commands: readonly ShownCommand[];
  /** What will happen, in words, before the user confirms; null for steps that only read. */
  readonly confirmation: Message | null;
  /** To be sent with `wizard.run` once the user confirmed. Good once, for exactly these commands, for five minutes. */
  readonly token: string | null;
  /** Why it cannot run as things are (read-only profile, not connected); null when it can. */
  readonly refused: Message | null;
}

export interface StepAnswer {
  readonly result: StepResult;
  /** How many items `wizard.window` can give. */
  readonly total: number;
}

/** A command somebody is to run, and under which name its output is to be handed back. */
export interface CommandToPaste {
  readonly command: string;
  readonly label: string;
  readonly line: string;
  /** Whoever runs it has to be root for `root`. */
  readonly privilege: Privilege;
}

/** What a pasted text is. */
export interface RecognisedPaste extends RecognisedOutput {
  readonly command: string;
  readonly label: string;
  /** Said when this is not the output that was asked for, or perhaps not all of it; null when all is well. */
  readonly problem: Message | null;
  /** False: it is left out, and its command is among those to be run. */
  readonly usable: boolean;
}

export interface PasteProgress {
  /** What is to be run and pasted next; none: `wizard.run` can judge. */
  readonly commands: readonly CommandToPaste[];
  /** One for each output given, in the same order. */
  readonly recognised: readonly RecognisedPaste[];
}

export const wizardCalls = {
  'wizard.preview': call<StepPreview>()(z.strictObject({ ...stepName, facts, source })),
  'wizard.run': call<StepAnswer>()(
    z.strictObject({
      jobId,
      ...stepName,
      facts,
      source,
      /** From `wizard.preview`; steps that change something do not run without it. */
      token: z.string().max(200).optional(),
      /** The case the answer is noted in. */
      caseId: recordId.optional(),
      /** What the full diagnosis is asked about, where it makes the step; noted in the case. */
      symptom: z.enum(symptomIds).optional(),
    }),
  ),
  'wizard.pasteNext': call<PasteProgress>()(
    z.strictObject({
      ...stepName,
      facts,
      outputs: z.array(pastedOutput).max(200),
      blueMind: blueMind.optional(),
    }),
  ),
  /** More rows of what a finished step found; big data stays in main. */
  'wizard.window': call<readonly TracedMessage[]>()(
    z.strictObject({ jobId, offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) }),
  ),
  'job.cancel': call<null>()(z.strictObject({ jobId })),
};

export interface JobProgress {
  readonly jobId: string;
  readonly doneBytes: number;
  /** null when not known, e.g. inside a compressed file. */
  readonly totalBytes: number | null;
  /** What is being read now. */
  readonly label: string;
}
