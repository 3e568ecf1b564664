import type { TablePools } from '../../core/logIndex/messageTable.ts';
import { plainLoops } from '../../core/logIndex/rowLoops.ts';
import type { ByteInterner } from '../engine/byteInterner.ts';
import { release } from '../engine/release.ts';
import type { TableKernel } from '../kernel/tableKernel.ts';
import type { PackedTexts } from '../kernel/textKernel.ts';
import { BytePool } from './bytePool.ts';
import { packStrings, packTexts, packWithoutHosts } from './packTexts.ts';
import type { SharedTexts } from './sharedTexts.ts';

/** How much room the pools take, in bytes, and how many texts the largest has. */
export function roomOfPools(texts: SharedTexts): { readonly bytes: number; readonly texts: number } {
  const { addresses, clients, relays, logins, ids, messageIds, domains } = texts;
  const all: PackedTexts[] = [addresses, clients, relays, logins, ids, domains.names, ...messageIds];
  let [bytes, most] = [0, 0];
  for (const { starts, count } of all) {
    // With the place of each, and a mark for it.
    bytes += (starts[count] as number) - (starts[0] as number) + 5 * count;
    most = Math.max(most, count);
  }
  return { bytes, texts: most };
}

/**
 * The texts of a table, moved to where they stay: nobody may ask `texts` for one afterwards. `messageIds`: further ones.
 */
export function tablePools(
  texts: SharedTexts,
  messageIds: readonly string[],
  kernel: TableKernel | null,
): Omit<TablePools, 'causes'> {
  const room = kernel ?? plainLoops;
  const poolOf = (packed: PackedTexts): BytePool => new BytePool(packed, kernel);
  const moved = (interner: ByteInterner): BytePool => {
    const pool = poolOf(packTexts([interner], room));
    interner.giveUp();
    return pool;
  };
  const domainOfAddress = texts.domains.all();
  const queueIds = poolOf(packWithoutHosts(texts.ids, room));
  texts.ids.giveUp();
  const all = poolOf(packTexts([...texts.messageIds, packStrings(messageIds)], room));
  for (const { bytes, starts } of texts.messageIds) release(bytes, starts);
  return {
    addresses: moved(texts.addresses),
    clients: moved(texts.clients),
    queueIds,
    messageIds: all,
    relays: moved(texts.relays),
    logins: moved(texts.logins),
    domains: moved(texts.domains.names),
    domainOfAddress,
  };
}
