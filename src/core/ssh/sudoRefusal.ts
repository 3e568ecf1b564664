/** What sudo's own words mean; `null`: sudo did not object, the text is the command's. */
export type SudoRefusal =
  'password-required' | 'password-wrong' | 'not-allowed' | 'needs-terminal' | 'missing';

/**
 * Reads what sudo prints on standard error under LC_ALL=C. Texts from sudo's sources (plugins/sudoers/auth/sudo_auth.c,
 * plugins/sudoers/logging.c, src/sudo.c), 1.8 to 1.9:
 *
 *     sudo: a password is required / sudo: interactive authentication is required (sudo-rs)
 *     sudo: no password was provided / sudo: 1 incorrect password attempt / Sorry, try again.
 *     NAME is not in the sudoers file.  This incident will be reported.
 *     Sorry, user NAME is not allowed to execute 'COMMAND' as root on HOST.
 *     Sorry, user NAME may not run sudo on HOST.
 *     sudo: sorry, you must have a tty to run sudo
 *     sh: 1: sudo: not found / env: 'sudo': No such file or directory
 *
 * Only looked at when the exit status is not 0, so that a log line that happens to say the same proves nothing.
 */
export function sudoRefusal(stderr: string): SudoRefusal | null {
  const text = stderr.slice(0, 8192);
  if (/^sudo: (?:sorry, )?you must have a tty to run sudo/m.test(text)) return 'needs-terminal';
  if (/^(?:sudo: )?\S+ is not in the sudoers file/m.test(text)) return 'not-allowed';
  if (/^(?:sudo: )?Sorry, user \S+ (?:is not allowed to execute|may not run sudo)/m.test(text)) {
    return 'not-allowed';
  }
  if (/^sudo: (?:\d+ incorrect password attempt|no password was provided)/m.test(text))
    return 'password-wrong';
  if (/^Sorry, try again\./m.test(text)) return 'password-wrong';
  if (
    /^sudo: (?:a password is required|interactive authentication is required|a terminal is required to read the password)/m.test(
      text,
    )
  ) {
    return 'password-required';
  }
  if (/sudo['’]?: (?:not found|command not found|No such file or directory)/.test(text)) return 'missing';
  return null;
}
