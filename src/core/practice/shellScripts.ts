import { searchLog } from '../remoteTrace/searchCommands.ts';
import { failed, type CommandReply } from './commandReply.ts';
import { grep } from './grepCommand.ts';
import { fileAt } from './serverFiles.ts';
import type { PracticeWorld } from './world.ts';

/** The script a template hands to `sh -c`, whatever its values are. */
const searchScript = searchLog.argv({ path: '/', patterns: [' '], ignoreCase: false })[2];

/**
 * `sh -c SCRIPT sh ARGUMENT...`. There is no shell here: only the scripts the app itself sends are known, by their text, and done by
 * what they stand for.
 */
export function shell(world: PracticeWorld, args: readonly string[], stdin: string): CommandReply {
  const [option, script, , ...values] = args;
  if (option === '-c' && script === searchScript) return searchOneLog(world, values, stdin);
  return failed(2, 'sh: 1: the practice server has no shell\n');
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
