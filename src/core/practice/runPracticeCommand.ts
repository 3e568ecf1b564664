import { advanceWorld } from './advanceWorld.ts';
import { failed, type CommandReply } from './commandReply.ts';
import { unexpunge } from './cyrusCommands.ts';
import { grep } from './grepCommand.ts';
import { postconf, postmap, postqueue, postsuper } from './postfixCommands.ts';
import { programsOf } from './serverFiles.ts';
import { unixCommands } from './unixCommands.ts';
import type { PracticeWorld } from './world.ts';

export interface PracticeAnswer extends CommandReply {
  /** The world afterwards; the one given stays as it is. */
  readonly world: PracticeWorld;
}

/**
 * Runs one command in the simulated world. Pure: the same world, command and moment give the same answer. Time passes first,
 * so what was started earlier (maps being written, mail being tried again) has happened by then. Never throws; what is not
 * known is answered as a shell would.
 *
 * @param argv the command word, with or without its path, and its arguments.
 * @param now milliseconds since 1970.
 * @param stdin what the command reads on its standard input.
 */
export function runPracticeCommand(
  world: PracticeWorld,
  argv: readonly string[],
  now: number,
  stdin = '',
): PracticeAnswer {
  const next = copyOf(world);
  advanceWorld(next, now);
  return { ...dispatch(next, argv, stdin), world: next };
}

function dispatch(world: PracticeWorld, argv: readonly string[], stdin: string): CommandReply {
  const [word = '', ...args] = argv;
  const name = word.slice(word.lastIndexOf('/') + 1);
  if (word.includes('/') && !programsOf(world).includes(word))
    return failed(127, `sh: 1: ${word}: not found\n`, 5);
  switch (name) {
    case 'postqueue':
      return postqueue(world, args);
    case 'mailq':
      return postqueue(world, ['-p']);
    case 'postsuper':
      return postsuper(world, args);
    case 'postmap':
      return postmap(world, args);
    case 'postconf':
      return postconf(world, args);
    case 'grep':
    case 'zgrep':
      return grep(world, args, stdin, name);
    case 'unexpunge':
      if (world.edition === 4) return unexpunge(world, args);
      break;
    default:
      if (Object.hasOwn(unixCommands, name)) {
        const command = unixCommands[name];
        if (command !== undefined) return command(world, args, stdin);
      }
  }
  return failed(127, `sh: 1: ${word}: not found\n`, 5);
}

/** A copy as deep as anything in it ever changes; log entries and mails never do. */
function copyOf(world: PracticeWorld): PracticeWorld {
  return {
    ...world,
    entries: world.entries.map((entry) => ({ ...entry })),
    folders: world.folders.map((folder) => ({
      ...folder,
      messages: folder.messages.map((message) => ({
        ...message,
        flags: [...message.flags],
        events: [...message.events],
      })),
    })),
    queue: world.queue.map((waiting) => ({ ...waiting, recipients: [...waiting.recipients] })),
    mailLog: [...world.mailLog],
    coreLog: [...world.coreLog],
  };
}
