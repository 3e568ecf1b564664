import { freePorts } from '../freePorts.ts';
import { message } from '../message.ts';
import { startMilter } from '../milter.ts';
import { client, longBody, stranger, type Capture } from './capture.ts';

const from = 'user2@domain.net';
const mail = { from, to: ['john@bluemind.net'] };

/** Mail that is refused before it is queued, and actions an access table can take. */
export async function captureRefusals({
  lab,
  scenario,
  settle,
  closedPort,
  queueListing,
}: Capture): Promise<void> {
  const { sandbox, postfix } = lab;
  const xclient = client;
  await scenario('noqueue-rejects', async () => {
    await lab.sendMail({ from, to: ['nobody@bluemind.net'] }, { xclient });
    await lab.sendMail({ from: 'spammer@example.net', to: ['someone@example.com'] }, { xclient: stranger });
    await lab.sendMail({ from, to: ['gone@bluemind.net'] }, { xclient });
    await lab.sendMail({ from, to: ['john@bluemind.net', 'nobody@bluemind.net'] }, { xclient });
  });
  await scenario('sender-rejected', async () => {
    sandbox.write(
      '/etc/postfix/sender_access',
      'bad@example.net REJECT no thanks\nlater@example.net DEFER Service unavailable\n',
    );
    await sandbox.run(['postmap', 'hash:/etc/postfix/sender_access']);
    await postfix.configure({
      smtpd_sender_restrictions:
        'check_sender_access hash:/etc/postfix/sender_access, reject_non_fqdn_sender, reject_unknown_sender_domain',
    });
    for (const sender of ['bad@example.net', 'later@example.net', 'nodomain']) {
      await lab.sendMail({ from: sender, to: ['john@bluemind.net'] }, { xclient: stranger });
    }
    await postfix.configure({ smtpd_sender_restrictions: '' });
  });
  await scenario('too-large', async () => {
    await postfix.configure({ message_size_limit: '20000' });
    const data = message({ from, to: 'john@bluemind.net', body: longBody.repeat(20) });
    await lab.sendMail({ ...mail, data }, { xclient });
    await lab.sendMail({ ...mail, data }, { xclient, declareSize: true });
    await postfix.configure({ message_size_limit: '10485760' });
  });
  await scenario('reject-warning', async () => {
    await postfix.configure({
      smtpd_helo_required: 'yes',
      smtpd_helo_restrictions: 'warn_if_reject, check_helo_access static:REJECT',
    });
    await lab.sendMail(mail, { xclient });
    await postfix.configure({ smtpd_helo_restrictions: '', smtpd_helo_required: 'no' });
  });
  await scenario('milter-reject', async () => {
    const [port = 0] = await freePorts([2500]);
    let verdict: string | null = '550 5.7.1 Command rejected';
    const milter = await startMilter(port, () => verdict);
    await postfix.configure({ smtpd_milters: `inet:127.0.0.1:${String(port)}` });
    await lab.sendMail(mail, { xclient });
    verdict = '451 4.7.1 Service unavailable - try again later';
    await lab.sendMail(mail, { xclient });
    verdict = null;
    await lab.sendMail(mail, { xclient });
    await settle();
    await milter.stop();
    await lab.sendMail(mail, { xclient });
    await postfix.configure({ smtpd_milters: '' });
  });
  await scenario('lookup-table-unavailable', async () => {
    // BlueMind asks a service of its own about every sender; here nobody listens.
    await postfix.configure({
      smtpd_sender_restrictions: `check_sender_access tcp:127.0.0.1:${String(closedPort)}`,
    });
    await lab.sendMail(mail, { xclient });
    await postfix.configure({ smtpd_sender_restrictions: '' });
  });
  await scenario('lost-connections', async () => {
    await lab.sendMail(mail, { xclient, hangUp: 'before-data' });
    await lab.sendMail(mail, { xclient, hangUp: 'in-data' });
  });
  await scenario('too-many-errors', async () => {
    const to = Array.from({ length: 12 }, (_, n) => `guess${String(n)}@bluemind.net`);
    await postfix.configure({
      smtpd_hard_error_limit: '5',
      smtpd_soft_error_limit: '4',
      smtpd_error_sleep_time: '0',
    });
    await lab.sendMail({ from: 'spammer@example.net', to }, { xclient: stranger });
    await postfix.configure({
      smtpd_hard_error_limit: '20',
      smtpd_soft_error_limit: '10',
      smtpd_error_sleep_time: '1s',
    });
  });
  await scenario('access-hold-discard-redirect', async () => {
    sandbox.write(
      '/etc/postfix/actions',
      'hold@example.net HOLD waiting for a decision\ndiscard@example.net DISCARD not wanted\nredirect@example.net REDIRECT bob@example.org\n',
    );
    await sandbox.run(['postmap', 'hash:/etc/postfix/actions']);
    await postfix.configure({ smtpd_sender_restrictions: 'check_sender_access hash:/etc/postfix/actions' });
    for (const name of ['hold', 'discard', 'redirect'])
      await lab.sendMail({ ...mail, from: `${name}@example.net` }, { xclient });
    await settle();
    await queueListing('hold');
    await sandbox.run(['postsuper', '-H', 'ALL']);
    await sandbox.run(['postqueue', '-f']);
    await settle();
    await postfix.configure({ smtpd_sender_restrictions: '' });
  });
  await scenario('header-checks', async () => {
    sandbox.write(
      '/etc/postfix/header_checks',
      '/^Subject: .*lottery/ REJECT no lotteries\n/^Subject: .*wait/ HOLD\n/^Subject: .*away/ DISCARD\n/^Subject: .*note/ WARN seen\n/^Subject: .*other/ REDIRECT bob@example.org\n',
    );
    await postfix.configure({ header_checks: 'regexp:/etc/postfix/header_checks' });
    for (const subject of ['the lottery', 'please wait', 'thrown away', 'take note', 'the other way']) {
      await lab.sendMail({ ...mail, data: message({ from, to: 'john@bluemind.net', subject }) }, { xclient });
    }
    await settle();
    await sandbox.run(['postsuper', '-d', 'ALL', 'hold']);
    await postfix.configure({ header_checks: '' });
  });
  await scenario('postscreen', async () => {
    const [port = 0] = await freePorts([undefined]);
    await postfix.addServices([
      `127.0.0.1:${String(port)} inet n - n - 1 postscreen`,
      'smtpd pass - - n - - smtpd',
      'dnsblog unix - - n - 0 dnsblog',
      'tlsproxy unix - - n - 0 tlsproxy',
    ]);
    await postfix.configure({
      postscreen_access_list: '',
      postscreen_greet_action: 'enforce',
      postscreen_greet_wait: '1s',
      postscreen_pipelining_enable: 'no',
    });
    await lab.sendMail(mail, { port, speakFirst: true });
    await lab.sendMail(mail, { port });
    await lab.sendMail(mail, { port });
    await postfix.configure({ postscreen_access_list: 'permit_mynetworks' });
    await lab.sendMail(mail, { port });
    await settle();
  });
}
