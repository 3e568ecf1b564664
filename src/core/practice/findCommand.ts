import { failed, type CommandReply } from './commandReply.ts';
import { fileAt, namesIn } from './serverFiles.ts';
import type { PracticeWorld } from './world.ts';

/** `find [-L] FOLDER -maxdepth 1 -type f [-name PATTERN] [-printf FORMAT]`: the files of one folder (find(1)). */
export function find(world: PracticeWorld, args: readonly string[]): CommandReply {
  const folder = args.find((arg) => arg.startsWith('/')) ?? '/';
  const after = (option: string): string | null => {
    const at = args.indexOf(option);
    return at < 0 ? null : (args[at + 1] ?? '');
  };
  const names = namesIn(world, folder);
  if (names === null) return failed(1, `find: '${folder}': No such file or directory\n`);
  // Several are joined by `-o`.
  const wanted = args.flatMap((arg, at) => (arg === '-name' ? [expressionOf(args[at + 1] ?? '')] : []));
  const format = after('-printf');
  const lines = names
    .filter((name) => wanted.length === 0 || wanted.some((pattern) => pattern.test(name)))
    .flatMap((name) => fileAt(world, `${folder.replace(/\/+$/, '')}/${name}`) ?? [])
    .map(({ path, size, writtenAt }) =>
      format === null
        ? `${path}\n`
        : format
            .replaceAll('%s', String(size))
            .replaceAll(
              '%T@',
              `${String(Math.floor(writtenAt / 1000))}.${String(writtenAt % 1000).padStart(3, '0')}0000000`,
            )
            .replaceAll('%p', path)
            .replaceAll('\\n', '\n'),
    );
  return { stdout: lines.join(''), stderr: '', exitCode: 0, takesMs: 20 };
}

/** A shell pattern with `*` and `?`, and `\` before what is meant as it stands. */
function expressionOf(pattern: string): RegExp {
  const source = pattern.replace(/\\(.)|[\s\S]/g, (char, escaped?: string) => {
    if (escaped !== undefined) return escaped.replace(/[^A-Za-z0-9]/g, '\\$&');
    return char === '*' ? '.*' : char === '?' ? '.' : char.replace(/[^A-Za-z0-9\s]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 's');
}
