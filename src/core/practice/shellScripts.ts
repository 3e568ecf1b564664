import type { CommandTemplate } from '../command/commandTemplate.ts';
import { probeCommands } from '../probe/probeCommands.ts';
import { mailLogLines } from '../playbooks/health/commands.ts';
import { fetchLog } from '../remoteTrace/fetchLog.ts';
import { logBounds } from '../remoteTrace/logBounds.ts';
import { searchLog } from '../remoteTrace/searchCommands.ts';
import { answered, failed, linesOf, type CommandReply } from './commandReply.ts';
import { grep } from './grepCommand.ts';
import { mailLogPath } from './mailLogFiles.ts';
import { postconf } from './postfixCommands.ts';
import { fileAt, namesIn, programsOf } from './serverFiles.ts';
import type { PracticeWorld } from './world.ts';

type Script = (world: PracticeWorld, values: readonly string[], stdin: string) => CommandReply;

const scriptOf = (template: CommandTemplate<Record<string, never>>): string => template.argv({})[2] ?? '';

/** What each script of the app stands for, by its text. */
const scripts: ReadonlyMap<string, Script> = new Map([
  [fetchLog.argv({ path: '/' })[2] ?? '', wholeLog],
  [logBounds.argv({ path: '/' })[2] ?? '', boundsOfLog],
  [searchLog.argv({ path: '/', patterns: [' '], ignoreCase: false })[2] ?? '', searchOneLog],
  [scriptOf(probeCommands.tools), whichTools],
  [scriptOf(probeCommands.settings), postconf],
  [scriptOf(probeCommands.files), whichFiles],
  [scriptOf(probeCommands.domains), mailboxDomains],
  [mailLogLines.argv({ patterns: [' '], most: 1 })[2] ?? '', linesOfMailLog],
]);

/**
 * `sh -c SCRIPT sh ARGUMENT...`. There is no shell here: only the scripts the app itself sends are known, by their text, and done by
 * what they stand for.
 */
export function shell(world: PracticeWorld, args: readonly string[], stdin: string): CommandReply {
  const [option, script = '', , ...values] = args;
  const known = option === '-c' ? scripts.get(script) : undefined;
  return known === undefined
    ? failed(2, 'sh: 1: the practice server has no shell\n')
    : known(world, values, stdin);
}

/** `TOOL PATH`, the path empty when there is none. */
function whichTools(world: PracticeWorld, names: readonly string[]): CommandReply {
  const programs = programsOf(world);
  return answered(
    linesOf(names.map((name) => `${name} ${programs.find((path) => path.endsWith(`/${name}`)) ?? ''}`)),
  );
}

/** `yes PATH` or `absent PATH`; root may read everything. */
function whichFiles(world: PracticeWorld, paths: readonly string[]): CommandReply {
  const exists = (path: string): boolean => fileAt(world, path) !== null || namesIn(world, path) !== null;
  return answered(linesOf(paths.map((path) => `${exists(path) ? 'yes' : 'absent'} ${path}`)));
}

function mailboxDomains({ maps }: PracticeWorld): CommandReply {
  const addresses = Object.keys(maps.tables.virtual_mailbox);
  return answered(
    linesOf([...new Set(addresses.map((address) => address.slice(address.indexOf('@') + 1)))].sort()),
  );
}

/** The last lines of the mail log, and of the one before it, with one of `-e PATTERN ...`, and its very last line. */
function linesOfMailLog(world: PracticeWorld, [most = '1', ...options]: readonly string[]): CommandReply {
  const text = [`${mailLogPath}.1`, mailLogPath].map((path) => fileAt(world, path)?.text ?? '');
  const lines = text.join('').split('\n').slice(0, -1);
  const patterns = options.filter((option) => option !== '-e');
  const found = lines.filter((line) => patterns.some((pattern) => line.includes(pattern)));
  return answered(linesOf([...found.slice(-Number(most)), ...lines.slice(-1)]), 60);
}

/** A whole log as text: the practice server has nothing to compress it with. */
function wholeLog(world: PracticeWorld, [path = '']: readonly string[]): CommandReply {
  const file = fileAt(world, path);
  return file === null ? failed(1, `cat: ${path}: No such file or directory\n`) : answered(file.text ?? '');
}

/** First and last line of a log, then `LINES POSTFIX_LINES`. */
function boundsOfLog(world: PracticeWorld, [path = '']: readonly string[]): CommandReply {
  const file = fileAt(world, path);
  if (file === null) return failed(1, `cat: ${path}: No such file or directory\n`);
  const lines = (file.text ?? '').split('\n').slice(0, -1);
  const byPostfix = lines.filter((line) => / postfix[^ ]*\//.test(line)).length;
  const counts = `${String(lines.length)} ${String(byPostfix)}`;
  return answered(linesOf([...lines.slice(0, 1), lines.at(-1) ?? '', counts]));
}

/** `LINE:TEXT` of every line with one of the patterns, compressed or not. */
function searchOneLog(
  world: PracticeWorld,
  [path = '', flag = '-h']: readonly string[],
  stdin: string,
): CommandReply {
  if (fileAt(world, path) === null) return failed(2, `cat: ${path}: No such file or directory\n`);
  return grep(world, ['-a', '-h', '-n', '-F', flag, '-f', '-', path], stdin, 'zgrep');
}
