import { askForMaps } from './advanceWorld.ts';
import { drawTable } from './asciiTable.ts';
import {
  BmCliError,
  BmCliUsageError,
  onlyTarget,
  readBmCliArguments,
  requiredOption,
  wholeNumber,
} from './bmCliArguments.ts';
import { historyImap, historyQuery, mailUnexpunge, type Printed } from './bmCliMail.ts';
import { answered, failed, linesOf, type CommandReply } from './commandReply.ts';
import { entryOfAddress, usedKib } from './mailbox.ts';
import { troubled } from './troubles.ts';
import { postfixSettings } from './postfixSettings.ts';
import { coreStateOf } from './troubleEffects.ts';
import {
  aliasDomain,
  mailDomain,
  retentionDays,
  serverUid,
  technicalDomain,
  type DirectoryEntry,
  type PracticeWorld,
} from './world.ts';

/** The real one starts a Java machine; long enough to be noticed, short enough for practice. */
const START_MS = 600;

/** KiB; the domain's limit for one mailbox. */
const MOST_QUOTA_KIB = 50 * 1024 * 1024;

type Leaf = (world: PracticeWorld, args: readonly string[], printed: Printed) => void;

const groups: Readonly<Record<string, Readonly<Record<string, Leaf>>>> = {
  mail: {
    'history-imap': historyImap,
    'history-query': historyQuery,
    unexpunge: mailUnexpunge,
    indexed: (world, args, { out }) => {
      readBmCliArguments(args, ['--progress'], []);
      const count = world.folders.reduce((sum, { messages }) => sum + messages.length, 0);
      out.push(
        `infos: ${packageVersion(world)} ${releaseName(world)}`,
        `Found ${String(count)} indexed mails`,
      );
    },
  },
  user: { get: userGet, update: userUpdate },
  index: { info: indexInfo },
  maintenance: { repair },
  sysconf: { list: sysconfList },
};

/** `4.1.x` all through version 4; the marketing name is another thing. */
export const packageVersion = ({ edition }: PracticeWorld): string =>
  edition === 4 ? '4.1.57022' : '5.1.5734';
const releaseName = ({ edition }: PracticeWorld): string => (edition === 4 ? '4.9.0' : '5.1.0');

/** `bm-cli GROUP COMMAND ...`: formats and exit statuses of BlueMind's command-line tool. */
export function bmCli(world: PracticeWorld, args: readonly string[]): CommandReply {
  const [groupName, leafName, ...rest] = args;
  if (groupName === '--version') return answered(`${packageVersion(world)}\n`, START_MS);
  const group = groupName === undefined ? undefined : ownValue(groups, groupName);
  if (group === undefined) {
    return failed(
      51,
      `Unmatched argument at index 0: '${groupName ?? ''}'\nUsage: bm-cli [COMMAND]\n`,
      START_MS,
    );
  }
  if (leafName === undefined || leafName === 'help') {
    const names = Object.keys(group).map((name) => `  ${name}`);
    return {
      ...failed(0, linesOf([`Usage: bm-cli ${groupName ?? ''} [COMMAND]`, 'Commands:', ...names])),
      takesMs: START_MS,
    };
  }
  // It talks to the core, and says nothing useful without.
  if (coreStateOf(world) === null) {
    return failed(
      1,
      'java.util.concurrent.ExecutionException: java.net.ConnectException: Connection refused: /127.0.0.1:8090\n',
      START_MS,
    );
  }
  const leaf = ownValue(group, leafName);
  if (leaf === undefined) {
    return failed(
      51,
      `Unmatched argument at index 1: '${leafName}'\nUsage: bm-cli ${groupName ?? ''} [COMMAND]\n`,
      START_MS,
    );
  }
  const printed: Printed = { out: [], err: [] };
  const exitCode = runLeaf(world, leaf, rest, printed, `bm-cli ${groupName ?? ''} ${leafName}`);
  return { stdout: linesOf(printed.out), stderr: linesOf(printed.err), exitCode, takesMs: START_MS };
}

function runLeaf(
  world: PracticeWorld,
  leaf: Leaf,
  args: readonly string[],
  printed: Printed,
  name: string,
): number {
  try {
    leaf(world, args, printed);
    return 0;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof BmCliUsageError) {
      printed.err.push(text, `Usage: ${name} [OPTIONS]`);
      return 2;
    }
    printed.err.push(
      text,
      ...(error instanceof BmCliError
        ? []
        : ['\tat net.bluemind.cli.launcher.CLIManager.run(CLIManager.java:97)']),
    );
    return 1;
  }
}

function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** One address, or every entry of a domain. */
function targetsOf(world: PracticeWorld, target: string): readonly DirectoryEntry[] {
  if (target.includes('@')) {
    const entry = entryOfAddress(world, target);
    return entry === null ? [] : [entry];
  }
  if (![technicalDomain, mailDomain, aliasDomain].includes(target))
    throw new BmCliError(`Invalid or unknown domain : ${target}`);
  return world.entries;
}

function nothingFound(target: string): never {
  throw new BmCliError(`Your search for '${target}' did not match anything`);
}

