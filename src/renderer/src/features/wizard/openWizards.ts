import type { Playbook } from '../../../../core/playbook/model.ts';
import { findPlaybook, playbooks } from '../../../../core/playbooks/registry.ts';

/** The window can run a wizard when it can feed its steps: for now, from mail logs. */
const canBeFed = ({ steps }: Playbook): boolean => steps.some(({ acquire }) => acquire.kind === 'logs');

/** A wizard that works in this window, null for one that does not exist or cannot be run yet: it is not shown anywhere. */
export function findOpenWizard(id: string | null): Playbook | null {
  const playbook = id === null ? null : findPlaybook(id);
  return playbook !== null && canBeFed(playbook) ? playbook : null;
}

/** The wizard log files and searches belong to. */
export const logWizard: Playbook | null = playbooks.find(canBeFed) ?? null;
