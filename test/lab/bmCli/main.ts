import { accessSync, constants } from 'node:fs';
import { historyGuid, historyImap, historyQuery } from './history.ts';
import { listOperations, regenerateMaps, repair } from './maintenance.ts';
import { tokenPath } from './serverFiles.ts';
import { CliError, UsageError, type Terminal } from './terminal.ts';
import { mailUnexpunge } from './unexpunge.ts';
import { indexInfo, userGet, userUpdateQuota } from './users.ts';

// STAND-IN. This is not BlueMind's bm-cli: BlueMind's core cannot be installed in the lab. It prints the documented formats of
// BlueMind 4 from what really happened in the lab's own Cyrus and Postfix, and says that it is a stand-in where the real one
// prints a version.

const version = '4.1.0 (stand-in for bm-cli in the MailTriage lab; not BlueMind)';

interface Arguments {
  readonly positional: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

/** `--opt value`, `--opt=value` and flags; picocli's leaf commands know no short options. */
function readArguments(
  args: readonly string[],
  known: readonly string[],
  flags: readonly string[],
): Arguments {
  const positional: string[] = [];
  const options = new Map<string, string>();
  for (let n = 0; n < args.length; n += 1) {
    const arg = args[n] ?? '';
    if (!arg.startsWith('--')) {
      positional.push(arg);
      continue;
    }
    const [name = '', inline] = arg.split(/=(.*)/s);
    if (flags.includes(name)) options.set(name, 'true');
    else if (!known.includes(name)) throw new UsageError(`Unknown option: '${name}'`);
    else {
      const value = inline ?? args[(n += 1)];
      if (value === undefined) throw new UsageError(`Missing required parameter for option '${name}'`);
      options.set(name, value);
    }
  }
  return { positional, options };
}

function required({ options }: Arguments, name: string): string {
  const value = options.get(name);
  if (value === undefined) throw new UsageError(`Missing required option: '${name}'`);
  return value;
}

function one({ positional }: Arguments): string {
  const [target] = positional;
  if (target === undefined) throw new UsageError('Missing required parameter');
  return target;
}

function whole(text: string, name: string): number {
  if (!/^-?\d+$/.test(text))
    throw new UsageError(`Invalid value for option '${name}': '${text}' is not a long`);
  return Number(text);
}

type Command = (terminal: Terminal, args: readonly string[]) => void | Promise<void>;

const groups: Readonly<Record<string, Readonly<Record<string, Command>>>> = {
  mail: {
    'history-imap': (terminal, args) => {
      const a = readArguments(args, ['--email', '--imapUid', '--folderPath'], []);
      const email = withAt(required(a, '--email'));
      historyImap(
        terminal,
        email,
        whole(required(a, '--imapUid'), '--imapUid'),
        a.options.get('--folderPath') ?? 'INBOX',
      );
    },
    'history-query': (terminal, args) => {
      const a = readArguments(args, ['--email', '--query'], []);
      historyQuery(terminal, withAt(required(a, '--email')), required(a, '--query'));
    },
    'history-guid': (terminal, args) => {
      const guid = readArguments(args, ['--body-guid', '--eml'], []).options.get('--body-guid');
      if (guid === undefined) terminal.warn('You must specify --body-guid or --eml');
      else historyGuid(terminal, guid);
    },
    unexpunge: (terminal, args) => {
      const a = readArguments(args, ['--folder', '--days', '--id', '--authn'], ['--dry']);
      const folder = a.options.get('--folder');
      const authn = a.options.get('--authn');
      return mailUnexpunge(terminal, withAt(one(a)), {
        days: whole(a.options.get('--days') ?? '0', '--days'),
        id: whole(a.options.get('--id') ?? '0', '--id'),
        dry: a.options.has('--dry'),
        ...(folder === undefined ? {} : { folder }),
        ...(authn === undefined ? {} : { authn }),
      });
    },
    indexed: (terminal) => {
      terminal.info(`infos: ${version} 4.9.0 (stand-in)`);
      terminal.info('Found 0 indexed mails');
    },
  },
  user: {
    get: (terminal, args) => {
      const a = readArguments(
        args,
        ['--display', '--match', '--workers', '--progress'],
        ['--archived', '--hidden', '--all-domains'],
      );
      userGet(terminal, one(a), a.options.get('--display'), a.options.has('--archived'));
    },
    update: (_terminal, args) => {
      const a = readArguments(args, ['--quota'], []);
      return userUpdateQuota(one(a), whole(required(a, '--quota'), '--quota'));
    },
  },
  index: {
    info: (terminal, args) => {
      indexInfo(terminal, one(readArguments(args, ['--match', '--workers', '--progress'], [])));
    },
  },
  maintenance: {
    repair: (terminal, args) => {
      const a = readArguments(
        args,
        ['--ops', '--match', '--workers'],
        ['--dry', '--verbose', '--domain-only', '--unarchive'],
      );
      repair(terminal, one(a), a.options.get('--ops')?.split(','), a.options.has('--dry'));
    },
    ops: (terminal) => listOperations(terminal),
  },
};

/** The real one takes the domain from behind the `@` without looking, and fails like this. */
function withAt(address: string): string {
  if (!address.includes('@'))
    throw new Error('java.lang.ArrayIndexOutOfBoundsException: Index 1 out of bounds for length 1');
  return address;
}

async function run(terminal: Terminal, args: readonly string[]): Promise<number> {
  const [groupName, commandName, ...rest] = args;
  if (groupName === '__core-maps-dirty') {
    await regenerateMaps();
    return 0;
  }
  if (groupName === '--version') {
    terminal.info(version);
    return 0;
  }
  const group = groupName === undefined ? undefined : groups[groupName];
  if (group === undefined) {
    terminal.warn(`Unmatched argument at index 0: '${groupName ?? ''}'`);
    return 51;
  }
  if (commandName === undefined || commandName === 'help') {
    terminal.warn(
      `Usage: bm-cli ${groupName ?? ''} [COMMAND]\nCommands:\n${Object.keys(group)
        .map((name) => `  ${name}`)
        .join('\n')}`,
    );
    return 0;
  }
  const command = group[commandName];
  if (command === undefined) {
    terminal.warn(`Unmatched argument at index 1: '${commandName}'`);
    return 51;
  }
  try {
    accessSync(tokenPath, constants.R_OK);
  } catch {
    terminal.warn(`java.nio.file.AccessDeniedException: ${tokenPath}`);
    return 1;
  }
  try {
    await command(terminal, rest);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.warn(`${error.message}\nUsage: bm-cli ${groupName ?? ''} ${commandName}`);
      return 2;
    }
    if (error instanceof CliError) terminal.warn(error.message);
    else
      terminal.warn(
        `${error instanceof Error ? error.message : String(error)}\n\tat net.bluemind.cli (stand-in)`,
      );
    return 1;
  }
}

// Written in one go and awaited, so that nothing is lost when the other end of a pipe reads slowly.
const out: string[] = [];
const err: string[] = [];
const status = await run(
  { info: (line) => out.push(line), warn: (line) => err.push(line) },
  process.argv.slice(2),
);
const write = (stream: NodeJS.WriteStream, lines: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    if (lines.length === 0) resolve();
    else stream.write(lines.map((line) => `${line}\n`).join(''), () => resolve());
  });
await write(process.stdout, out);
await write(process.stderr, err);
process.exit(status);
