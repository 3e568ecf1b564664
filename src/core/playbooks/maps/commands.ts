import { z } from 'zod';
import { defineCommand, DEFAULT_MAX_BYTES, DEFAULT_TIMEOUT_MS } from '../../command/commandTemplate.ts';
import { emailAddressValue, plainArgument } from '../../command/commandValues.ts';
import { bmCli } from '../bmCliCommands.ts';
import { curl, rest, REST_ADDRESS, taskIdValue } from '../restCommands.ts';

/** The maps BlueMind writes for Postfix (PostfixPaths.java); all of type `hash:`. */
export const mapNames = ['virtual_alias', 'virtual_mailbox', 'transport', 'virtual_domains'] as const;
export type MapName = (typeof mapNames)[number];

/** Group addresses lead to many mailboxes; the first ones show whether the map is sound. */
export const MOST_TARGETS = 25;

const reads = {
  privilege: 'root',
  effect: 'reads',
  timeoutMs: DEFAULT_TIMEOUT_MS,
  maxBytes: DEFAULT_MAX_BYTES,
} as const;

/**
 * `postmap -q KEY hash:FILE` prints the value and exits 0; no output and exit 1 mean "not in this map" (postmap(1)).
 * The folder is Postfix's own answer to where its configuration lies, `/etc/postfix` on BlueMind.
 */
export const postmapQuery = defineCommand({
  ...reads,
  id: 'maps.lookup',
  values: z.strictObject({ key: plainArgument.max(320), map: z.enum(mapNames) }),
  argv: ({ key, map }) => ['postmap', '-q', key, `hash:/etc/postfix/${map}`],
});

/** When each map was last written, seconds since 1970, one `TIME PATH` a line. */
export const mapTimes = defineCommand({
  ...reads,
  id: 'maps.times',
  values: z.strictObject({}),
  argv: () => ['stat', '-c', '%Y %n', ...mapNames.map((map) => `/etc/postfix/${map}.db`)],
});

/** The end of BlueMind's core log: what it says about writing the maps. */
export const coreLogTail = defineCommand({
  ...reads,
  id: 'maps.core-log',
  values: z.strictObject({}),
  argv: () => ['tail', '-n', '2000', '/var/log/bm/core.log'],
});

/** Regenerates ALL maps on all servers, whatever address is named (MailboxPostfixMapsMaintenanceOperation.java). */
export const regenerateMaps = defineCommand({
  ...bmCli,
  id: 'maps.regenerate',
  effect: 'changes',
  values: z.strictObject({ address: emailAddressValue }),
  argv: ({ address }) => ['bm-cli', 'maintenance', 'repair', address, '--ops', 'mailboxPostfixMaps'],
});

/**
 * The same through BlueMind's own interface (IMailDeliveryMgmt.java): answers a TaskRef, `{"id":"..."}`. Only admin0's key may;
 * other administrators get 403, "only admin0 can regenerate postfix maps".
 */
export const regenerateByRest = defineCommand({
  ...rest,
  id: 'maps.regenerate-by-rest',
  effect: 'changes',
  values: z.strictObject({}),
  // An empty body makes it a POST that says its length.
  argv: () => [
    ...curl,
    '--header',
    'Content-Type: application/json',
    '--data',
    '',
    `${REST_ADDRESS}/system/maildelivery/mgmt/_repair`,
  ],
});

/** How far a task is (ITask.java). */
export const taskStatus = defineCommand({
  ...rest,
  id: 'maps.task-status',
  effect: 'reads',
  values: z.strictObject({ task: taskIdValue }),
  argv: ({ task }) => [...curl, `${REST_ADDRESS}/tasks/${task}`],
});
