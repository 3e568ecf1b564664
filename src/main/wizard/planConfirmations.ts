import { createHash, randomBytes } from 'node:crypto';
import type { RenderedCommand } from '../../core/command/renderCommand.ts';
import { CONFIRMATION_LIFETIME_MS } from '../ssh/confirmation.ts';

/** What was shown: a step of a wizard on one server. */
export interface PlannedChange {
  readonly profileId: string;
  readonly wizard: string;
  readonly step: string;
}

interface Pending {
  readonly change: PlannedChange;
  readonly commands: readonly string[];
  readonly expiresAt: number;
}

/** The commands somebody saw and confirmed, each good for one run. */
export class ConfirmedPlan {
  readonly #left: string[];

  constructor(commands: readonly string[]) {
    this.#left = [...commands];
  }

  /** Whether exactly this command was confirmed and has not been run yet. */
  take(command: RenderedCommand): boolean {
    const at = this.#left.indexOf(identityOf(command));
    if (at >= 0) this.#left.splice(at, 1);
    return at >= 0;
  }
}

/**
 * One token for all changing commands of a step, issued with its preview. The session has a token of its own for each
 * command; those are issued at the very moment it runs, and only for commands of a confirmed plan.
 */
export class PlanConfirmations {
  readonly #pending = new Map<string, Pending>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(change: PlannedChange, commands: readonly RenderedCommand[]): string {
    for (const [token, { expiresAt }] of this.#pending) {
      if (expiresAt < this.#now()) this.#pending.delete(token);
    }
    const token = randomBytes(24).toString('base64url');
    const expiresAt = this.#now() + CONFIRMATION_LIFETIME_MS;
    this.#pending.set(token, { change, commands: commands.map(identityOf), expiresAt });
    return token;
  }

  /** Uses a token up, also one shown for something else: it must not be tried on. Null when it is good for nothing here. */
  redeem(token: string, { profileId, wizard, step }: PlannedChange): ConfirmedPlan | null {
    const pending = this.#pending.get(token);
    this.#pending.delete(token);
    if (pending === undefined || pending.expiresAt < this.#now()) return null;
    const { change } = pending;
    const same = change.profileId === profileId && change.wizard === wizard && change.step === step;
    return same ? new ConfirmedPlan(pending.commands) : null;
  }
}

function identityOf({ templateId, line, stdin }: RenderedCommand): string {
  return createHash('sha256')
    .update(JSON.stringify([templateId, line, stdin]))
    .digest('hex');
}
