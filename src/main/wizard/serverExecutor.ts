import { setTimeout as wait } from 'node:timers/promises';
import type { Executor } from '../../core/playbook/collectOutputs.ts';
import { serverError } from '../servers/serverError.ts';
import type { ReadyServer } from '../servers/serverRegistry.ts';
import type { Confirmations } from '../ssh/confirmation.ts';
import type { ConfirmedPlan } from './planConfirmations.ts';
import { renderPlanned } from './renderPlanned.ts';
import { StepFailed } from './stepFailed.ts';

export interface ServerExecutorNeeds {
  readonly server: ReadyServer;
  readonly confirmations: Confirmations;
  /** Who is named in the audit log for changes. */
  readonly confirmedBy: string;
  /** What was shown and confirmed; null: nothing was, so nothing may change. */
  readonly plan: ConfirmedPlan | null;
  readonly signal: AbortSignal;
  /** Each line before it runs. */
  readonly onCommand: (line: string) => void;
}

/**
 * Carries out planned commands on a server. Whether a changing one may run is decided by the session, which also writes
 * down what it refused; a token for it is made only if the command is one of the confirmed plan.
 */
export function serverExecutor(needs: ServerExecutorNeeds): Executor {
  const { server, confirmations, confirmedBy, plan, signal, onCommand } = needs;
  const { session, profile } = server;
  return {
    run: async (planned) => {
      signal.throwIfAborted();
      const command = renderPlanned(planned, session.elevation);
      const confirmation =
        command.effect === 'changes' && plan?.take(command) === true
          ? confirmations.issue(profile.id, command, confirmedBy).token
          : undefined;
      onCommand(command.line);
      const ran = await session.exec(command, { signal, confirmation });
      signal.throwIfAborted();
      if (!ran.ok) throw new StepFailed(serverError(ran.error));
      return ran.value;
    },
    pause: async (milliseconds) => {
      try {
        await wait(milliseconds, undefined, { signal });
      } catch {
        signal.throwIfAborted();
      }
    },
  };
}
