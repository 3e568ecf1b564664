import { technicalDomain } from '../labDirectory.ts';
import { message } from '../message.ts';
import { client, type Capture } from './capture.ts';

/** `unexpunge`, `postconf` and `postmap`: what they print, and that they end with 0 when they did nothing. */
export async function captureMailboxTools({ lab, save, settle }: Capture): Promise<void> {
  const { sandbox } = lab;
  const print = async (
    folder: 'cyrus' | 'queue' | 'postfix',
    name: string,
    argv: readonly string[],
  ): Promise<string> => {
    const run = await sandbox.run(argv, { check: false });
    save(folder, `${name}.stdout.txt`, run.stdout);
    if (run.stderr !== '') save(folder, `${name}.stderr.txt`, run.stderr);
    save(folder, `${name}.exit.txt`, `${argv.join(' ')}\nexit ${String(run.code)}\n`);
    return run.stdout;
  };
  const jane = `user/jane.roe@${technicalDomain}`;
  const imap = await lab.imap('jane.roe');
  const from = 'user2@domain.net';
  const subjects: readonly (string | undefined)[] = [
    'Quarterly figures',
    '=?UTF-8?Q?R=C3=A9union_de_lundi_=E2=80=94_ordre_du_jour?=',
    '=?ISO-8859-1?B?QmVz52jk?= =?ISO-8859-1?Q?_f=FCr_morgen?=',
    undefined,
    'He said "come at once" and \\ left',
    'A subject with\r\n a second line',
    '',
    'Gr\u00fc\u00dfe, not encoded at all',
    'x'.repeat(400),
    'UID: 99 looks like a record',
  ];
  for (const subject of subjects) {
    const data = message({
      from,
      to: 'jane.roe@bluemind.net',
      ...(subject === undefined ? {} : { subject }),
      headers: ['Cc: "Roe, Jane" <jane@bluemind.net>, Bob <bob@example.org>'],
    });
    await lab.sendMail({ from, to: ['jane.roe@bluemind.net'], data }, { xclient: client });
  }
  await settle();
  await imap.append('INBOX', 'Subject: no sender, no date, no recipient\n\nBody.\n');
  await print('cyrus', 'cyrus-3.6-unexpunge-list-nothing', ['unexpunge', '-l', jane]);
  const messages = await imap.list();
  for (const { uid } of messages) await imap.expunge('INBOX', uid);
  await print('cyrus', 'cyrus-3.6-unexpunge-list', ['unexpunge', '-l', jane]);
  await print('cyrus', 'cyrus-3.6-unexpunge-list-wrong-domain', [
    'unexpunge',
    '-l',
    'user/jane.roe@wrong.net',
  ]);
  await print('cyrus', 'cyrus-3.6-unexpunge-list-sub-folder', [
    'unexpunge',
    '-l',
    `user/jane.roe/Trash@${technicalDomain}`,
  ]);
  await print('cyrus', 'cyrus-3.6-unexpunge-wrong-uid', ['unexpunge', '-u', '-d', jane, '99999']);
  const first = messages[0]?.uid ?? 1;
  await print('cyrus', 'cyrus-3.6-unexpunge-one', ['unexpunge', '-u', '-d', jane, String(first)]);
  await print('cyrus', 'cyrus-3.6-unexpunge-one-twice', ['unexpunge', '-u', '-d', jane, String(first)]);
  await print('cyrus', 'cyrus-3.6-unexpunge-list-after-one', ['unexpunge', '-l', jane]);
  await print('cyrus', 'cyrus-3.6-unexpunge-one-verbose', [
    'unexpunge',
    '-u',
    '-d',
    '-v',
    jane,
    String(messages[1]?.uid ?? 2),
  ]);
  await print('cyrus', 'cyrus-3.6-unexpunge-time', ['unexpunge', '-t', '1h', '-d', '-v', jane]);
  const again = await imap.list();
  for (const { uid } of again) await imap.expunge('INBOX', uid);
  await print('cyrus', 'cyrus-3.6-unexpunge-all', ['unexpunge', '-a', '-d', jane]);
  await print('cyrus', 'cyrus-3.6-unexpunge-all-nothing-left', ['unexpunge', '-a', '-d', jane]);
  await print('cyrus', 'cyrus-3.6-unexpunge-no-mailbox', ['unexpunge', '-l']);
  await print('cyrus', 'cyrus-3.6-mbpath', ['/usr/lib/cyrus/bin/mbpath', jane]);
  await print('cyrus', 'cyrus-3.6-quota', ['/usr/lib/cyrus/bin/quota', '-d', technicalDomain]);
  await print('cyrus', 'cyrus-3.6-cyr_info-conf', ['/usr/lib/cyrus/bin/cyr_info', 'conf']);
  await print('cyrus', 'cyrus-3.6-unexpunge-not-permitted', [
    'runuser',
    '-u',
    'nobody',
    '--',
    'unexpunge',
    '-l',
    jane,
  ]);
  await imap.close();

  const settings = [
    'maximal_queue_lifetime',
    'bounce_queue_lifetime',
    'minimal_backoff_time',
    'maximal_backoff_time',
    'queue_run_delay',
    'delay_warning_time',
    'message_size_limit',
    'mynetworks',
    'relayhost',
  ];
  await print('queue', 'postfix-3.7-postconf', ['postconf', ...settings]);
  await print('queue', 'postfix-3.7-postconf-values', ['postconf', '-h', ...settings]);
  await print('queue', 'postfix-3.7-postconf-unknown', ['postconf', 'no_such_setting']);
  await print('queue', 'postfix-3.7-postqueue-j-not-permitted', [
    'runuser',
    '-u',
    'nobody',
    '--',
    'postqueue',
    '-x',
  ]);
  const map = (name: string): string => `hash:/etc/postfix/${name}`;
  await print('postfix', 'postfix-3.7-postmap-alias', [
    'postmap',
    '-q',
    'jane@bluemind.net',
    map('virtual_alias'),
  ]);
  await print('postfix', 'postfix-3.7-postmap-shared', [
    'postmap',
    '-q',
    'sales@bluemind.net',
    map('virtual_alias'),
  ]);
  await print('postfix', 'postfix-3.7-postmap-mailbox', [
    'postmap',
    '-q',
    `jane.roe@${technicalDomain}`,
    map('virtual_mailbox'),
  ]);
  await print('postfix', 'postfix-3.7-postmap-transport', [
    'postmap',
    '-q',
    `jane.roe@${technicalDomain}`,
    map('transport'),
  ]);
  await print('postfix', 'postfix-3.7-postmap-not-found', [
    'postmap',
    '-q',
    'nobody@bluemind.net',
    map('virtual_alias'),
  ]);
  await print('postfix', 'postfix-3.7-postmap-no-such-map', [
    'postmap',
    '-q',
    'jane@bluemind.net',
    map('no_such_map'),
  ]);
  await print('postfix', 'postfix-3.7-postmap-all', ['postmap', '-s', map('virtual_alias')]);
}
