import type { CommandOutput } from '../command/commandOutput.ts';
import type { CommandAcquisition, NamedOutput, PlannedCommand, StepContext } from './model.ts';

/** How planned work is carried out: over SSH, against the practice server, or by asking for pasted text. */
export interface Executor {
  /** Runs one command. Rejects only when the source itself failed (connection lost, cancelled). */
  readonly run: (command: PlannedCommand) => Promise<CommandOutput>;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** A plan that never ends is a mistake in a playbook; a hundred rounds is far beyond any real one. */
const MOST_ROUNDS = 100;

/**
 * Carries out a step's plan round by round until the plan asks for nothing more. Commands of one round run one
 * after the other: order is what the audit log shows, and these tools do not like company.
 */
export async function collectOutputs(
  acquisition: CommandAcquisition,
  context: StepContext,
  executor: Executor,
): Promise<readonly NamedOutput[]> {
  const outputs: NamedOutput[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const work = acquisition.plan(context, outputs);
    if (work.length === 0) return outputs;
    for (const item of work) {
      if ('pauseMs' in item) {
        await executor.pause(item.pauseMs);
        continue;
      }
      const output = await executor.run(item);
      outputs.push({ command: item.template.id, label: item.label, output });
    }
  }
  throw new Error('The plan of this step does not come to an end');
}

/** Pasted or saved text as a command's output: nobody knows how the command ended. */
export function outputFromText(text: string): CommandOutput {
  return {
    stdout: text,
    stderr: '',
    exitCode: null,
    signal: null,
    truncated: false,
    timedOut: false,
    cancelled: false,
    durationMs: 0,
  };
}

/** The output of a command with this id (and label); undefined when it was not run. */
export function outputOf(
  outputs: readonly NamedOutput[],
  command: string,
  label?: string,
): CommandOutput | undefined {
  return outputs.findLast(
    (named) => named.command === command && (label === undefined || named.label === label),
  )?.output;
}

/** Both streams as one text, for tools whose complaints matter wherever they print them. */
export function wholeText(output: CommandOutput | undefined): string {
  if (output === undefined) return '';
  return output.stderr === '' ? output.stdout : `${output.stdout}\n${output.stderr}`;
}
