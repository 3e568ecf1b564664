import type { Playbook } from '../playbook/model.ts';
import { healthPlaybook } from './health/playbook.ts';
import { historyPlaybook } from './history/playbook.ts';
import { mapsPlaybook } from './maps/playbook.ts';
import { queuePlaybook } from './queue/playbook.ts';
import { restorePlaybook } from './restore/playbook.ts';
import { tracePlaybook } from './trace/playbook.ts';

/** Every wizard, in the order the seeds' path walks them. Adding one is adding its folder and this line. */
export const playbooks: readonly Playbook[] = [
  mapsPlaybook,
  queuePlaybook,
  tracePlaybook,
  historyPlaybook,
  restorePlaybook,
  healthPlaybook,
];

export function findPlaybook(id: string): Playbook | null {
  return playbooks.find((playbook) => playbook.id === id) ?? null;
}
