import { decodeImapUtf7 } from '../cyrus/imapUtf7.ts';
import { answered, failed, type CommandReply } from './commandReply.ts';
import { deletedMessages, entryOfLogin, folderOf, restoreMessage } from './mailbox.ts';
import { asctime, lastMidnight } from './serverClock.ts';
import { technicalDomain, type MailFolder, type PracticeWorld, type StoredMessage } from './world.ts';

const usage = [
  'unexpunge [-C <altconfig>] -l <mailbox> [<uid>...]',
  'unexpunge [-C <altconfig>] -t time-interval [-d] [-v] [-f flag] mailbox',
  'unexpunge [-C <altconfig>] -a [-d] [-v] [-f flag] <mailbox>',
  'unexpunge [-C <altconfig>] -u [-d] [-v] [-f flag] <mailbox> <uid>...',
  '',
].join('\n');

/** `unexpunge -l|-a|-u` of Cyrus (unexpunge(8)). It exits 0 whatever happens, and its errors end without a line end. */
export function unexpunge(world: PracticeWorld, args: readonly string[]): CommandReply {
  const flags = args.filter((arg) => arg.startsWith('-'));
  const [name, ...uids] = args.filter((arg) => !arg.startsWith('-'));
  const mode = flags.find((flag) => flag === '-l' || flag === '-a' || flag === '-u');
  const known = flags.every((flag) => ['-l', '-a', '-u', '-d', '-v'].includes(flag));
  if (mode === undefined || !known || name === undefined || (mode === '-u' && uids.length === 0))
    return failed(255, usage);
  const folder = folderNamed(world, name);
  if (folder === null) {
    const internal = internalName(name);
    return failed(
      0,
      mode === '-l'
        ? `Failed to open mailbox ${internal}: Mailbox does not exist`
        : `Failed to open mailbox '${internal}'`,
    );
  }
  const deleted = deletedMessages(folder, world.now);
  if (mode === '-l') return answered(deleted.map((message) => listed(world, message)).join(''), 60);
  const chosen = mode === '-a' ? deleted : deleted.filter(({ uid }) => uids.includes(String(uid)));
  const lines = [`restoring ${mode === '-a' ? 'all ' : ''}expunged messages in mailbox '${name}'`];
  for (const message of chosen) {
    // Only `-d` takes the deleted mark off.
    const kept = message.flags.filter((flag) => flag !== 'Deleted' || !flags.includes('-d'));
    const back = restoreMessage(world, folder, message, kept);
    if (flags.includes('-v')) lines.push(`Unexpunged ${name}: ${String(message.uid)} => ${String(back.uid)}`);
  }
  lines.push(`restored ${String(chosen.length)} expunged messages`, '');
  return answered(lines.join('\n'), 120);
}

function listed({ clock }: PracticeWorld, message: StoredMessage): string {
  const { uid, mail, receivedAt, expungedAt } = message;
  const time = (at: number): string => asctime(at, clock, true);
  return [
    `UID: ${String(uid)}`,
    `\tSize: ${String(mail.size)}`,
    // The index keeps the day only.
    `\tSent: ${time(lastMidnight(receivedAt, clock))}`,
    `\tRecv: ${time(receivedAt)}`,
    `\tExpg: ${time(expungedAt ?? receivedAt)}`,
    `\tFrom: ${mail.from}`,
    `\tTo  : ${mail.to}`,
    '\tCc  : ',
    '\tBcc : ',
    `\tSubj: ${cacheString(mail.subject)}`,
    '',
    '',
  ].join('\n');
}

/** A string as IMAP writes it (RFC 3501, 4.3): quoted when plain, else with its length in bytes in front. */
function cacheString(text: string): string {
  const plain = /^[\u0020-\u007e]*$/.test(text);
  if (plain) return `"${text.replace(/(["\\])/g, '\\$1')}"`;
  return `{${String(new TextEncoder().encode(text).length)}}\n${text}`;
}

/** `user/login/Folder@domain`, or `name/Folder@domain` for a shared mailbox. */
function folderNamed(world: PracticeWorld, name: string): MailFolder | null {
  const mark = name.lastIndexOf('@');
  if (mark < 0 || name.slice(mark + 1) !== technicalDomain) return null;
  const parts = name.slice(0, mark).split('/');
  const isUser = parts[0] === 'user';
  const [login = '', ...rest] = isUser ? parts.slice(1) : parts;
  if (entryOfLogin(world, login)?.kind !== (isUser ? 'USER' : 'MAILSHARE')) return null;
  const path = rest.map(decodeImapUtf7).join('/');
  return folderOf(world, login, path === '' ? 'INBOX' : isUser ? path : `${login}/${path}`);
}

/** As Cyrus names it in messages: `domain!user.john^doe.Folder`. */
function internalName(name: string): string {
  const mark = name.lastIndexOf('@');
  const path = (mark < 0 ? name : name.slice(0, mark)).replaceAll('.', '^').replaceAll('/', '.');
  return mark < 0 ? path : `${name.slice(mark + 1)}!${path}`;
}
