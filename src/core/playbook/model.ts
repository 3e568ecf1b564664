import type { CommandOutput } from '../command/commandOutput.ts';
import type { CommandTemplate } from '../command/commandTemplate.ts';
import type { Message } from '../message.ts';
import type { TraceQuery } from '../postfix/tracedMessage.ts';
import type { FactName, Facts } from './facts.ts';
import type { TraceReading } from './traceReading.ts';
import type { Remedy, Verdict } from './verdict.ts';

/**
 * A wizard as data. The engine that walks it knows no product; a playbook does no I/O. What acquires
 * (commands, log files, pasted text) and what judges (pure functions) never meet in one place.
 */
export interface Playbook {
  /** Also the catalogue namespace of its words, and the folder it lives in. */
  readonly id: string;
  readonly title: Message;
  /** What it answers, in one sentence. */
  readonly purpose: Message;
  /** In the order they are walked; steps that change something come last and are offered by verdicts. */
  readonly steps: readonly Step[];
}

export type Step = ReadStep | ChangeStep;

interface StepBase {
  /** Unique within the playbook. */
  readonly id: string;
  readonly title: Message;
  /** What is checked, one sentence. */
  readonly what: Message;
  /** Why it matters, one sentence. */
  readonly why: Message;
  /** What the user is asked for, one to four fields. */
  readonly fields: readonly Field[];
  /** Pure: is what we know enough to run? Returns what is wrong, field by field, empty when ready. */
  readonly check?: (facts: Facts) => readonly FieldProblem[];
}

/** Reads only: may be run without asking. */
export interface ReadStep extends StepBase {
  readonly kind: 'reads';
  readonly acquire: Acquisition;
  /** Pure rules: what was read, to what it means. */
  readonly judge: (reading: Reading, context: StepContext) => StepResult;
}

/** Changes something on the server: cannot run without a confirmation token that main issued for the preview. */
export interface ChangeStep extends StepBase {
  readonly kind: 'changes';
  /** What will happen, in words, before the user confirms. */
  readonly confirmation: (context: StepContext) => Message;
  readonly acquire: CommandAcquisition;
  readonly judge: (reading: Reading, context: StepContext) => StepResult;
  /** Step that proves the change took effect; exit status 0 proves nothing. */
  readonly verifiedBy: string;
}

export type Acquisition = CommandAcquisition | LogAcquisition;

/**
 * Commands on a server. `plan` is asked again with the outputs so far until it returns none: a later
 * command may depend on what an earlier one said. The same plan is shown to whoever pastes the outputs.
 */
export interface CommandAcquisition {
  readonly kind: 'commands';
  readonly plan: (context: StepContext, outputs: readonly NamedOutput[]) => readonly PlannedWork[];
}

/** A command to run, or a pause before looking again (many changes take effect a few seconds later). */
export type PlannedWork = PlannedCommand | PlannedPause;

export interface PlannedPause {
  readonly pauseMs: number;
}

/** A command and the values it will be run with; `label` tells several runs of one template apart. */
export interface PlannedCommand {
  readonly template: CommandTemplate;
  readonly values: unknown;
  readonly label: string;
}

/** The mail logs, on this computer or on a server, read through the same correlator. */
export interface LogAcquisition {
  readonly kind: 'logs';
  readonly query: (facts: Facts) => TraceQuery;
}

/** What a command answered; `command` is the template's id. Pasted and saved text looks the same, with exit code null. */
export interface NamedOutput {
  readonly command: string;
  /** Distinguishes several runs of one template, e.g. the key that was looked up. */
  readonly label: string;
  readonly output: CommandOutput;
}

/** What judging may use besides what was read. */
export interface StepContext {
  readonly facts: Facts;
  /** Milliseconds since 1970, given by the caller. */
  readonly now: number;
  /** Facts of the server as probed, null for files and pasted text. */
  readonly server: ServerKind | null;
}

export interface ServerKind {
  readonly name: string;
  /** 4 has Cyrus, 5 has its own mail back-end; null: not known. */
  readonly blueMind: 4 | 5 | null;
  /** Where tools lie that are not on the path, e.g. `unexpunge`; from the probe. */
  readonly toolPaths?: Readonly<Record<string, string>>;
  /** True when there is a key for BlueMind's own interface (REST) on it. */
  readonly hasApiKey?: boolean;
}

export interface Reading {
  readonly outputs: readonly NamedOutput[];
  /** Present for log acquisitions. */
  readonly trace?: TraceReading;
}

/** What the window draws besides the verdict: each `view` has one component. */
export type Findings = { readonly view: string } & Readonly<Record<string, unknown>>;

export interface StepResult {
  readonly verdict: Verdict;
  readonly findings: Findings | null;
  /** Facts this step established; they are carried into every other wizard of the case. */
  readonly learned: Facts;
  readonly next: readonly Remedy[];
}

export interface Field {
  readonly fact: FactName;
  readonly kind: 'address' | 'text' | 'dateTime' | 'number' | 'domain';
  readonly required: boolean;
}

export interface FieldProblem {
  readonly fact: FactName;
  readonly problem: Message;
}
