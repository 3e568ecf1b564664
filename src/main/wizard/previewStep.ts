import type { RenderedCommand } from '../../core/command/renderCommand.ts';
import type { Facts } from '../../core/playbook/facts.ts';
import type { ServerKind, Step } from '../../core/playbook/model.ts';
import type { StepPreview } from '../../shared/ipc/contract.ts';
import type { ReadyServer } from '../servers/serverRegistry.ts';
import { logCommands } from './acquireFromServer.ts';
import { commandsOf, renderPlanned } from './renderPlanned.ts';
import type { PlanConfirmations } from './planConfirmations.ts';
import { serverKind } from './serverKind.ts';

export interface PreviewedStep {
  readonly wizard: string;
  readonly step: Step;
  readonly facts: Facts;
  readonly now: number;
}

/** What a step would do on a server. Of a changing one every command is shown, and one token covers exactly those. */
export function previewOnServers(
  { wizard, step, facts, now }: PreviewedStep,
  servers: readonly [ReadyServer, ...ReadyServer[]],
  plans: PlanConfirmations,
): StepPreview {
  const [server] = servers;
  if (step.acquire.kind === 'logs') return preview(servers.flatMap(logCommands));
  const { profile, session } = server;
  const context = { facts, now, server: serverKind(profile, server.facts) };
  const commands = commandsOf(step.acquire.plan(context, [])).map((planned) =>
    renderPlanned(planned, session.elevation),
  );
  if (step.kind === 'reads') return preview(commands);
  const confirmation = step.confirmation(context);
  if (profile.access !== 'changes-allowed') {
    const refused = { key: 'ssh:error.read-only-profile', values: { server: profile.name } };
    return { ...preview(commands), confirmation, refused };
  }
  const token = plans.issue({ profileId: profile.id, wizard, step: step.id }, commands);
  return { ...preview(commands), confirmation, token };
}

/** What somebody would have to run, where no server is asked by us. */
export function previewOnPaper({ step, facts, now }: PreviewedStep, server: ServerKind | null): StepPreview {
  if (step.acquire.kind === 'logs') return preview([]);
  const context = { facts, now, server };
  const commands = commandsOf(step.acquire.plan(context, [])).map((planned) =>
    renderPlanned(planned, 'direct'),
  );
  return { ...preview(commands), confirmation: step.kind === 'changes' ? step.confirmation(context) : null };
}

function preview(commands: readonly RenderedCommand[]): StepPreview {
  const shown = commands.map(({ line, privilege, effect }) => ({ line, privilege, effect }));
  return { commands: shown, confirmation: null, token: null, refused: null };
}
