import type { Playbook } from '../playbook/model.ts';
import { tracePlaybook } from './trace/playbook.ts';

/** Every wizard, in the order the seeds' path walks them. Adding one is adding its folder and this line. */
export const playbooks: readonly Playbook[] = [tracePlaybook];

export function findPlaybook(id: string): Playbook | null {
  return playbooks.find((playbook) => playbook.id === id) ?? null;
}
