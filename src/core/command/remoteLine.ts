import { quoteForPosixShell } from './quoteForPosixShell.ts';
import { PLAIN_LOCALE } from './renderCommand.ts';
import type { RenderedCommand } from './renderCommand.ts';

/**
 * Environment variable that marks every process of one run, so that a cancelled command can be found and ended with
 * all its children, without a pid file. Its name begins with `LC_` because sudo keeps such variables (sudoers(5),
 * env_check); programs do not know this locale category and ignore it.
 */
export const RUN_TAG = 'LC_MAILTRIAGE_RUN';

/** How sudo gets its password: not at all (`-n` fails instead of asking), or over standard input after `prompt`. */
export type SudoAsking = { readonly kind: 'never' } | { readonly kind: 'stdin'; readonly prompt: string };

/**
 * The line sent to the server. It is the line that was shown and confirmed, plus what has no effect on what is done:
 * the run tag, and how sudo asks for its password. The password itself is never part of it.
 *
 * @param runTag letters and digits.
 */
export function remoteLine(command: RenderedCommand, runTag: string, sudo: SudoAsking): string {
  const elevated = command.elevation === 'sudo' ? ['sudo', ...sudoOptions(sudo), '--'] : [];
  return quoteForPosixShell([...PLAIN_LOCALE, `${RUN_TAG}=${runTag}`, ...elevated, ...command.argv]);
}

/** `-k` with a command ignores cached credentials, so that the prompt comes for certain or not at all (sudo(8)). */
export function sudoOptions(asking: SudoAsking): readonly string[] {
  return asking.kind === 'never' ? ['-n'] : ['-k', '-S', '-p', asking.prompt];
}

/**
 * Ends every process that carries the run tag given as `$1`: TERM, then KILL after two seconds. Prints how many are
 * left. /proc/PID/environ is readable for one's own processes and for root (proc(5)); `grep -z` is GNU grep's, which
 * Debian and the RHEL family have.
 */
const END_RUN_SCRIPT = `tag="${RUN_TAG}=$1"
found() { grep -lzxF -e "$tag" /proc/[0-9]*/environ 2>/dev/null | sed 's|^/proc/||; s|/environ$||'; }
pids=$(found)
[ -n "$pids" ] && kill -TERM $pids 2>/dev/null
for wait in 1 2 3 4 5 6 7 8 9 10; do
  pids=$(found)
  [ -z "$pids" ] && break
  sleep 0.2 2>/dev/null || sleep 1
done
[ -n "$pids" ] && kill -KILL $pids 2>/dev/null && sleep 0.2 2>/dev/null
found | wc -l`;

/** Arguments that end a run; the process that runs them does not carry the tag itself. */
export function endRunArgv(runTag: string): readonly string[] {
  return ['sh', '-c', END_RUN_SCRIPT, 'sh', runTag];
}
