import { collectOutputs } from '../playbook/collectOutputs.ts';
import type { CommandOutput } from '../command/commandOutput.ts';
import { remoteLine } from '../command/remoteLine.ts';
import { renderCommand, type RenderedCommand } from '../command/renderCommand.ts';
import type { Facts } from '../playbook/facts.ts';
import type {
  NamedOutput,
  PlannedCommand,
  Playbook,
  ServerKind,
  StepContext,
  StepResult,
} from '../playbook/model.ts';
import type { TraceReading } from '../playbook/traceReading.ts';
import { traceMessages } from '../postfix/trace.ts';
import type { TraceQuery } from '../postfix/tracedMessage.ts';
import { readCommandLine } from './commandLine.ts';
import { createPracticeWorld } from './createPracticeWorld.ts';
import { mailLogFiles } from './mailLogFiles.ts';
import { runPracticeCommand, type PracticeAnswer } from './runPracticeCommand.ts';
import type { Edition, PracticeTrouble, PracticeWorld } from './world.ts';

/** A Tuesday afternoon. */
export const testNow = Date.parse('2026-03-03T14:20:00Z');

const made = new Map<string, PracticeWorld>();

/** Worlds are never changed, so each is made once. */
function worldAt(now: number, edition: Edition, trouble?: PracticeTrouble): PracticeWorld {
  const key = `${String(now)} ${String(edition)} ${trouble ?? ''}`;
  const world =
    made.get(key) ?? createPracticeWorld(now, { edition, ...(trouble === undefined ? {} : { trouble }) });
  made.set(key, world);
  return world;
}

/** A practice world that commands and whole steps are run against, in its own time. For tests. */
export class TestServer {
  world: PracticeWorld;
  now = testNow;
  /** Every line that was sent, as the server would read it. */
  readonly lines: string[] = [];
  /** Given to commands that read one on their standard input. */
  apiKey: string | null = null;
  readonly #edition: Edition;

  constructor(edition: Edition = 4, now = testNow, trouble?: PracticeTrouble) {
    this.#edition = edition;
    this.now = now;
    this.world = worldAt(now, edition, trouble);
  }

  get kind(): ServerKind {
    return { name: 'practice', blueMind: this.#edition, hasApiKey: this.apiKey !== null };
  }

  /** Runs a command and lets the time pass that it takes. */
  run(argv: readonly string[], stdin = ''): PracticeAnswer {
    const answer = runPracticeCommand(this.world, argv, this.now, stdin);
    this.world = answer.world;
    this.now += answer.takesMs;
    return answer;
  }

  wait(milliseconds: number): void {
    this.now += milliseconds;
  }

  /** Renders a planned command to the line that goes over the wire, reads that line back, and runs it. */
  execute({ template, values }: PlannedCommand): CommandOutput {
    const rendered = renderCommand(template, values, 'direct');
    if (!rendered.ok)
      throw new Error(`${template.id}: ${rendered.error.code} ${rendered.error.fields.join()}`);
    const line = remoteLine(rendered.command, 'a1b2c3', { kind: 'never' });
    this.lines.push(line);
    const read = readCommandLine(line);
    if (read.kind !== 'run') throw new Error(`not understood: ${line}`);
    const before = this.now;
    const { stdout, stderr, exitCode } = this.run(read.argv, stdinOf(rendered.command, this.apiKey));
    const flags = { signal: null, truncated: false, timedOut: false, cancelled: false };
    return { stdout, stderr, exitCode, ...flags, durationMs: this.now - before };
  }

  /** Walks one step of a playbook: plan, run, judge. */
  async step(playbook: Playbook, id: string, facts: Facts): Promise<PlayedStep> {
    const step = playbook.steps.find((candidate) => candidate.id === id);
    if (step === undefined) throw new Error(`no step ${id}`);
    const problems = step.check?.(facts) ?? [];
    if (problems.length > 0) throw new Error(`${id}: ${problems.map(({ fact }) => fact).join()}`);
    const context: StepContext = { facts, now: this.now, server: this.kind };
    if (step.acquire.kind === 'logs') {
      const trace = this.trace(step.acquire.query(facts));
      return played(step.judge({ outputs: [], trace }, context), facts, []);
    }
    const outputs = await collectOutputs(step.acquire, context, {
      run: (command) => Promise.resolve(this.execute(command)),
      pause: (milliseconds) => {
        this.wait(milliseconds);
        return Promise.resolve();
      },
    });
    return played(step.judge({ outputs }, { ...context, now: this.now }), facts, outputs);
  }

  trace(query: TraceQuery): TraceReading {
    const reference = new Date(this.now).toISOString();
    const logs = mailLogFiles({ ...this.world, now: this.now }).map(({ path, text }) => ({
      file: path,
      reference,
      lines: text.split('\n').slice(0, -1),
    }));
    const { messages, input, coverage } = traceMessages(logs, query);
    return {
      query,
      messages,
      counts: input,
      coverage: coverage.files.map(({ file, first, last, counts }) => ({
        file,
        from: first,
        to: last,
        counts,
      })),
      samples: coverage.notUnderstoodSamples,
      foreignPrograms: coverage.foreignPrograms,
    };
  }
}

export interface PlayedStep extends StepResult {
  /** What is known after the step. */
  readonly facts: Facts;
  readonly outputs: readonly NamedOutput[];
}

function stdinOf({ stdin, secretInput }: RenderedCommand, apiKey: string | null): string {
  return secretInput === null ? (stdin ?? '') : `${secretInput.before}${apiKey ?? ''}${secretInput.after}`;
}

function played(result: StepResult, facts: Facts, outputs: readonly NamedOutput[]): PlayedStep {
  return { ...result, facts: { ...facts, ...result.learned }, outputs };
}
