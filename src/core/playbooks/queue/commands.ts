import { z } from 'zod';
import { defineCommand, DEFAULT_TIMEOUT_MS } from '../../command/commandTemplate.ts';
import { emailAddressValue, queueIdValue } from '../../command/commandValues.ts';
import { queueTimeParameters } from '../../queue/queueSchedule.ts';
import { bmCli } from '../bmCliCommands.ts';

/** A queue of a hundred thousand messages, listed with its reasons. */
const LISTING_BYTES = 64 * 1024 * 1024;

const listing = {
  privilege: 'user',
  effect: 'reads',
  timeoutMs: 120_000,
  maxBytes: LISTING_BYTES,
  values: z.strictObject({}),
} as const;

/** One JSON object a message, since Postfix 3.1 (postqueue(1)). */
export const queueJson = defineCommand({
  ...listing,
  id: 'queue.list-json',
  argv: () => ['postqueue', '-j'],
});

/** The older form, for people; asked for when `-j` is not known. */
export const queueTable = defineCommand({ ...listing, id: 'queue.list', argv: () => ['postqueue', '-p'] });

/** The server's own times: when it tries again, and when it gives up. */
export const queueTimes = defineCommand({
  ...listing,
  id: 'queue.times',
  timeoutMs: DEFAULT_TIMEOUT_MS,
  argv: () => ['postconf', ...queueTimeParameters],
});

/** Used space of a mailbox, one JSON object a line. */
export const usedSpace = defineCommand({
  ...bmCli,
  id: 'queue.used-space',
  effect: 'reads',
  values: z.strictObject({ address: emailAddressValue }),
  argv: ({ address }) => ['bm-cli', 'index', 'info', address],
});

/** Tries one message now, leaving the others alone (postqueue(1), `-i`). */
export const retryOne = defineCommand({
  id: 'queue.retry-one',
  // Postfix lets every user do this unless authorized_flush_users says otherwise (postconf(5)).
  privilege: 'user',
  effect: 'changes',
  timeoutMs: DEFAULT_TIMEOUT_MS,
  maxBytes: 64 * 1024,
  values: z.strictObject({ queueId: queueIdValue }),
  argv: ({ queueId }) => ['postqueue', '-i', queueId],
});

/** Tries every waiting message now (postqueue(1), `-f`). Nothing is deleted. */
export const retryAll = defineCommand({
  id: 'queue.retry-all',
  // Postfix lets every user do this unless authorized_flush_users says otherwise (postconf(5)).
  privilege: 'user',
  effect: 'changes',
  timeoutMs: DEFAULT_TIMEOUT_MS,
  maxBytes: 64 * 1024,
  values: z.strictObject({}),
  argv: () => ['postqueue', '-f'],
});
