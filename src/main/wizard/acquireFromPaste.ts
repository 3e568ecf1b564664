import type { CommandAcquisition, StepContext } from '../../core/playbook/model.ts';
import { recogniseOutput } from '../../core/recognise/recogniseOutput.ts';
import type {
  CommandToPaste,
  PastedOutput,
  PasteProgress,
  RecognisedPaste,
} from '../../shared/ipc/contract.ts';
import type { Acquired } from './acquired.ts';
import { fitOf } from './expectedOutput.ts';
import { renderPlanned } from './renderPlanned.ts';
import { replayPlan } from './replayPlan.ts';
import { refuseStep } from './stepFailed.ts';

/** What to run and paste next, given what was pasted. @throws StepFailed when a value does not fit its command. */
export function pasteProgress(
  acquire: CommandAcquisition,
  context: StepContext,
  given: readonly PastedOutput[],
): PasteProgress {
  const recognised = given.map(recognisePaste);
  const { missing } = replayPlan(acquire, context, usableOf(given, recognised));
  const commands = missing.map((planned): CommandToPaste => {
    const { templateId, line, privilege } = renderPlanned(planned, 'direct');
    return { command: templateId, label: planned.label, line, privilege };
  });
  return { commands, recognised };
}

/** @throws StepFailed while something is still to be pasted. */
export function acquireFromPaste(
  acquire: CommandAcquisition,
  context: StepContext,
  given: readonly PastedOutput[],
  source: string,
): Acquired {
  const recognised = given.map(recognisePaste);
  const { outputs, missing } = replayPlan(acquire, context, usableOf(given, recognised));
  const [next] = missing;
  if (next !== undefined) {
    refuseStep('bad-request', 'servers-main:paste.missing', { command: renderPlanned(next, 'direct').line });
  }
  return {
    reading: { outputs },
    server: context.server,
    source,
    commands: [],
    problems: recognised.flatMap(({ problem, usable }) => (usable && problem !== null ? [problem] : [])),
  };
}

function recognisePaste({ command, label, text }: PastedOutput): RecognisedPaste {
  const recognised = recogniseOutput(text);
  return { ...recognised, ...fitOf(command, recognised), command, label };
}

function usableOf(
  given: readonly PastedOutput[],
  recognised: readonly RecognisedPaste[],
): readonly PastedOutput[] {
  return given.filter((_, index) => recognised[index]?.usable === true);
}
