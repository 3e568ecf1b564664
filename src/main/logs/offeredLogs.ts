import { randomUUID } from 'node:crypto';
import { isCompressedName } from '../../core/remoteTrace/fetchLog.ts';
import type { OfferedLog } from '../../shared/ipc/contract.ts';
import { serverError } from '../servers/serverError.ts';
import type { ServerRegistry } from '../servers/serverRegistry.ts';
import { findRemoteLogs } from '../ssh/remoteTrace.ts';
import type { RemoteLogSource } from '../ssh/remoteTrace.ts';
import { logPathsOf } from '../wizard/acquireFromServer.ts';
import { refuseStep, StepFailed } from '../wizard/stepFailed.ts';

/** The logs that connected servers were asked for. The window knows them by ids and can name no path. */
export class OfferedLogs {
  readonly #registry: Pick<ServerRegistry, 'ready'>;
  /** Of each server by id. */
  readonly #offers = new Map<string, Map<string, RemoteLogSource>>();

  constructor(registry: Pick<ServerRegistry, 'ready'>) {
    this.#registry = registry;
  }

  /** Newest first. @throws StepFailed when the server cannot be asked. */
  async of(server: string): Promise<readonly OfferedLog[]> {
    const ready = await this.#registry.ready(server);
    if (!ready.ok) throw new StepFailed(ready.error);
    // A log keeps its id: somebody may have chosen it before the server was asked again.
    const ids = new Map([...(this.#offers.get(server) ?? [])].map(([id, { log }]) => [log.path, id]));
    const offer = new Map<string, RemoteLogSource>();
    for (const path of logPathsOf(ready.value)) {
      const found = await findRemoteLogs(ready.value.session, path);
      if (!found.ok) throw new StepFailed(serverError(found.error));
      for (const source of found.value) {
        if (![...offer.values()].some(({ log }) => log.path === source.log.path))
          offer.set(ids.get(source.log.path) ?? randomUUID(), source);
      }
    }
    this.#offers.set(server, offer);
    return [...offer].map(([id, { log }]) => ({
      id,
      path: log.path,
      bytes: log.bytes,
      compressed: isCompressedName(log.path),
    }));
  }

  /** The logs that ids stand for. @throws StepFailed for one that was not offered. */
  chosen(server: string, ids: readonly string[]): readonly RemoteLogSource[] {
    return [...new Set(ids)].map(
      (id) => this.#offers.get(server)?.get(id) ?? refuseStep('not-found', 'log-index:fetch.not-offered'),
    );
  }
}
