import type { z } from 'zod';
import { appCalls } from './contract/app.ts';
import type { AppEvents } from './contract/app.ts';
import { auditCalls } from './contract/audit.ts';
import type { Call } from './contract/call.ts';
import { caseCalls } from './contract/cases.ts';
import { fileCalls } from './contract/files.ts';
import { logIndexCalls } from './contract/logIndex.ts';
import type { LogIndexEvents } from './contract/logIndex.ts';
import { serverCalls } from './contract/servers.ts';
import type { ServerEvents } from './contract/servers.ts';
import { wizardCalls } from './contract/wizard.ts';
import type { JobProgress } from './contract/wizard.ts';
import type { CallName, EventName } from './channels.ts';

/** Every call and event between the window and main, in one place; `contract/` has a file for each subject. */
export const calls = {
  ...appCalls,
  ...fileCalls,
  ...wizardCalls,
  ...serverCalls,
  ...caseCalls,
  ...auditCalls,
  ...logIndexCalls,
} satisfies Record<CallName, Call<z.ZodType, unknown>>;

export type CallInput<Name extends CallName> = z.infer<(typeof calls)[Name]['input']>;
export type CallOutput<Name extends CallName> =
  NonNullable<(typeof calls)[Name]['output']> extends infer Output
    ? Output | (null extends (typeof calls)[Name]['output'] ? null : never)
    : never;

/** Events main sends to the window, at most 20 a second each. */
export interface Events extends AppEvents, ServerEvents, LogIndexEvents {
  'job.progress': JobProgress;
}
export type EventPayload<Name extends EventName> = Events[Name];

export type { ServerFacts } from '../../core/probe/serverFacts.ts';
export { languages } from '../firstSettings.ts';
export type { AppDescription, Notice, OpenedFiles } from './contract/app.ts';
export type { AuditPage } from './contract/audit.ts';
export type { CaseSummary } from './contract/cases.ts';
export type { FileGrant } from './contract/files.ts';
export type { FirstRows, IndexedLogs, LogIndexView, LogsGrown, OfferedLog } from './contract/logIndex.ts';
export type {
  PromptAnswer,
  SecretKeeping,
  ServerDraft,
  ServerQuestion,
  ServerView,
  SshConfigDrafts,
} from './contract/servers.ts';
export type {
  CommandToPaste,
  JobProgress,
  PasteProgress,
  PastedOutput,
  RecognisedPaste,
  ShownCommand,
  Source,
  StepAnswer,
  StepPreview,
} from './contract/wizard.ts';
