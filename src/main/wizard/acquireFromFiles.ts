import { outputFromText } from '../../core/playbook/collectOutputs.ts';
import type {
  CommandAcquisition,
  NamedOutput,
  PlannedCommand,
  StepContext,
} from '../../core/playbook/model.ts';
import { recogniseOutput } from '../../core/recognise/recogniseOutput.ts';
import type { Acquired } from './acquired.ts';
import { isOutputOf } from './expectedOutput.ts';
import { commandsOf } from './renderPlanned.ts';
import { refuseStep } from './stepFailed.ts';

export interface SavedOutput {
  readonly name: string;
  readonly text: string;
}

/**
 * Answers a step from saved outputs: each file is taken for the planned command whose output it certainly is. Commands
 * without a file stay unanswered, and the step's rules say what that leaves unknown.
 * @throws StepFailed when no file answers anything.
 */
export function acquireFromFiles(
  { plan }: CommandAcquisition,
  context: StepContext,
  files: readonly SavedOutput[],
): Acquired {
  const unused = new Set(files);
  const outputs: NamedOutput[] = [];
  for (let found = true; found;) {
    found = false;
    const commands = commandsOf(plan(context, outputs));
    const answered = commands.flatMap((planned): readonly NamedOutput[] => {
      const file = fileFor(planned, commands, [...unused]);
      if (file === undefined || isAnswered(planned, outputs)) return [];
      unused.delete(file);
      return [{ command: planned.template.id, label: planned.label, output: outputFromText(file.text) }];
    });
    outputs.push(...answered);
    found = answered.length > 0;
  }
  if (outputs.length === 0) refuseStep('unreadable-input', 'servers-main:files.none-fits');
  return {
    reading: { outputs },
    server: context.server,
    source: files.map(({ name }) => name).join(', '),
    commands: [],
    problems: [...unused].map(({ name }) => ({ key: 'servers-main:files.not-used', values: { file: name } })),
  };
}

const isAnswered = ({ template, label }: PlannedCommand, outputs: readonly NamedOutput[]): boolean =>
  outputs.some((output) => output.command === template.id && output.label === label);

function fileFor(
  { template, label }: PlannedCommand,
  round: readonly PlannedCommand[],
  files: readonly SavedOutput[],
): SavedOutput | undefined {
  const fitting = files.filter(({ text }) => isOutputOf(template.id, recogniseOutput(text)));
  const alone = round.filter((other) => other.template.id === template.id).length === 1;
  // Answers of one tool to several questions look alike: only a file that names its question is taken for it.
  return alone ? fitting[0] : fitting.find(({ name, text }) => namesAll(`${name}\n${text}`, label));
}

function namesAll(text: string, label: string): boolean {
  const lower = text.toLowerCase();
  return label
    .toLowerCase()
    .split(' ')
    .every((word) => lower.includes(word));
}
