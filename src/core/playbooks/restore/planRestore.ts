import { cyrusMailboxName } from '../../cyrus/cyrusMailboxName.ts';
import type { Facts } from '../../playbook/facts.ts';
import type { NamedOutput, PlannedCommand, PlannedWork, StepContext } from '../../playbook/model.ts';
import { lookup } from '../maps/planMaps.ts';
import { readPicked } from './pickedMessages.ts';
import {
  bmCliList,
  bmCliRestoreDays,
  bmCliRestoreOne,
  cyrusList,
  cyrusRestoreAll,
  cyrusRestorePicked,
  cyrusRetention,
  systemSettings,
} from './commands.ts';
import { folderListings } from './readRestore.ts';

/** No mailbox has a folder of this name, so asking for it makes bm-cli list the folders there are. */
const FOLDER_LIST = 'MailTriage asks for the folder list';

/** How long back "everything" reaches where the retention is not known: longer than any server keeps deleted mail. */
const EVERYTHING_DAYS = 366;

/** Cyrus' own tool is used where it exists, because it says who sent the mail and when it was deleted. */
export function usesCyrus({ server, facts }: StepContext): boolean {
  return server?.blueMind === 4 && facts.login !== undefined && facts.technicalDomain !== undefined;
}

export function planMailbox(context: StepContext, outputs: readonly NamedOutput[]): readonly PlannedWork[] {
  if (outputs.length > 0) return [];
  return [
    lookup('virtual_alias', addressOf(context.facts)),
    listFolder(context.facts, FOLDER_LIST),
    context.server?.blueMind === 4
      ? { template: cyrusRetention, values: {}, label: '' }
      : { template: systemSettings, values: {}, label: '' },
  ];
}

export function planList(context: StepContext, outputs: readonly NamedOutput[]): readonly PlannedWork[] {
  return outputs.length > 0 ? [] : [list(context, folderOf(context.facts))];
}

/** The same list again, by the tool whose numbers were picked. */
export function planAfterRestore(
  context: StepContext,
  outputs: readonly NamedOutput[],
): readonly PlannedWork[] {
  if (outputs.length > 0) return [];
  const folder = folderOf(context.facts);
  return [restoredByCyrus(context) ? listByCyrus(context, folder) : listFolder(context.facts, folder)];
}

/** Whether the restore that is looked at was Cyrus' own tool's: by what was picked, else by what is used here. */
export function restoredByCyrus(context: StepContext): boolean {
  const picked = readPicked(context.facts.pickedMessages);
  return picked === null ? usesCyrus(context) : picked.tool === 'cyrus';
}

/** Every folder of the mailbox, one after the other. */
export function planListEverywhere(
  context: StepContext,
  outputs: readonly NamedOutput[],
): readonly PlannedWork[] {
  if (outputs.length === 0) return [listFolder(context.facts, FOLDER_LIST)];
  const [overview] = folderListings(outputs);
  const folders = overview?.bmCli?.availableFolders ?? [];
  const done = new Set(outputs.slice(1).map(({ label }) => label));
  return folders.filter((folder) => !done.has(folder)).map((folder) => list(context, folder));
}

/** Numbers go back to the tool that listed them; it alone knows which messages they name. */
export function planRestorePicked(
  context: StepContext,
  outputs: readonly NamedOutput[],
): readonly PlannedWork[] {
  const picked = readPicked(context.facts.pickedMessages);
  if (outputs.length > 0 || picked === null) return [];
  const folder = folderOf(context.facts);
  if (picked.tool === 'cyrus') {
    const values = { tool: toolOf(context), mailbox: mailboxOf(context.facts, folder), uids: picked.numbers };
    return [{ template: cyrusRestorePicked, values, label: folder }];
  }
  return picked.numbers.map((itemId) => ({
    template: bmCliRestoreOne,
    values: { ...mailboxValues(context.facts, folder), itemId },
    label: String(itemId),
  }));
}

export function planRestoreAll(
  context: StepContext,
  outputs: readonly NamedOutput[],
): readonly PlannedWork[] {
  if (outputs.length > 0) return [];
  const folder = folderOf(context.facts);
  if (usesCyrus(context)) {
    const values = { tool: toolOf(context), mailbox: mailboxOf(context.facts, folder) };
    return [{ template: cyrusRestoreAll, values, label: folder }];
  }
  const kept = Number(context.facts.retentionDays ?? '');
  // `--days X` means younger than X whole days, so one more covers the last day.
  const days = Number.isInteger(kept) && kept > 0 ? kept + 1 : EVERYTHING_DAYS;
  return [
    {
      template: bmCliRestoreDays,
      values: { ...mailboxValues(context.facts, folder), days },
      label: folder,
    },
  ];
}

function list(context: StepContext, folder: string): PlannedCommand {
  return usesCyrus(context) ? listByCyrus(context, folder) : listFolder(context.facts, folder);
}

function listByCyrus(context: StepContext, folder: string): PlannedCommand {
  const values = { tool: toolOf(context), mailbox: mailboxOf(context.facts, folder) };
  return { template: cyrusList, values, label: folder };
}

function listFolder(facts: Facts, folder: string): PlannedCommand {
  return { template: bmCliList, values: mailboxValues(facts, folder), label: folder };
}

function mailboxValues(facts: Facts, folder: string) {
  const actingUser = facts.actingUser?.trim();
  return {
    address: addressOf(facts),
    folder,
    ...(actingUser === undefined || actingUser === '' ? {} : { actingUser }),
  };
}

function toolOf({ server }: StepContext): string {
  return server?.toolPaths?.['unexpunge'] ?? 'unexpunge';
}

function mailboxOf(facts: Facts, folder: string): string {
  const name = facts.login ?? '';
  const isShared = facts.mailboxKind === 'shared';
  return cyrusMailboxName({
    kind: isShared ? 'shared' : 'user',
    name,
    technicalDomain: facts.technicalDomain ?? null,
    folder: isShared ? belowRoot(folder, name) : folder,
  });
}

/** BlueMind names the folders of a shared mailbox with its name in front, Cyrus' name has that already. */
function belowRoot(folder: string, name: string): string {
  if (folder === name) return 'INBOX';
  return folder.startsWith(`${name}/`) ? folder.slice(name.length + 1) : folder;
}

/** The folder that is asked about; the root of a shared mailbox is called after it. */
export function folderOf(facts: Facts): string {
  const folder = facts.folder?.trim() ?? 'INBOX';
  return facts.mailboxKind === 'shared' && folder === 'INBOX' ? (facts.login ?? folder) : folder;
}

const addressOf = (facts: Facts): string => facts.recipient?.trim() ?? '';
