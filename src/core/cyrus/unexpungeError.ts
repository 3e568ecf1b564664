import type { UnexpungeError, UnexpungeErrorKind } from './expungedMessage.ts';

/*
 * Cyrus 3.6 says on stdout or stderr, without a line end and with exit status 0:
 *   Failed to open mailbox wrong.net!user.john: Mailbox does not exist         (-l)
 *   Failed to open mailbox 'wrong.net!user.john'                               (-u, -a, -t)
 * and besides
 *   fatal error: can't read mailboxes file
 *   fatal error: must run as the Cyrus user
 *   unexpunge [-C <altconfig>] -l <mailbox> [<uid>...]                         (usage, on wrong options)
 */
const openFailed = 'Failed to open mailbox ';
const reasons: readonly string[] = [
  'Mailbox does not exist',
  'Permission denied',
  'System I/O error',
  'Mailbox has an invalid format',
];

const otherErrors: readonly { readonly pattern: RegExp; readonly kind: UnexpungeErrorKind }[] = [
  { pattern: /^(?:\S{0,200}unexpunge: )?fatal error: must run as the Cyrus user/, kind: 'permission-denied' },
  { pattern: /^(?:\S{0,200}unexpunge: )?fatal error: can't read mailboxes file/, kind: 'permission-denied' },
  { pattern: /^(?:\S{0,200}unexpunge: )?fatal error: /, kind: 'other' },
  { pattern: /unexpunge: (?:command )?not found|No such file or directory/, kind: 'tool-missing' },
  {
    pattern: /Permission denied|is not in the sudoers file|a password is required/,
    kind: 'permission-denied',
  },
  { pattern: /^unexpunge \[-C <altconfig>\] -[ltau]/, kind: 'usage' },
  {
    pattern: /^\S{0,200}unexpunge: (?:invalid option|option requires an argument|unrecognized option)/,
    kind: 'usage',
  },
];

/** The error in a line and what is printed behind it; null when there is none. */
export function findUnexpungeError(
  line: string,
): { readonly error: UnexpungeError; readonly rest: string } | null {
  // A subject may quote anything; fields are indented and errors are not.
  if (/^\s/.test(line)) return null;
  const start = line.indexOf(openFailed);
  if (start >= 0) return readOpenFailed(line, start);
  const short = line.slice(0, 600);
  const known = otherErrors.find(({ pattern }) => pattern.test(short));
  return known === undefined
    ? null
    : { error: { kind: known.kind, text: line.trim(), mailbox: null }, rest: '' };
}

function readOpenFailed(
  line: string,
  start: number,
): { readonly error: UnexpungeError; readonly rest: string } {
  const after = line.slice(start + openFailed.length);
  if (after.startsWith("'")) {
    const close = after.indexOf("'", 1);
    const mailbox = close < 0 ? after.slice(1) : after.slice(1, close);
    const rest = close < 0 ? '' : after.slice(close + 1);
    return {
      error: { kind: 'mailbox-does-not-exist', text: `${openFailed}'${mailbox}'`, mailbox },
      rest: withoutPrompt(line.slice(0, start) + rest),
    };
  }
  const colon = after.indexOf(': ');
  const mailbox = colon < 0 ? after.trim() : after.slice(0, colon);
  const words = colon < 0 ? '' : after.slice(colon + 2);
  const reason = reasons.find((known) => words.startsWith(known)) ?? words.split(/UID: |\[\w+@/)[0] ?? words;
  const kind =
    reason === 'Mailbox does not exist'
      ? 'mailbox-does-not-exist'
      : reason === 'Permission denied'
        ? 'permission-denied'
        : 'other';
  const text = colon < 0 ? `${openFailed}${mailbox}` : `${openFailed}${mailbox}: ${reason.trim()}`;
  return {
    error: { kind, text, mailbox: mailbox === '' ? null : mailbox },
    rest: withoutPrompt(line.slice(0, start) + words.slice(reason.length)),
  };
}

/** The shell's next prompt, glued to the text. */
function withoutPrompt(text: string): string {
  return text.replace(/(?:\[[^\]]{1,100}\]|[\w.-]{1,64}@[\w.-]{1,128}[^#$]{0,100}|^)[#$]\s*$/, '');
}
