import type { Playbook } from '../../../../core/playbook/model.ts';
import { findPlaybook, playbooks } from '../../../../core/playbooks/registry.ts';

/** A wizard by its id, null for one that does not exist: then it is not shown anywhere. */
export function findOpenWizard(id: string | null): Playbook | null {
  return id === null ? null : findPlaybook(id);
}

export const readsLogs = ({ steps }: Playbook): boolean =>
  steps.some(({ acquire }) => acquire.kind === 'logs');

/** The wizard log files and searches belong to. */
export const logWizard: Playbook | null = playbooks.find(readsLogs) ?? null;
