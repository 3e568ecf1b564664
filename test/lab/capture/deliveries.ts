import { freePorts } from '../freePorts.ts';
import { message } from '../message.ts';
import { startRemoteServer } from '../remoteServer.ts';
import { sendMails } from '../smtpSender.ts';
import { technicalDomain } from '../labDirectory.ts';
import { client, type Capture } from './capture.ts';

const from = 'user2@domain.net';

/** Mail that arrives, by every kind of delivery. */
export async function captureDeliveries(capture: Capture): Promise<void> {
  const { lab, scenario, settle } = capture;
  const { sandbox, postfix } = lab;
  lab.lmtpProxy.style = 'plain';
  await scenario('delivered-lmtp-cyrus-3.6', async () => {
    await lab.sendMail({ from, to: ['john@bluemind.net'] }, { xclient: client });
  });
  lab.lmtpProxy.style = 'bluemind4';
  await scenario('delivered-lmtp-bluemind-uid', async () => {
    for (const to of ['john@bluemind.net', 'jane.roe@bluemind.net', 'sales@bluemind.net']) {
      await lab.sendMail({ from, to: [to] }, { xclient: client });
      await settle(400);
    }
  });
  await scenario('several-recipients', async () => {
    const to = [
      'john@bluemind.net',
      'jane@bluemind.net',
      'sales@bluemind.net',
      'bob@example.org',
      'nobody@example.org',
    ];
    await lab.sendMail({ from, to }, { xclient: client, helo: 'smtp.domain.net' });
  });
  await scenario('several-mails-one-connection', async () => {
    const mails = [1, 2, 3, 4, 5].map((n) => {
      const sender = `sender${String(n)}@example.org`;
      const to = n === 4 ? 'unknown@bluemind.net' : 'john@bluemind.example';
      return { from: sender, to: [to], data: message({ from: sender, to, subject: `Mail ${String(n)}` }) };
    });
    await sendMails(mails, { port: postfix.smtpPort, xclient: client });
  });
  await scenario('remote-delivery-and-refusals', async () => {
    for (const to of ['bob@example.org', 'nobody@example.org', 'blocked@example.org', 'spam@example.org']) {
      await lab.sendMail({ from: 'john@bluemind.net', to: [to] });
    }
  });
  await scenario('null-sender-and-odd-message-ids', async () => {
    const send = (sender: string, data: string): Promise<unknown> =>
      lab.sendMail({ from: sender, to: ['john@bluemind.net'], data }, { xclient: client });
    await send(
      '',
      'From: MAILER-DAEMON\r\nTo: <john@bluemind.net>\r\nSubject: Out of office\r\n\r\nI am away.\r\n',
    );
    await send(
      from,
      'Subject: odd\r\nMessage-ID: <a b c.with spaces and "quotes"@example.org>\r\n\r\nHello.\r\n',
    );
    await send(from, 'Subject: bare\r\nMessage-ID: no-angle-brackets@example.org\r\n\r\nHello.\r\n');
  });
  await scenario('resent-headers', async () => {
    const data = `Resent-From: <${from}>\r\nResent-Message-ID: <resent.1@domain.net>\r\n${message({ from, to: 'john@bluemind.net' })}`;
    await lab.sendMail({ from, to: ['john@bluemind.net'], data }, { xclient: client });
  });
  await scenario('sub-address-and-upper-case', async () => {
    await lab.sendMail({ from: 'User2@Domain.NET', to: ['John+Offers@BlueMind.Net'] }, { xclient: client });
    await lab.sendMail(
      { from: '"odd name, with <brackets>"@domain.net', to: ['john@bluemind.net'] },
      { xclient: client },
    );
  });
  await scenario('content-filter-reinjected', async () => {
    const [filterPort = 0, backPort = 0] = await freePorts([10024, 10025]);
    await postfix.addServices([
      `127.0.0.1:${String(backPort)} inet n - n - - smtpd`,
      '  -o content_filter=',
      'scan unix - - n - 10 smtp',
    ]);
    const filter = await startRemoteServer(
      { host: '127.0.0.1', port: filterPort, name: 'filter.bluemind.net' },
      {
        accept: async (mail) => {
          const [outcome] = await sendMails([mail], { port: backPort, helo: 'filter.bluemind.net' });
          return `250 2.0.0 from MTA(smtp:[127.0.0.1]:${String(backPort)}): ${outcome?.replies.at(-1) ?? ''}`;
        },
      },
    );
    await postfix.configure({ content_filter: `scan:[127.0.0.1]:${String(filterPort)}` });
    await lab.sendMail({ from, to: ['john@bluemind.net', 'jane@bluemind.net'] }, { xclient: client });
    await settle();
    await lab.sendMail({ from: 'john@bluemind.net', to: ['bob@example.org'] });
    await settle();
    await postfix.configure({ content_filter: '' });
    await filter.stop();
  });
  await scenario('local-forwarded-and-pipe', async () => {
    const aliases = [
      'postmaster: root',
      'mailer-daemon: postmaster',
      'team: john@bluemind.net, bob@example.org',
      'chain: team',
      'printer: "|/bin/cat >/dev/null"',
      'broken: "|/bin/false"',
      'file: /var/mail/archive',
    ];
    sandbox.write('/etc/aliases', `${aliases.join('\n')}\n`);
    await sandbox.run(['postalias', 'hash:/etc/aliases']);
    await postfix.addServices(['archive unix - n n - - pipe', '  flags=Rq user=nobody argv=/usr/bin/wc -c']);
    for (const name of ['team', 'chain', 'printer', 'broken', 'file', 'root', 'nosuchuser']) {
      await lab.sendMail({ from, to: [`${name}@mail.bluemind.net`] });
    }
    await lab.sendMail({ from, to: ['who@pipe.example.net'] });
    await sandbox.run(['sendmail', '-f', 'root@bluemind.net', 'john@bluemind.net'], {
      input: 'Subject: from cron\n\nDone.\n',
    });
    await sandbox.run(['sendmail', '-bv', 'john@bluemind.net']);
    await settle();
  });
  await scenario('submission-sasl-tls', async () => {
    const port = postfix.submissionPort;
    const mail = { from: 'john@bluemind.net', to: ['bob@example.org'] };
    const user = `john@${technicalDomain}`;
    await lab.sendMail(mail, { port, startTls: true, login: { user, password: lab.password } });
    await lab.sendMail(mail, { port, startTls: true, login: { user, password: 'wrong' } });
    await lab.sendMail(mail, { port });
    await settle();
    await postfix.configure({ smtpd_tls_loglevel: '1', smtp_tls_loglevel: '1' });
    await lab.sendMail(mail, { port, startTls: true, login: { user, password: lab.password } });
    await lab.sendMail({ from, to: ['john@bluemind.net'] }, { startTls: true, xclient: client });
    await settle();
    await postfix.configure({ smtpd_tls_loglevel: '0', smtp_tls_loglevel: '0' });
  });
  await scenario('long-queue-ids', async () => {
    await postfix.configure({ enable_long_queue_ids: 'yes' });
    await lab.sendMail({ from, to: ['john@bluemind.net', 'bob@example.org'] }, { xclient: client });
    await lab.sendMail({ from: 'john@bluemind.net', to: ['nobody@example.org'] });
    await settle();
    await postfix.configure({ enable_long_queue_ids: 'no' });
  });
}
