import { RUN_TAG } from '../command/remoteLine.ts';

/** What a line asks the practice server for. */
export type RequestedCommand =
  | { readonly kind: 'run'; readonly argv: readonly string[]; readonly runTag: string | null }
  /** The app ends a run it cancelled: every process with this tag (`endRunArgv` of the command layer). */
  | { readonly kind: 'end-run'; readonly runTag: string }
  | { readonly kind: 'not-understood'; readonly why: string };

/**
 * Reads a command line as the app writes it (`quoteForPosixShell`): plain words, single quotes, and `\'` between them. Anything
 * else a shell would act on (variables, substitutions, redirections, pipes) is refused: there is no shell here.
 */
export function readCommandLine(line: string): RequestedCommand {
  const words = splitWords(line);
  if (typeof words === 'string') return { kind: 'not-understood', why: words };
  const { argv, runTag } = withoutWrapping(words);
  const [tool, option, script, , tag] = argv;
  if (
    tool === 'sh' &&
    option === '-c' &&
    script?.startsWith(`tag="${RUN_TAG}=`) === true &&
    tag !== undefined
  )
    return { kind: 'end-run', runTag: tag };
  return { kind: 'run', argv, runTag };
}

/** The words of a line, or what in it only a shell understands. */
export function splitWords(line: string): readonly string[] | string {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? '';
    if (char === "'") {
      const end = line.indexOf("'", at + 1);
      if (end < 0) return 'Unterminated quoted string';
      word = (word ?? '') + line.slice(at + 1, end);
      at = end;
    } else if (char === '\\') {
      at += 1;
      if (at >= line.length) return 'Backslash at the end';
      word = (word ?? '') + (line[at] ?? '');
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (/[|&;<>()$`"*?[\]#~!{}]/.test(char)) return `"${char}" unexpected`;
    else word = (word ?? '') + char;
  }
  if (word !== null) words.push(word);
  return words;
}

/** Takes `env NAME=value ...` and `sudo ... --` off: everybody may do everything on the practice server. */
function withoutWrapping(words: readonly string[]): {
  readonly argv: readonly string[];
  readonly runTag: string | null;
} {
  let argv = words;
  let runTag: string | null = null;
  for (;;) {
    const [first] = argv;
    if (first === 'env') {
      let next = 1;
      for (; /^[A-Za-z_][A-Za-z0-9_]*=/.test(argv[next] ?? ''); next += 1) {
        const [name, value = ''] = (argv[next] ?? '').split(/=(.*)/s);
        if (name === RUN_TAG) runTag = value;
      }
      argv = argv.slice(next);
    } else if (first === 'sudo') {
      let next = 1;
      while (next < argv.length && argv[next]?.startsWith('-') === true && argv[next] !== '--')
        next += ['-p', '-u', '-g'].includes(argv[next] ?? '') ? 2 : 1;
      argv = argv.slice(argv[next] === '--' ? next + 1 : next);
      // `sudo -v` only asks whether one may.
      if (argv.length === 0) argv = ['true'];
    } else return { argv, runTag };
  }
}

/** Whether a command reads its standard input, so that a server knows to wait for its end. */
export function readsStandardInput(argv: readonly string[]): boolean {
  if (argv[0] === 'sh') return true;
  return argv.slice(1).some((arg) => arg === '-' || arg === '/dev/stdin' || /^-[A-Za-z]*f-$/.test(arg));
}
