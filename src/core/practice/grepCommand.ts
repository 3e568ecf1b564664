import { failed, type CommandReply } from './commandReply.ts';
import { fileAt } from './serverFiles.ts';
import type { PracticeWorld } from './world.ts';

interface GrepRequest {
  readonly flags: ReadonlySet<string>;
  readonly patterns: readonly string[];
  readonly files: readonly string[];
  readonly most: number;
}

/** Options without a value that are understood; `-a` and `-s` change nothing here or only what is complained about. */
const FLAGS = 'FEGPiahHncvowlqsz';

/**
 * `grep` and `zgrep` (which reads compressed files too) with the options a log search uses. Patterns may come from standard
 * input (`-f -`). Exit 0 found, 1 nothing found, 2 trouble (grep(1)).
 */
export function grep(
  world: PracticeWorld,
  args: readonly string[],
  stdin: string,
  tool: 'grep' | 'zgrep',
): CommandReply {
  const request = readRequest(args, stdin);
  if (typeof request === 'string') return failed(2, `${tool}: ${request}\n`);
  const { flags, patterns, files, most } = request;
  const matches = matcher(patterns, flags);
  if (matches === null) return failed(2, `${tool}: Invalid regular expression\n`);
  const named = flags.has('H') || (files.length > 1 && !flags.has('h'));
  const out: string[] = [];
  const err: string[] = [];
  let found = false;
  for (const path of files.length === 0 ? ['-'] : files) {
    const text = path === '-' ? stdin : textOf(world, path, tool);
    if (text === null) {
      if (!flags.has('s')) err.push(`${tool}: ${path}: No such file or directory\n`);
      continue;
    }
    const prefix = named ? `${path === '-' ? '(standard input)' : path}:` : '';
    let count = 0;
    const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text === '' ? [] : text.split('\n');
    for (const [index, line] of lines.entries()) {
      if (count >= most) break;
      const hit = matches(line);
      if ((hit === null) === !flags.has('v')) continue;
      count += 1;
      if (flags.has('c') || flags.has('l') || flags.has('q')) continue;
      out.push(
        `${prefix}${flags.has('n') ? `${String(index + 1)}:` : ''}${flags.has('o') ? (hit ?? '') : line}\n`,
      );
    }
    found ||= count > 0;
    if (flags.has('l') && count > 0) out.push(`${path}\n`);
    else if (flags.has('c')) out.push(`${prefix}${String(count)}\n`);
  }
  return {
    stdout: out.join(''),
    stderr: err.join(''),
    exitCode: err.length > 0 ? 2 : found ? 0 : 1,
    takesMs: 40,
  };
}

function textOf(world: PracticeWorld, path: string, tool: 'grep' | 'zgrep'): string | null {
  const file = fileAt(world, path);
  if (file === null) return null;
  // Plain grep sees only packed bytes; nobody searches for those.
  return file.text === null || (file.compressed && tool === 'grep') ? '' : file.text;
}

function readRequest(args: readonly string[], stdin: string): GrepRequest | string {
  const flags = new Set<string>();
  const patterns: string[] = [];
  const operands: string[] = [];
  let most = Infinity;
  let given = false;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(index + 1));
      break;
    }
    if (arg === '-' || !arg.startsWith('-')) {
      operands.push(arg);
      continue;
    }
    if (arg.startsWith('--')) {
      const short = {
        '--fixed-strings': 'F',
        '--ignore-case': 'i',
        '--no-filename': 'h',
        '--with-filename': 'H',
        '--text': 'a',
        '--line-number': 'n',
        '--no-messages': 's',
        '--line-buffered': 'a',
      }[arg];
      if (short === undefined) return `unrecognized option '${arg}'`;
      flags.add(short);
      continue;
    }
    for (let at = 1; at < arg.length; at += 1) {
      const flag = arg[at] ?? '';
      if (FLAGS.includes(flag)) {
        flags.add(flag);
        continue;
      }
      if (!'efm'.includes(flag)) return `invalid option -- '${flag}'`;
      const value = at + 1 < arg.length ? arg.slice(at + 1) : args[(index += 1)];
      if (value === undefined) return `option requires an argument -- '${flag}'`;
      if (flag === 'm') most = Number(value);
      else {
        given = true;
        if (flag === 'e') patterns.push(value);
        else if (value === '-' || value === '/dev/stdin')
          patterns.push(...stdin.replace(/\n$/, '').split('\n'));
        else return `${value}: No such file or directory`;
      }
      break;
    }
  }
  if (!given) {
    const pattern = operands.shift();
    if (pattern === undefined) return 'Usage: grep [OPTION]... PATTERNS [FILE]...';
    patterns.push(...pattern.split('\n'));
  }
  return { flags, patterns, files: operands, most };
}

/** What of a line matches first; null when nothing does. */
function matcher(
  patterns: readonly string[],
  flags: ReadonlySet<string>,
): ((line: string) => string | null) | null {
  const fold = flags.has('i');
  if (flags.has('F') && !flags.has('w')) {
    const wanted = patterns.map((pattern) => (fold ? pattern.toLowerCase() : pattern));
    return (line) => {
      const text = fold ? line.toLowerCase() : line;
      return wanted.find((pattern) => text.includes(pattern)) ?? null;
    };
  }
  const sources = patterns.map((pattern) => {
    const source = flags.has('F')
      ? pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      : flags.has('E') || flags.has('P')
        ? pattern
        : // Basic expressions write with a backslash what extended ones write without, and the other way round.
          pattern.replace(
            /\\([(){}|+?])|([(){}|+?])/g,
            (_whole, escaped?: string, plain?: string) => escaped ?? `\\${plain ?? ''}`,
          );
    return flags.has('w') ? `\\b(?:${source})\\b` : `(?:${source})`;
  });
  try {
    const expression = new RegExp(sources.join('|'), fold ? 'i' : '');
    return (line) => expression.exec(line)?.[0] ?? null;
  } catch {
    return null;
  }
}