/** `user get <address|domain> [--display "email login ..."] [--archived]`: one JSON object a line. */
function userGet(world: PracticeWorld, args: readonly string[], { out }: Printed): void {
  const given = readBmCliArguments(
    args,
    ['--display', '--match', '--workers', '--progress'],
    ['--archived', '--hidden'],
  );
  const target = onlyTarget(given);
  const archived = given.options.has('--archived');
  const found = targetsOf(world, target).filter(
    (entry) => entry.kind === 'USER' && entry.archived === archived,
  );
  if (found.length === 0) nothingFound(target);
  const display = given.options.get('--display');
  for (const entry of found)
    out.push(JSON.stringify(display === undefined ? wholeUser(entry) : chosen(entry, display)));
}

function wholeUser(entry: DirectoryEntry): unknown {
  const [givenNames = '', ...family] = entry.displayName.split(' ');
  return {
    uid: entry.uid,
    displayName: entry.displayName,
    value: {
      routing: entry.routing,
      hidden: false,
      system: false,
      archived: entry.archived,
      emails: entry.emails.map((address, index) => ({ address, allAliases: false, isDefault: index === 0 })),
      dataLocation: serverUid,
      login: entry.login,
      contactInfos: {
        identification: {
          formatedName: { value: entry.displayName },
          name: { givenNames, familyNames: family.join(' ') },
        },
      },
      quota: entry.quotaKib,
    },
  };
}

function chosen(entry: DirectoryEntry, display: string): unknown {
  const [givenNames = '', ...family] = entry.displayName.split(' ');
  const [email = '', ...aliases] = entry.emails;
  const all: Readonly<Record<string, unknown>> = {
    email,
    uid: entry.uid,
    extId: null,
    quota: entry.quotaKib,
    aliases,
    givenNames,
    familyNames: family.join(' '),
    login: entry.login,
  };
  return Object.fromEntries(
    display
      .split(/\s+/)
      .filter((name) => Object.hasOwn(all, name))
      .map((name) => [name, all[name]]),
  );
}

/** `user update <address> --quota KiB`: says nothing. */
function userUpdate(world: PracticeWorld, args: readonly string[]): void {
  const given = readBmCliArguments(args, ['--quota'], []);
  const target = onlyTarget(given);
  const quotaKib = wholeNumber(requiredOption(given, '--quota'), '--quota');
  const found = targetsOf(world, target).filter(({ kind }) => kind === 'USER');
  if (found.length === 0) nothingFound(target);
  if (quotaKib < 0) throw new BmCliError('Quota must be greater or equal to 0');
  for (const entry of found) {
    if (quotaKib > MOST_QUOTA_KIB)
      throw new BmCliError(
        `Invalid quota for ${entry.uid}. Quota must be less than ${String(MOST_QUOTA_KIB / 1024)} MiB`,
      );
    entry.quotaKib = quotaKib;
  }
}

/** `index info <address|domain>`; silent for an entry without an address. */
function indexInfo(world: PracticeWorld, args: readonly string[], { out }: Printed): void {
  const target = onlyTarget(readBmCliArguments(args, ['--match', '--workers', '--progress'], []));
  const found = targetsOf(world, target);
  if (found.length === 0) nothingFound(target);
  for (const entry of found) {
    const used = usedKib(world, entry.login);
    const [email] = entry.emails;
    if (email !== undefined) out.push(JSON.stringify({ email, ...indexOf(world, entry.login, used) }));
  }
}

/** How much of a mailbox the search knows. */
function indexOf({ trouble }: PracticeWorld, login: string, used: number) {
  const ratio = trouble === 'index-incomplete' && login === troubled.login ? 41 : 100;
  return { ESQuotaKiB: Math.round((used * ratio) / 100), IMAPQuotaKiB: used, ratio };
}

const operations = [
  'mailboxExists',
  'mailboxIndexExists',
  'mailboxAclsContainer',
  'mailboxPostfixMaps',
  'mailboxSubscription',
  'mailboxDefaultFolders',
];

/** `maintenance repair <target> [--ops a,b] [--dry]`: for the maps it only says that they are dirty, and ends. */
function repair(world: PracticeWorld, args: readonly string[], { out, err }: Printed): void {
  const given = readBmCliArguments(
    args,
    ['--ops', '--match', '--workers'],
    ['--dry', '--verbose', '--domain-only', '--unarchive'],
  );
  const target = onlyTarget(given);
  const found = targetsOf(world, target);
  if (found.length === 0) nothingFound(target);
  const wanted = given.options.get('--ops')?.split(',') ?? operations;
  const known = wanted.filter((operation) => operations.includes(operation));
  const dry = given.options.has('--dry');
  for (const entry of found)
    for (const operation of known)
      out.push(
        `[${entry.emails[0] ?? entry.login} (${entry.uid})] ${operation} ${dry ? 'check' : 'repair'}: Success`,
      );
  if (known.length < wanted.length)
    err.push(
      `Handled ${String(found.length)} entries. ${String(wanted.length - known.length)} entries have been ignored`,
    );
  if (known.includes('mailboxPostfixMaps') && !dry) askForMaps(world);
}

function sysconfList(_world: PracticeWorld, args: readonly string[], { out }: Printed): void {
  readBmCliArguments(args, [], []);
  out.push(
    ...drawTable(
      ['Attribute', 'Value'],
      [
        ['cyrus_expunged_retention_time', String(retentionDays)],
        ['message_size_limit', postfixSettings['message_size_limit'] ?? ''],
        ['mynetworks', postfixSettings['mynetworks'] ?? ''],
        ['relayhost', ''],
        ['imap_max_child', '200'],
        ['external-url', `mail.${mailDomain}`],
      ],
    ),
  );
}
