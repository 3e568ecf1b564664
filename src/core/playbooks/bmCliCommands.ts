import { z } from 'zod';
import { defineCommand, DEFAULT_MAX_BYTES } from '../command/commandTemplate.ts';
import { emailAddressValue } from '../command/commandValues.ts';

/**
 * bm-cli commands that several playbooks use. It starts a Java machine (several seconds), talks to BlueMind's core with
 * root's token, and must never run twice at once (`serialised`).
 */
export const bmCli = {
  privilege: 'root',
  timeoutMs: 120_000,
  maxBytes: DEFAULT_MAX_BYTES,
  serialised: 'bm-cli',
} as const;

/** The whole user as JSON: routing and suspension are only printed without `--display`. */
export const userGet = defineCommand({
  ...bmCli,
  id: 'bm-cli.user-get',
  effect: 'reads',
  values: z.strictObject({ address: emailAddressValue }),
  argv: ({ address }) => ['bm-cli', 'user', 'get', address],
});

/** The same among suspended (archived) users, which `user get` leaves out. */
export const userGetArchived = defineCommand({
  ...bmCli,
  id: 'bm-cli.user-get-archived',
  effect: 'reads',
  values: z.strictObject({ address: emailAddressValue }),
  argv: ({ address }) => ['bm-cli', 'user', 'get', address, '--archived'],
});
