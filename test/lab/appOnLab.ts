import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { CommandOutput } from '../../src/core/command/commandOutput.ts';
import { defineCommand } from '../../src/core/command/commandTemplate.ts';
import { renderCommand, type RenderedCommand } from '../../src/core/command/renderCommand.ts';
import type { Message } from '../../src/core/message.ts';
import { collectOutputs } from '../../src/core/playbook/collectOutputs.ts';
import type { Facts } from '../../src/core/playbook/facts.ts';
import type {
  NamedOutput,
  PlannedCommand,
  ServerKind,
  Step,
  StepContext,
  StepResult,
} from '../../src/core/playbook/model.ts';
import type { TraceReading } from '../../src/core/playbook/traceReading.ts';
import type { Verdict } from '../../src/core/playbook/verdict.ts';
import {
  concludeDiagnosis,
  nextDiagnosisStep,
  type DiagnosisEntry,
} from '../../src/core/playbooks/diagnosis/diagnosisPath.ts';
import { findPlaybook } from '../../src/core/playbooks/registry.ts';
import { traceMessages } from '../../src/core/postfix/trace.ts';
import type { TraceQuery } from '../../src/core/postfix/tracedMessage.ts';
import type { ServerProfile } from '../../src/core/ssh/profile.ts';
import type { SessionError } from '../../src/core/ssh/sessionError.ts';
import { toTraceReading } from '../../src/logfiles/traceLogs.ts';
import type { SessionSurroundings } from '../../src/main/ssh/session.ts';
import { labSession, type LabSession } from '../ssh/labSession.ts';
import type { Lab } from './lab.ts';
import type { SshUser } from './sshServer.ts';

/** What a step came to, with the facts known after it and everything the server answered. */
export interface WalkedStep extends StepResult {
  readonly facts: Facts;
  readonly outputs: readonly NamedOutput[];
}

export interface Diagnosis {
  readonly taken: readonly DiagnosisEntry[];
  readonly steps: readonly string[];
  readonly verdict: Verdict;
  readonly facts: Facts;
}

/** The connection failed under a step: what the window would show instead of a verdict. */
export class StepStopped extends Error {
  readonly error: SessionError;

  constructor(error: SessionError) {
    super(`${error.code}: ${error.detail}`);
    this.name = 'StepStopped';
    this.error = error;
  }
}

export interface AppOptions {
  readonly user?: SshUser;
  /** Another way to the same server, see `sshLink`. */
  readonly port?: number;
  readonly sudo?: ServerProfile['sudo'];
  readonly access?: ServerProfile['access'];
  readonly server?: ServerKind;
  readonly surroundings?: Partial<SessionSurroundings>;
}

const logFiles = defineCommand({
  id: 'lab.log-files',
  privilege: 'root',
  effect: 'reads',
  timeoutMs: 30_000,
  maxBytes: 1024 * 1024,
  values: z.strictObject({}),
  argv: () => ['find', '/var/log', '-maxdepth', '1', '-name', 'mail.log*', '-printf', '%T@ %p\\n'],
});

const logText = defineCommand({
  id: 'lab.log-text',
  privilege: 'root',
  effect: 'reads',
  timeoutMs: 120_000,
  maxBytes: 256 * 1024 * 1024,
  values: z.strictObject({ path: z.string() }),
  argv: ({ path }) => ['zcat', '-f', '--', path],
});

/**
 * The app without its window, on the lab: the same session, the same playbooks, the same judges. Only what the window does
 * is done here: confirming, going to the next step, waiting.
 */
export class AppOnLab {
  readonly connection: LabSession;
  readonly server: ServerKind;
  /** Previews of changing steps as the user would have read them, in order. */
  readonly confirmed: { readonly text: Message; readonly lines: readonly string[] }[] = [];

  constructor(lab: Lab, options: AppOptions = {}) {
    const keyFile = join(lab.sandbox.folder, 'app-key');
    writeFileSync(keyFile, lab.ssh.privateKey, { mode: 0o600 });
    this.connection = labSession(
      lab.sandbox.folder,
      {
        port: options.port ?? lab.ssh.port,
        user: options.user ?? 'root',
        signIn: [{ kind: 'keyFile', path: keyFile }],
        sudo: options.sudo ?? 'none',
        access: options.access ?? 'changes-allowed',
      },
      options.surroundings,
    );
    this.server = options.server ?? { name: 'Lab', blueMind: 4 };
  }

  async connect(): Promise<this> {
    const result = await this.connection.session.connect();
    if (!result.ok) throw new StepStopped(result.error);
    return this;
  }

