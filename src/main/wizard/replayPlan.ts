import type {
  CommandAcquisition,
  NamedOutput,
  PlannedCommand,
  StepContext,
} from '../../core/playbook/model.ts';
import type { PastedOutput } from '../../shared/ipc/contract.ts';
import { handedOutput } from './expectedOutput.ts';
import { commandsOf } from './renderPlanned.ts';

export interface Replay {
  /** In the order of the plan. */
  readonly outputs: readonly NamedOutput[];
  /** Commands of the first round that is not complete. */
  readonly missing: readonly PlannedCommand[];
}

/** Far beyond any real plan, as in `collectOutputs`. */
const MOST_ROUNDS = 100;

/**
 * Goes through a step's plan with outputs that are there already, round by round as if they had just been run. Plans look
 * at whole rounds, so a half-answered one is not shown to them.
 */
export function replayPlan(
  { plan }: CommandAcquisition,
  context: StepContext,
  given: readonly PastedOutput[],
): Replay {
  const textOf = new Map(given.map(({ command, label, text }) => [nameOf(command, label), text]));
  const outputs: NamedOutput[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const commands = commandsOf(plan(context, outputs));
    if (commands.length === 0) return { outputs, missing: [] };
    const missing = commands.filter(({ template, label }) => !textOf.has(nameOf(template.id, label)));
    if (missing.length > 0) return { outputs, missing };
    for (const { template, label } of commands) {
      const output = handedOutput(template.id, textOf.get(nameOf(template.id, label)) ?? '');
      outputs.push({ command: template.id, label, output });
    }
  }
  throw new Error('The plan of this step does not come to an end');
}

const nameOf = (command: string, label: string): string => JSON.stringify([command, label]);
