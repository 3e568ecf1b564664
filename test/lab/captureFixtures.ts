import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from './freePorts.ts';
import { message, startLab, type Lab } from './lab.ts';
import { startMilter } from './milter.ts';
import { startRemoteServer } from './remoteServer.ts';
import { sendMails } from './smtpSender.ts';
import { until } from './until.ts';

// Runs every scenario on the real servers and writes what they said to the fixture folders:
//   node test/lab/run.mjs captureFixtures
const postfixFolder = 'src/core/postfix/fixtures';
const queueFolder = 'src/core/queue/fixtures';

const client = { NAME: 'smtp.domain.net', ADDR: '192.0.2.30', HELO: 'smtp.domain.net' };
const stranger = { NAME: '[UNAVAILABLE]', ADDR: '203.0.113.77', HELO: 'mailer.example.net' };

/** All lines of a run that may go into a fixture: the machine it ran on leaves no trace in them (its host name is the lab's). */
function save(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  console.log(`${folder}/${name}: ${String(text.split('\n').length - 1)} lines`);
}

/** pflogsumm's own totals over the same log, to compare ours with. */
function savePflogsumm(name: string, text: string): void {
  const run = spawnSync('pflogsumm', [], { input: text, encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' } });
  save(postfixFolder, `${name}.pflogsumm.txt`, run.stdout);
}

async function settle(lab: Lab, ms = 1500): Promise<void> {
  let size = -1;
  for (let now = lab.logMark(); now !== size; now = lab.logMark()) {
    size = now;
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

async function queueListing(lab: Lab, name: string): Promise<void> {
  const text = await lab.sandbox.run(['postqueue', '-p'], { check: false });
  const json = await lab.sandbox.run(['postqueue', '-j'], { check: false });
  save(queueFolder, `postfix-3.7-${name}.p.txt`, text.stdout + text.stderr);
  save(queueFolder, `postfix-3.7-${name}.j.json`, json.stdout + json.stderr);
}

async function emptyQueue(lab: Lab): Promise<void> {
  await lab.sandbox.run(['postsuper', '-d', 'ALL'], { check: false });
}

const big = 'A line of a rather long message, to fill a mailbox.\r\n'.repeat(60);

export async function main(only: string[]): Promise<void> {
  const lab = await startLab();
  const undo: (() => Promise<void>)[] = [];
  const { sandbox, postfix } = lab;
  const [remotePort = 0, filterPort = 0, reinjectPort = 0, milterPort = 0, screenPort = 0, closedPort = 0] = await freePorts([
    2525, 10024, 10025, 2500, undefined, undefined,
  ]);
  const scenario = async (name: string, run: () => Promise<void>): Promise<void> => {
    if (only.length > 0 && !only.includes(name)) return;
    const mark = lab.logMark();
    try {
      await run();
    } catch (error) {
      console.log(`!! ${name}: ${String(error)}`);
    }
    await settle(lab, 700);
    const text = lab.logSince(mark);
    save(postfixFolder, `postfix-3.7-${name}.log`, text);
    savePflogsumm(`postfix-3.7-${name}`, text);
  };
  try {
    const remote = await startRemoteServer({ host: '127.0.0.11', port: remotePort, name: 'mx.example.org' }, {
      rcpt: (address) =>
        address.startsWith('nobody') ? `550 5.1.1 <${address}>: Recipient address rejected: User unknown in virtual mailbox table`
        : address.startsWith('grey') ? `450 4.2.0 <${address}>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.org.html`
        : address.startsWith('blocked') ? '554 5.7.1 Service unavailable; Client host [192.0.2.25] blocked using zen.spamhaus.org'
        : '250 2.1.5 Ok',
      accept: (mail) =>
        mail.to.some((t) => t.startsWith('drop')) ? null
        : mail.to.some((t) => t.startsWith('spam')) ? '550 5.7.1 Message rejected as spam by Content Filtering.'
        : '250 2.0.0 Ok: queued as 4TqLxK2Bz7z9vJd',
    });
    undo.push(() => remote.stop());
    sandbox.write(
      '/etc/postfix/lab_transport',
      [
        `example.org smtp:[mx.example.org]:${String(remotePort)}`,
        `closed.example.net smtp:[mx.example.net]:${String(closedPort)}`,
        'nohost.example.net smtp:[no-such-host.example.net]',
        'discarded.example.net discard:thrown away on purpose',
        'suspended.example.net error:5.2.1 mailbox disabled for this domain',
        'later.example.net retry:4.3.2 system being moved, please try again',
        '',
      ].join('\n'),
    );
    await sandbox.run(['postmap', 'hash:/etc/postfix/lab_transport']);

    // --- deliveries
    lab.lmtpProxy.style = 'plain';
    await scenario('delivered-lmtp-cyrus-3.6', async () => {
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] }, { xclient: client });
      await lab.waitForLog(/removed/, lab.logMark() - 300).catch(() => undefined);
    });
    lab.lmtpProxy.style = 'bluemind4';
    await scenario('delivered-lmtp-bluemind-uid', async () => {
      const mark = lab.logMark();
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] }, { xclient: client });
      await lab.waitForLog(/removed/, mark);
      await lab.sendMail({ from: 'user2@domain.net', to: ['jane.roe@bluemind.net'] }, { xclient: client });
      await lab.sendMail({ from: 'user2@domain.net', to: ['sales@bluemind.net'] }, { xclient: client });
      await settle(lab, 500);
    });
    await scenario('several-recipients', async () => {
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net', 'jane@bluemind.net', 'sales@bluemind.net', 'bob@example.org', 'nobody@example.org'] }, {});
    });
    await scenario('several-mails-one-connection', async () => {
      const mail = (n: number) => ({ from: `sender${String(n)}@example.org`, to: ['john@domain.net'], data: message({ from: `sender${String(n)}@example.org`, to: 'john@domain.net', subject: `Mail ${String(n)}` }) });
      await sendMails([mail(1), mail(2), mail(3), { ...mail(4), to: ['unknown@bluemind.net'] }, mail(5)], { port: postfix.smtpPort, xclient: client });
    });
    await scenario('remote-delivery-and-refusals', async () => {
      for (const to of ['bob@example.org', 'nobody@example.org', 'blocked@example.org', 'spam@example.org']) {
        await lab.sendMail({ from: 'john@bluemind.net', to: [to] });
      }
    });
    await scenario('null-sender-and-no-message-id', async () => {
      await lab.sendMail({ from: '', to: ['john@bluemind.net'], data: 'From: MAILER-DAEMON\r\nTo: <john@bluemind.net>\r\nSubject: Out of office\r\n\r\nI am away.\r\n' });
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'], data: 'Subject: Message-ID of its own kind\r\nMessage-ID: <a b c.with spaces and "quotes"@example.org>\r\n\r\nHello.\r\n' });
    });

    // --- refusals before the queue
    await scenario('noqueue-rejects', async () => {
      await lab.sendMail({ from: 'user2@domain.net', to: ['nobody@bluemind.net'] }, { xclient: client });
      await lab.sendMail({ from: 'spammer@example.net', to: ['someone@example.com'] }, { xclient: stranger });
      await lab.sendMail({ from: 'gone@bluemind.net', to: ['gone@bluemind.net'] }, { xclient: client });
    });
    await scenario('sender-rejected', async () => {
      sandbox.write('/etc/postfix/sender_access', 'bad@example.net REJECT no thanks\nlater@example.net DEFER Service unavailable\n');
      await sandbox.run(['postmap', 'hash:/etc/postfix/sender_access']);
      await postfix.configure({ smtpd_sender_restrictions: 'check_sender_access hash:/etc/postfix/sender_access, reject_non_fqdn_sender' });
      await lab.sendMail({ from: 'bad@example.net', to: ['john@bluemind.net'] }, { xclient: stranger });
      await lab.sendMail({ from: 'later@example.net', to: ['john@bluemind.net'] }, { xclient: stranger });
      await lab.sendMail({ from: 'nodomain', to: ['john@bluemind.net'] }, { xclient: stranger });
      await postfix.configure({ smtpd_sender_restrictions: '' });
    });
    await scenario('too-large', async () => {
      await postfix.configure({ message_size_limit: '20000' });
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'], data: message({ from: 'user2@domain.net', to: 'john@bluemind.net', body: big.repeat(20) }) }, { xclient: client });
      await postfix.configure({ message_size_limit: '10485760' });
    });
    await scenario('reject-warning', async () => {
      await postfix.configure({ smtpd_helo_required: 'yes', smtpd_helo_restrictions: 'warn_if_reject, check_helo_access static:REJECT' });
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] }, { xclient: client });
      await postfix.configure({ smtpd_helo_restrictions: '', smtpd_helo_required: 'no' });
    });
    await scenario('milter-reject', async () => {
      let verdict: string | null = '550 5.7.1 Command rejected';
      const milter = await startMilter(milterPort, () => verdict);
      await postfix.configure({ smtpd_milters: `inet:127.0.0.1:${String(milterPort)}` });
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] }, { xclient: client });
      verdict = '451 4.7.1 Service unavailable - try again later';
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] }, { xclient: client });
      verdict = null;
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] }, { xclient: client });
      await milter.stop();
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] }, { xclient: client });
      await postfix.configure({ smtpd_milters: '' });
    });
    await scenario('lookup-table-unavailable', async () => {
      await postfix.configure({ smtpd_sender_restrictions: `check_sender_access tcp:127.0.0.1:${String(closedPort)}` });
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] }, { xclient: client });
      await postfix.configure({ smtpd_sender_restrictions: '' });
    });
    await scenario('lost-connections', async () => {
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] }, { xclient: client, hangUp: 'before-data' });
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] }, { xclient: client, hangUp: 'in-data' });
    });

    // --- access actions
    await scenario('access-hold-discard-redirect-filter', async () => {
      sandbox.write('/etc/postfix/actions', 'hold@example.net HOLD waiting for a decision\ndiscard@example.net DISCARD not wanted\nredirect@example.net REDIRECT jane@bluemind.net\n');
      await sandbox.run(['postmap', 'hash:/etc/postfix/actions']);
      await postfix.configure({ smtpd_sender_restrictions: 'check_sender_access hash:/etc/postfix/actions' });
      for (const from of ['hold@example.net', 'discard@example.net', 'redirect@example.net']) await lab.sendMail({ from, to: ['john@bluemind.net'] }, { xclient: client });
      await settle(lab, 500);
      await queueListing(lab, 'hold');
      const held = /([0-9A-F]+): hold:|NOQUEUE: hold/.exec(lab.logSince(0));
      void held;
      await sandbox.run(['postsuper', '-H', 'ALL']);
      await sandbox.run(['postqueue', '-f']);
      await postfix.configure({ smtpd_sender_restrictions: '' });
    });
    await scenario('content-filter-reinjected', async () => {
      await postfix.addServices([
        `127.0.0.1:${String(reinjectPort)} inet n - n - - smtpd`,
        '  -o content_filter=',
        '  -o smtpd_authorized_xforward_hosts=127.0.0.0/8',
        'scan unix - - n - 10 smtp',
        '  -o smtp_send_xforward_command=yes',
      ]);
      const filter = await startRemoteServer({ host: '127.0.0.1', port: filterPort, name: 'filter.bluemind.net' }, {
        accept: async (mail) => {
          const [outcome] = await sendMails([{ from: mail.from, to: mail.to, data: mail.data }], { port: reinjectPort, helo: 'filter.bluemind.net' });
          return `250 2.0.0 from MTA(smtp:[127.0.0.1]:${String(reinjectPort)}): ${outcome?.replies.at(-1) ?? ''}`;
        },
      });
      await postfix.configure({ content_filter: `scan:[127.0.0.1]:${String(filterPort)}` });
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net', 'jane@bluemind.net'] }, { xclient: client });
      await settle(lab, 700);
      await lab.sendMail({ from: 'john@bluemind.net', to: ['bob@example.org'] });
      await settle(lab, 700);
      await postfix.configure({ content_filter: '' });
      await filter.stop();
    });

    // --- local kinds of delivery
    await scenario('local-forwarded-and-pipe', async () => {
      sandbox.write('/etc/aliases', 'postmaster: root\nmailer-daemon: postmaster\nteam: john@bluemind.net, bob@example.org\nprinter: "|/bin/cat >/dev/null"\nbroken: "|/bin/false"\nfile: /var/mail/archive\n');
      await sandbox.run(['postalias', 'hash:/etc/aliases']);
      await postfix.addServices([
        'archive unix - n n - - pipe',
        '  flags=Rq user=nobody argv=/usr/bin/wc -c',
      ]);
      sandbox.write('/etc/postfix/lab_transport', `${sandbox.read('/etc/postfix/lab_transport')}pipe.example.net archive:\n`);
      await sandbox.run(['postmap', 'hash:/etc/postfix/lab_transport']);
      for (const to of ['team@mail.bluemind.net', 'printer@mail.bluemind.net', 'broken@mail.bluemind.net', 'file@mail.bluemind.net', 'root@mail.bluemind.net', 'who@pipe.example.net']) {
        await lab.sendMail({ from: 'user2@domain.net', to: [to] });
      }
      await sandbox.run(['sendmail', '-f', 'root@bluemind.net', 'john@bluemind.net'], { input: 'Subject: from cron\n\nDone.\n' });
      await settle(lab, 800);
    });
    await scenario('discard-error-retry-transports', async () => {
      await lab.sendMail({ from: 'user2@domain.net', to: ['a@discarded.example.net'] });
      await lab.sendMail({ from: 'user2@domain.net', to: ['a@suspended.example.net'] });
      await lab.sendMail({ from: 'user2@domain.net', to: ['a@later.example.net'] });
      await settle(lab, 500);
      await emptyQueue(lab);
    });
    await scenario('virtual-transport-mailbox-does-not-exist', async () => {
      // BlueMind: the address is in virtual_mailbox, but its transport line is missing.
      const without = sandbox.read('/etc/postfix/transport-flat').split('\n').filter((l) => !l.startsWith('john@')).join('\n');
      sandbox.write('/etc/postfix/transport-flat', without);
      await sandbox.run(['postmap', 'hash:/etc/postfix/transport-flat']);
      await sandbox.run(['mv', '/etc/postfix/transport-flat.db', '/etc/postfix/transport.db']);
      await postfix.reload();
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] }, { xclient: client });
      await settle(lab, 500);
      await lab.rebuildMaps();
    });

    // --- trouble on the way
    await scenario('deferred-lmtp-connection-refused', async () => {
      await lab.lmtpProxy.stop();
      await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] }, { xclient: client });
      await settle(lab, 500);
      await queueListing(lab, 'deferred-lmtp-refused');
      await emptyQueue(lab);
    });
  } finally {
    for (const step of undo) await step().catch(() => undefined);
    await lab.stop();
  }
}

void until;
void readFileSync;