  close(): void {
    this.connection.session.disconnect();
  }

  /** Walks one step: checks the fields, confirms what it changes, acquires, judges. */
  async step(name: `${string}/${string}`, facts: Facts, signal?: AbortSignal): Promise<WalkedStep> {
    const step = stepNamed(name);
    const problems = step.check?.(facts) ?? [];
    if (problems.length > 0) throw new Error(`${name}: ${problems.map(({ fact }) => fact).join()}`);
    const context: StepContext = { facts, now: Date.now(), server: this.server };
    if (step.acquire.kind === 'logs') {
      const trace = await this.trace(step.acquire.query(facts), signal);
      return walked(step.judge({ outputs: [], trace }, context), facts, []);
    }
    const tokens = step.kind === 'changes' ? this.#confirm(step, context) : new Map<string, string>();
    const outputs = await collectOutputs(step.acquire, context, {
      run: (planned) => {
        const command = this.render(planned);
        return this.#run(command, tokens.get(command.line), signal);
      },
      pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    });
    return walked(step.judge({ outputs }, { ...context, now: Date.now() }), facts, outputs);
  }

  /** From the first question to the cause, each step with what the ones before learned. */
  async diagnose(known: Facts): Promise<Diagnosis> {
    const taken: DiagnosisEntry[] = [];
    let facts = known;
    for (;;) {
      const next = nextDiagnosisStep(taken, facts);
      if (next === null) break;
      const { facts: after, ...result } = await this.step(`${next.playbook}/${next.step}`, facts);
      taken.push({ ...next, result });
      facts = after;
      if (taken.length > 10) throw new Error('the diagnosis does not come to an end');
    }
    const verdict = concludeDiagnosis(taken);
    if (verdict === null) throw new Error('nothing was looked at');
    return { taken, steps: taken.map(({ playbook, step }) => `${playbook}/${step}`), verdict, facts };
  }

  render({ template, values }: PlannedCommand): RenderedCommand {
    const rendered = renderCommand(template, values, this.connection.session.elevation);
    if (!rendered.ok) throw new Error(`${template.id}: ${rendered.error.code}`);
    return rendered.command;
  }

  /** Reads the server's mail logs, rotated and compressed ones too, and correlates them here. */
  async trace(query: TraceQuery, signal?: AbortSignal): Promise<TraceReading> {
    const list = await this.#run(
      this.render({ template: logFiles, values: {}, label: '' }),
      undefined,
      signal,
    );
    const logs = [];
    for (const entry of list.stdout.split('\n').filter(Boolean)) {
      const [seconds = '0', path = ''] = entry.split(/ (.*)/s);
      const output = await this.#run(
        this.render({ template: logText, values: { path }, label: path }),
        undefined,
        signal,
      );
      const reference = new Date(Number(seconds) * 1000).toISOString();
      logs.push({ file: path, reference, lines: output.stdout.split('\n').slice(0, -1) });
    }
    return toTraceReading(query, traceMessages(logs, query));
  }

  /** What main does for a preview: render every command the step will run and give out a token for each. */
  #confirm(step: Extract<Step, { kind: 'changes' }>, context: StepContext): Map<string, string> {
    const { session, confirmations } = this.connection;
    const commands = step.acquire
      .plan(context, [])
      .flatMap((work) => ('template' in work ? [this.render(work)] : []));
    this.confirmed.push({ text: step.confirmation(context), lines: commands.map(({ line }) => line) });
    return new Map(
      commands.map((command) => [
        command.line,
        confirmations.issue(session.profile.id, command, 'lab').token,
      ]),
    );
  }

  /** A sudo that refuses is an answer of the server's, to be judged like any other; a broken connection is none. */
  async #run(
    command: RenderedCommand,
    confirmation: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<CommandOutput> {
    const result = await this.connection.session.exec(command, { confirmation, signal });
    if (result.ok) return result.value;
    const { code, output } = result.error;
    if (code.startsWith('sudo-') && output !== null) return output;
    throw new StepStopped(result.error);
  }
}

function stepNamed(name: string): Step {
  const [playbook = '', id = ''] = name.split('/');
  const step = findPlaybook(playbook)?.steps.find((candidate) => candidate.id === id);
  if (step === undefined) throw new Error(`no step ${name}`);
  return step;
}

function walked(result: StepResult, facts: Facts, outputs: readonly NamedOutput[]): WalkedStep {
  return { ...result, facts: { ...facts, ...result.learned }, outputs };
}
