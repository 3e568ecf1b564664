import { useCase } from '../wizard/caseStore.ts';
import { findServer, useServers } from './serverStore.ts';

/** Whether what the pages show now comes from the simulated server. */
export function useUsesPractice(): boolean {
  const servers = useServers((state) => state.servers);
  const chosen = useCase((state) => (state.sourceKind === 'server' ? state.servers[0] : undefined));
  return findServer(servers, chosen)?.practice ?? false;
}
