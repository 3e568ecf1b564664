import type { Step } from '../../core/playbook/model.ts';
import type { ReadyServer, ServerRegistry } from '../servers/serverRegistry.ts';
import { refuseStep, StepFailed } from './stepFailed.ts';

/**
 * The servers a step is to ask, connected. Only logs are read from several at once: what commands of two servers say
 * cannot be put together.
 * @throws StepFailed when one cannot be had.
 */
export async function readyServers(
  step: Step,
  ids: readonly string[],
  registry: Pick<ServerRegistry, 'ready'>,
): Promise<readonly [ReadyServer, ...ReadyServer[]]> {
  const wanted = [...new Set(ids)];
  if (wanted.length > 1 && step.acquire.kind === 'commands')
    refuseStep('bad-request', 'servers-main:one-server');
  const results = await Promise.all(wanted.map((id) => registry.ready(id)));
  const servers = results.map((result) => {
    if (!result.ok) throw new StepFailed(result.error);
    return result.value;
  });
  const [first, ...others] = servers;
  if (first === undefined) refuseStep('bad-request', 'errors:server-gone');
  return [first, ...others];
}
