import type { CommandTemplate } from '../../core/command/commandTemplate.ts';
import type { Elevation, RenderedCommand } from '../../core/command/renderCommand.ts';
import { renderCommand } from '../../core/command/renderCommand.ts';
import type { PlannedCommand, PlannedWork } from '../../core/playbook/model.ts';
import { StepFailed } from './stepFailed.ts';

/** @throws StepFailed when a value does not fit its command, e.g. a folder that begins with a dash. */
export function renderPlanned<Values>(
  { template, values }: { readonly template: CommandTemplate<Values>; readonly values: unknown },
  elevation: Elevation,
): RenderedCommand {
  const rendered = renderCommand(template, values, elevation);
  if (rendered.ok) return rendered.command;
  const { code, message, fields } = rendered.error;
  throw new StepFailed({ code: 'bad-request', message, detail: `${template.id} ${code} ${fields.join()}` });
}

export const commandsOf = (work: readonly PlannedWork[]): readonly PlannedCommand[] =>
  work.filter((item) => 'template' in item);
