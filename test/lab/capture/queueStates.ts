import { message } from '../message.ts';
import { startRemoteServer } from '../remoteServer.ts';
import { client, longBody, type Capture } from './capture.ts';

const from = 'user2@domain.net';

/** Mail that waits: why, how it looks in the queue, and how it ends. */
export async function captureQueue(capture: Capture): Promise<void> {
  const { lab, scenario, settle, queueListing, emptyQueue, closedPort, slowPort } = capture;
  const { sandbox, postfix } = lab;
  const xclient = client;
  const toFull = { from, to: ['full@bluemind.net'] };
  const fill = async (): Promise<void> => {
    // Cyrus takes the mail that crosses the line and refuses the next.
    for (let n = 0; n < 2; n += 1) {
      await lab.sendMail(
        { ...toFull, data: message({ from, to: 'full@bluemind.net', subject: 'Large', body: longBody }) },
        { xclient },
      );
      await settle();
    }
  };
  await scenario('over-quota-deferred-then-delivered', async () => {
    await fill();
    await lab.sendMail(toFull, { xclient });
    await settle();
    await queueListing('deferred-over-quota');
    await sandbox.run(['postqueue', '-f']);
    await settle();
    await lab.setQuota('full', 100_000);
    await sandbox.run(['postqueue', '-f']);
    await settle();
    await lab.setQuota('full', 4);
  });
  await scenario('over-quota-delay-notice-then-expired', async () => {
    await postfix.configure({
      minimal_backoff_time: '3s',
      maximal_backoff_time: '4s',
      queue_run_delay: '2s',
      delay_warning_time: '4s',
      maximal_queue_lifetime: '12s',
    });
    await lab.sendMail(toFull, { xclient });
    await lab.waitForLog(/returned to sender/, lab.logMark(), 60_000);
    await settle();
    await postfix.configure({
      minimal_backoff_time: '300s',
      maximal_backoff_time: '4000s',
      queue_run_delay: '300s',
      delay_warning_time: '0h',
      maximal_queue_lifetime: '5d',
    });
  });
  await scenario('deferred-remote-reasons', async () => {
    for (const to of [
      'grey@example.org',
      'drop@example.org',
      'a@closed.example.net',
      'a@nohost.example.net',
      'a@later.example.net',
    ]) {
      await lab.sendMail({ from: 'john@bluemind.net', to: [to] });
    }
    await lab.sendMail({
      from: 'john@bluemind.net',
      to: ['grey@example.org', 'a@closed.example.net', 'bob@example.org'],
    });
    await settle();
    await queueListing('deferred-several-reasons');
    await emptyQueue();
  });
  await scenario('discard-and-error-transports', async () => {
    await lab.sendMail({ from, to: ['a@discarded.example.net'] });
    await lab.sendMail({ from, to: ['a@suspended.example.net'] });
    await sandbox.run(['sendmail', '-f', 'john@bluemind.net', 'a@suspended.example.net'], {
      input: 'Subject: to a closed domain\n\nHello.\n',
    });
    await settle();
  });
  await scenario('virtual-transport-mailbox-does-not-exist', async () => {
    // BlueMind: the address is in virtual_mailbox, but its transport line is missing.
    const flat = '/etc/postfix/transport-flat';
    const lines = sandbox.read(flat).split('\n');
    sandbox.write(flat, lines.filter((line) => !line.startsWith('john@')).join('\n'));
    await sandbox.run(['postmap', `hash:${flat}`]);
    await sandbox.run(['mv', `${flat}.db`, '/etc/postfix/transport.db']);
    await postfix.reload();
    await sandbox.run(['sendmail', '-f', from, 'john@bluemind.net'], { input: 'Subject: hello\n\nHello.\n' });
    await settle();
    await lab.sendMail({ from, to: ['john@bluemind.net'] }, { xclient });
    await settle();
    await lab.rebuildMaps();
  });
  await scenario('deferred-lmtp-connection-lost', async () => {
    lab.lmtpProxy.refuse = true;
    await lab.sendMail({ from, to: ['john@bluemind.net'] }, { xclient });
    await settle();
    lab.lmtpProxy.refuse = false;
    await sandbox.run(['postqueue', '-f']);
    await settle();
  });
  await scenario('deferred-lmtp-refused', async () => {
    const without = sandbox.read('/etc/postfix/transport-flat');
    const closed = without.replaceAll(`:${String(lab.lmtpProxy.port)}`, `:${String(closedPort)}`);
    sandbox.write('/etc/postfix/transport-flat', closed);
    await sandbox.run(['postmap', 'hash:/etc/postfix/transport-flat']);
    await sandbox.run(['mv', '/etc/postfix/transport-flat.db', '/etc/postfix/transport.db']);
    await postfix.reload();
    await lab.sendMail({ from, to: ['john@bluemind.net'] }, { xclient });
    await lab.sendMail({ from, to: ['jane@bluemind.net', 'john@bluemind.net'] }, { xclient });
    await settle();
    await queueListing('deferred-lmtp-refused');
    await lab.rebuildMaps();
    await emptyQueue();
  });
  await scenario('postsuper-hold-release-requeue-delete', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      await lab.sendMail({ from: 'john@bluemind.net', to: ['a@closed.example.net'] });
    }
    await settle();
    for (const line of (await sandbox.run(['postqueue', '-j'])).stdout.trim().split('\n')) {
      ids.push((JSON.parse(line) as { queue_id: string }).queue_id);
    }
    const [hold = '', requeue = '', remove = ''] = ids;
    await sandbox.run(['postsuper', '-h', hold]);
    await sandbox.run(['postsuper', '-d', remove]);
    await settle();
    await queueListing('hold-and-deferred');
    await sandbox.run(['postsuper', '-H', hold]);
    await sandbox.run(['postsuper', '-r', requeue]);
    await sandbox.run(['postsuper', '-e', ids[3] ?? ''], { check: false });
    await settle();
    await sandbox.run(['postqueue', '-i', hold], { check: false });
    await settle();
    await emptyQueue();
  });
  await scenario('active-while-the-other-side-thinks', async () => {
    let answer: () => void = () => undefined;
    const thinking = new Promise<void>((resolve) => (answer = resolve));
    const slow = await startRemoteServer(
      { host: '127.0.0.12', port: slowPort, name: 'mx.example.net' },
      { accept: () => thinking.then(() => '250 2.0.0 Ok') },
    );
    await lab.sendMail({ from: 'john@bluemind.net', to: ['a@slow.example.net', 'b@slow.example.net'] });
    await settle();
    await queueListing('active');
    answer();
    await settle();
    await slow.stop();
  });
  await scenario('long-queue-ids-deferred', async () => {
    await postfix.configure({ enable_long_queue_ids: 'yes' });
    await lab.sendMail({ from: 'john@bluemind.net', to: ['a@closed.example.net', 'grey@example.org'] });
    await lab.sendMail({ from: '', to: ['a@closed.example.net'] });
    await settle();
    await queueListing('deferred-long-ids');
    await postfix.configure({ enable_long_queue_ids: 'no' });
    await emptyQueue();
  });
  await scenario('stopped-and-started', async () => {
    await queueListing('empty');
    await lab.sendMail({ from: 'john@bluemind.net', to: ['a@closed.example.net'] });
    await postfix.stop();
    await settle();
    await queueListing('mail-system-down');
    await sandbox.run(['sendmail', '-f', 'root@bluemind.net', 'john@bluemind.net'], {
      input: 'Subject: while it is down\n\nHello.\n',
      check: false,
    });
    await postfix.start();
    await settle();
    await emptyQueue();
  });
}
