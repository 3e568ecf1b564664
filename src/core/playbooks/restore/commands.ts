import { z } from 'zod';
import { defineCommand, DEFAULT_MAX_BYTES, DEFAULT_TIMEOUT_MS } from '../../command/commandTemplate.ts';
import {
  absolutePathValue,
  emailAddressValue,
  folderValue,
  messageNumberValue,
  plainArgument,
} from '../../command/commandValues.ts';
import { bmCli } from '../bmCliCommands.ts';

/** `user/login/Folder@technicaldomain`, as Cyrus tools want it. */
const cyrusMailbox = plainArgument.max(1024).refine((value) => /^[^\s@]+(?: [^\s@]+)*@[^\s@]+$/.test(value));
const tool = z.union([z.literal('unexpunge'), absolutePathValue]);

const cyrus = {
  privilege: 'root',
  timeoutMs: 120_000,
  maxBytes: 16 * 1024 * 1024,
} as const;

/** Deleted but not yet purged messages of one folder (unexpunge(8), `-l`). BlueMind 4 only. Exits 0 whatever happens. */
export const cyrusList = defineCommand({
  ...cyrus,
  id: 'restore.cyrus-list',
  effect: 'reads',
  values: z.strictObject({ tool, mailbox: cyrusMailbox }),
  argv: ({ tool: path, mailbox }) => [path, '-l', mailbox],
});

/** Brings messages back by IMAP UID; `-d` takes the deleted mark off. They return under new UIDs. */
export const cyrusRestorePicked = defineCommand({
  ...cyrus,
  id: 'restore.cyrus-picked',
  effect: 'changes',
  values: z.strictObject({ tool, mailbox: cyrusMailbox, uids: z.array(messageNumberValue).min(1).max(1000) }),
  argv: ({ tool: path, mailbox, uids }) => [path, '-u', '-d', mailbox, ...uids.map(String)],
});

export const cyrusRestoreAll = defineCommand({
  ...cyrus,
  id: 'restore.cyrus-all',
  effect: 'changes',
  values: z.strictObject({ tool, mailbox: cyrusMailbox }),
  argv: ({ tool: path, mailbox }) => [path, '-a', '-d', mailbox],
});

/** A shared mailbox is opened in the name of somebody who may write there (`--authn`, UnexpungeCommand.java). */
const folderOfMailbox = {
  address: emailAddressValue,
  folder: folderValue,
  actingUser: emailAddressValue.optional(),
} as const;

interface FolderOfMailbox {
  readonly address: string;
  readonly folder: string;
  readonly actingUser?: string | undefined;
}

function unexpunge({ address, folder, actingUser }: FolderOfMailbox): readonly string[] {
  const inTheNameOf = actingUser === undefined ? [] : ['--authn', actingUser];
  return ['bm-cli', 'mail', 'unexpunge', address, '--folder', folder, ...inTheNameOf];
}

/**
 * Lists only, although the text says "will restore": neither `--days` nor `--id` is given (UnexpungeCommand.java). A folder
 * that does not exist makes it list the folders there are.
 */
export const bmCliList = defineCommand({
  ...bmCli,
  id: 'restore.bm-cli-list',
  effect: 'reads',
  values: z.strictObject({ ...folderOfMailbox }),
  argv: (values) => unexpunge(values),
});

/** Brings one message back by BlueMind's item id, which is not an IMAP UID. */
export const bmCliRestoreOne = defineCommand({
  ...bmCli,
  id: 'restore.bm-cli-one',
  effect: 'changes',
  values: z.strictObject({ ...folderOfMailbox, itemId: messageNumberValue }),
  argv: ({ itemId, ...values }) => [...unexpunge(values), '--id', String(itemId)],
});

/** Brings back everything deleted within so many days in one folder. */
export const bmCliRestoreDays = defineCommand({
  ...bmCli,
  id: 'restore.bm-cli-days',
  effect: 'changes',
  values: z.strictObject({ ...folderOfMailbox, days: z.number().int().min(1).max(3650) }),
  argv: ({ days, ...values }) => [...unexpunge(values), '--days', String(days)],
});

/** BlueMind 4 writes its retention into Cyrus' own schedule: `cyr_expire -E 3 -X 7`. */
export const cyrusRetention = defineCommand({
  id: 'restore.cyrus-retention',
  privilege: 'user',
  effect: 'reads',
  timeoutMs: DEFAULT_TIMEOUT_MS,
  maxBytes: DEFAULT_MAX_BYTES,
  values: z.strictObject({}),
  argv: () => ['grep', 'cyr_expire', '/etc/cyrus.conf'],
});

/** System settings as a table; holds `cyrus_expunged_retention_time` on 4 and 5. */
export const systemSettings = defineCommand({
  ...bmCli,
  id: 'restore.settings',
  effect: 'reads',
  values: z.strictObject({}),
  argv: () => ['bm-cli', 'sysconf', 'list'],
});
