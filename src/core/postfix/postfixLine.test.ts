import { describe, expect, it } from 'vitest';
import { parsePostfixLine } from './postfixLine.ts';

const id = 'C5BF3135FAF';
const long = '4Xk2Fz1b2Cz9rT4';

describe('parsePostfixLine: lines about a queue ID', () => {
  it.each([
    [
      'smtpd',
      `${id}: client=mx.example.org[192.0.2.1]`,
      { type: 'client', client: 'mx.example.org[192.0.2.1]' },
    ],
    [
      'smtpd',
      `${long}: client=unknown[2001:db8::1]:4711`,
      { type: 'client', client: 'unknown[2001:db8::1]' },
    ],
    [
      'smtpd',
      `${id}: client=pc[10.0.0.5], sasl_method=PLAIN, sasl_username=john@example.org`,
      { type: 'client', saslUsername: 'john@example.org' },
    ],
    [
      'smtpd',
      `${id}: client=localhost[127.0.0.1], orig_queue_id=${long}, orig_client=mx.example.org[192.0.2.1]`,
      { type: 'client', origQueueId: long, origClient: 'mx.example.org[192.0.2.1]' },
    ],
    ['pickup', `${id}: uid=0 from=<root>`, { type: 'pickup', sender: 'root', origId: null }],
    ['pickup', `${id}: uid=1000 from=<> orig_id=${long}`, { type: 'pickup', sender: '', origId: long }],
    ['cleanup', `${id}: message-id=<a@b.c>`, { type: 'message-id', messageId: 'a@b.c', resent: false }],
    ['cleanup', `${id}: message-id=no-brackets@b.c`, { type: 'message-id', messageId: 'no-brackets@b.c' }],
    ['cleanup', `${id}: message-id=<>`, { type: 'message-id', messageId: '' }],
    ['cleanup', `${id}: resent-message-id=<a@b.c>`, { type: 'message-id', resent: true }],
    [
      'qmgr',
      `${id}: from=<a@b.c>, size=8386, nrcpt=3 (queue active)`,
      { type: 'active', sender: 'a@b.c', size: 8386, recipientCount: 3 },
    ],
    ['oqmgr', `${id}: from=<>, size=1, nrcpt=1 (queue active)`, { type: 'active', sender: '' }],
    [
      'qmgr',
      `${id}: from=<"odd, <name>"@b.c>, size=1, nrcpt=1 (queue active)`,
      { type: 'active', sender: '"odd, <name>"@b.c' },
    ],
    ['qmgr', `${id}: removed`, { type: 'removed' }],
    ['qmgr', `${id}: from=<a@b.c>, status=expired, returned to sender`, { type: 'expired', sender: 'a@b.c' }],
    ['qmgr', `${id}: from=<>, status=force-expired, returned to sender`, { type: 'expired', sender: '' }],
    ['qmgr', `${id}: skipped, still being delivered`, { type: 'note' }],
    [
      'bounce',
      `${id}: sender non-delivery notification: ${long}`,
      { type: 'notification', kind: 'bounce', to: 'sender', notificationId: long },
    ],
    ['bounce', `${id}: sender delay notification: ${long}`, { type: 'notification', kind: 'delay' }],
    [
      'bounce',
      `${id}: sender delivery status notification: ${long}`,
      { type: 'notification', kind: 'success' },
    ],
    [
      'bounce',
      `${id}: postmaster non-delivery notification: ${long}`,
      { type: 'notification', to: 'postmaster' },
    ],
    ['postsuper', `${id}: removed`, { type: 'superuser', action: 'deleted' }],
    ['postsuper', `${id}: placed on hold`, { type: 'superuser', action: 'held' }],
    ['postsuper', `${id}: released from hold`, { type: 'superuser', action: 'released' }],
    ['postsuper', `${id}: requeued`, { type: 'superuser', action: 'requeued' }],
    ['postsuper', `${id}: expired`, { type: 'superuser', action: 'expired' }],
    [
      'smtp',
      `${id}: host mx.b.c[192.0.2.1] said: 450 4.2.0 later (in reply to RCPT TO command)`,
      { type: 'note' },
    ],
    ['smtp', `${id}: enabling PIX workarounds: disable_esmtp for b.c[192.0.2.1]:25`, { type: 'note' }],
    ['smtp', `${id}: conversation with b.c[192.0.2.1] timed out while sending end of data`, { type: 'note' }],
    ['smtp', `${id}: Cannot start TLS: handshake failure`, { type: 'note' }],
    ['smtpd', `warning: ${id}: queue file size limit exceeded`, { type: 'diagnostic', level: 'warning' }],
    ['cleanup', `${id}: warning: something`, { type: 'diagnostic', level: 'warning' }],
  ])('%s: %s', (daemon, text, event) => {
    const line = parsePostfixLine(daemon, text);
    expect(line?.queueId).toBe(text.includes(`${long}: c`) ? long : id);
    expect(line?.event).toMatchObject(event);
  });
});

describe('parsePostfixLine: deliveries', () => {
  const read = (text: string) => parsePostfixLine('smtp', `${long}: ${text}`)?.event;

  it('reads every field', () => {
    expect(
      read(
        'to=<user@b.c>, orig_to=<alias@b.c>, relay=mx.b.c[192.0.2.1]:25, conn_use=2, delay=0.32, delays=0.21/0.02/0.01/0.09, dsn=2.0.0, status=sent (250 2.0.0 Ok (really): queued as 4Xk2Fz1b2Cz9rT5)',
      ),
    ).toEqual({
      type: 'delivery',
      address: 'user@b.c',
      originalAddress: 'alias@b.c',
      relay: 'mx.b.c[192.0.2.1]:25',
      delaySeconds: 0.32,
      dsn: '2.0.0',
      status: 'sent',
      reply: '250 2.0.0 Ok (really): queued as 4Xk2Fz1b2Cz9rT5',
    });
  });

  it.each([
    [
      'no dsn, no delays (Postfix 2.2)',
      'to=<a@b.c>, relay=none, delay=5, status=deferred (x)',
      { dsn: null, reply: 'x' },
    ],
    ['no reply', 'to=<a@b.c>, relay=local, delay=0, status=sent', { status: 'sent', reply: null }],
    [
      'cut short by the logger',
      'to=<a@b.c>, relay=x, delay=1, dsn=4.0.0, status=deferred (host x said: 4',
      { reply: 'host x said: 4' },
    ],
    ['quoted address', 'to=<"a, b"@b.c>, relay=x, delay=1, status=sent (ok)', { address: '"a, b"@b.c' }],
    [
      'UTF-8 address',
      'to=<jürgen@bücher.example>, relay=x, delay=1, status=sent (ok)',
      { address: 'jürgen@bücher.example' },
    ],
    [
      'soft bounce',
      'to=<a@b.c>, relay=x, delay=1, dsn=5.1.1, status=SOFTBOUNCE (no)',
      { status: 'SOFTBOUNCE' },
    ],
    [
      'probe',
      'to=<a@b.c>, relay=x, delay=1, dsn=5.1.1, status=undeliverable (no)',
      { status: 'undeliverable' },
    ],
  ])('reads a line with %s', (_, text, event) => {
    expect(read(text)).toMatchObject(event);
  });
});

describe('parsePostfixLine: decisions', () => {
  const trailer = '; from=<a@b.c> to=<x@y.z> proto=ESMTP helo=<h>';
  const envelope = { sender: 'a@b.c', recipient: 'x@y.z' };

  it.each([
    [
      'smtpd',
      `NOQUEUE: reject: RCPT from h[192.0.2.1]: 550 5.1.1 <x@y.z>: Recipient address rejected: User unknown${trailer}`,
      {
        action: 'reject',
        by: 'access',
        stage: 'RCPT',
        client: 'h[192.0.2.1]',
        dsn: '5.1.1',
        reply: '550 5.1.1 <x@y.z>: Recipient address rejected: User unknown',
        ...envelope,
      },
    ],
    [
      'postscreen',
      'NOQUEUE: reject: RCPT from [192.0.2.1]:4711: 550 5.7.1 Service unavailable; client [192.0.2.1] blocked using zen.example; from=<a@b.c>, to=<x@y.z>, proto=ESMTP, helo=<h>',
      {
        client: '[192.0.2.1]',
        reply: '550 5.7.1 Service unavailable; client [192.0.2.1] blocked using zen.example',
        ...envelope,
      },
    ],
    [
      'smtpd',
      `NOQUEUE: reject_warning: RCPT from h[::1]: 550 no${trailer}`,
      { action: 'reject_warning', dsn: null },
    ],
    [
      'smtpd',
      `NOQUEUE: hold: RCPT from h[::1]: <x@y.z>: Recipient address wait${trailer}`,
      { action: 'hold' },
    ],
    [
      'smtpd',
      `NOQUEUE: discard: RCPT from h[::1]: <x@y.z>: text${trailer}`,
      { action: 'discard', ...envelope },
    ],
    ['smtpd', `NOQUEUE: redirect: RCPT from h[::1]: <x@y.z>: text${trailer}`, { action: 'redirect' }],
    ['smtpd', `NOQUEUE: filter: RCPT from h[::1]: <x@y.z>: text${trailer}`, { action: 'other' }],
    [
      'smtpd',
      `NOQUEUE: milter-reject: RCPT from h[::1]: 451 4.7.1 no${trailer}`,
      { action: 'reject', by: 'milter' },
    ],
    [
      'smtpd',
      `NOQUEUE: proxy-reject: END-OF-MESSAGE: 554 5.7.1 spam${trailer}`,
      { action: 'reject', by: 'proxy', stage: 'END-OF-MESSAGE', client: null, dsn: '5.7.1' },
    ],
    [
      'smtpd',
      'NOQUEUE: reject: CONNECT from h[::1]: 554 5.7.1 blocked; proto=SMTP',
      { stage: 'CONNECT', sender: null, recipient: null, reply: '554 5.7.1 blocked' },
    ],
    [
      'smtpd',
      `NOQUEUE: reject: MAIL from h[::1]: 552 5.3.4 big; from=<a@b.c> proto=ESMTP`,
      { sender: 'a@b.c' },
    ],
    ['smtpd', `NOQUEUE: reject: RCPT from h[::1]: 550 no; from=<> to=<x@y.z> proto=ESMTP`, { sender: '' }],
    [
      'cleanup',
      `${id}: milter-reject: END-OF-MESSAGE from h[::1]: 5.7.1 no${trailer}`,
      { action: 'reject', by: 'milter', dsn: '5.7.1', reply: '5.7.1 no' },
    ],
    [
      'cleanup',
      `${id}: milter-discard: END-OF-MESSAGE from h[::1]: milter triggers DISCARD action${trailer}`,
      { action: 'discard' },
    ],
    [
      'cleanup',
      `${id}: milter-hold: END-OF-MESSAGE from h[::1]: milter triggers HOLD action${trailer}`,
      { action: 'hold' },
    ],
    [
      'cleanup',
      `${id}: reject: header Subject: x from y from h[::1]${trailer}: 5.7.1 message content rejected`,
      {
        action: 'reject',
        by: 'content',
        stage: 'header',
        client: 'h[::1]',
        dsn: '5.7.1',
        reply: '5.7.1 message content rejected',
        ...envelope,
      },
    ],
    [
      'cleanup',
      `${id}: warning: header Subject: x from h[::1]${trailer}: look`,
      { action: 'reject_warning' },
    ],
    [
      'cleanup',
      `${id}: discard: body spam from local; from=<a@b.c> to=<x@y.z>`,
      { action: 'discard', client: null },
    ],
    ['cleanup', `${id}: replace: header Subject: x from h[::1]${trailer}: Subject: y`, { action: 'other' }],
  ])('%s: %s', (daemon, text, event) => {
    expect(parsePostfixLine(daemon, text)?.event).toMatchObject({ type: 'access', ...event });
  });
});

describe('parsePostfixLine: sessions and lines without consequences', () => {
  it('reads sessions', () => {
    const read = (text: string) => parsePostfixLine('smtpd', text)?.event;
    expect(read('connect from h[192.0.2.1]')).toMatchObject({ type: 'session', change: 'connect' });
    expect(read('disconnect from h[192.0.2.1] ehlo=1 mail=2 rcpt=2 data=1/3 commands=6/8')).toMatchObject({
      change: 'disconnect',
      unaccepted: 2,
    });
    expect(read('lost connection after DATA (12 bytes) from h[192.0.2.1]')).toMatchObject({
      change: 'broken',
      stage: 'DATA',
    });
    expect(read('timeout after END-OF-MESSAGE from h[192.0.2.1]')).toMatchObject({ stage: 'END-OF-MESSAGE' });
  });

  it.each([
    ['smtpd', 'Anonymous TLS connection established from h[192.0.2.1]: TLSv1.3 with cipher X (256/256 bits)'],
    ['smtp', 'Untrusted TLS connection established to h[192.0.2.1]:25: TLSv1.2 with cipher X'],
    ['smtp', 'connect to h[192.0.2.1]:25: Connection timed out'],
    ['smtpd', 'SSL_accept error from h[192.0.2.1]: -1'],
    ['smtpd', 'improper command pipelining after EHLO from h[192.0.2.1]: QUIT'],
    ['anvil', 'statistics: max connection rate 1/60s for (smtp:192.0.2.1) at Mar  1 20:45:32'],
    ['scache', 'statistics: start interval Mar  1 20:45:32'],
    ['master', 'daemon started -- version 3.7.11, configuration /etc/postfix'],
    ['master', 'terminating on signal 15'],
    ['postfix-script', 'refreshing the Postfix mail system'],
    ['postscreen', 'CONNECT from [192.0.2.1]:4711 to [192.0.2.9]:25'],
    ['postscreen', 'PASS NEW [192.0.2.1]:4711'],
    ['postscreen', 'DNSBL rank 5 for [192.0.2.1]:4711'],
    ['postscreen', 'cache btree:/var/lib/postfix/cache full cleanup: retained=3 dropped=1 entries'],
    ['dnsblog', 'addr 192.0.2.1 listed by domain zen.example as 127.0.0.2'],
    ['tlsproxy', 'CONNECT from [192.0.2.1]:4711'],
    ['trivial-rewrite', 'table hash:/etc/postfix/transport has changed -- restarting'],
    ['postsuper', 'Deleted: 1 message'],
    ['proxymap', 'table hash:/etc/aliases(0,lock|fold_fix) has changed -- restarting'],
  ])('%s: %s', (daemon, text) => {
    expect(parsePostfixLine(daemon, text)).toEqual({ queueId: null, event: { type: 'info' } });
  });

  it.each([
    ['warning: hostname x does not resolve to address 192.0.2.1', 'warning'],
    ['fatal: no SASL authentication mechanisms', 'fatal'],
    ['panic: myfree: corrupt', 'panic'],
    ['error: open database /etc/aliases.db', 'error'],
  ])('reads %s', (text, level) => {
    expect(parsePostfixLine('smtpd', text)).toEqual({ queueId: null, event: { type: 'diagnostic', level } });
  });

  it.each([
    'something new',
    `${id}: something new`,
    'NOQUEUE: something new',
    '',
    `${id}:`,
    'to=<a@b.c>, relay=x',
  ])('has no rule for %j', (text) => {
    expect(parsePostfixLine('smtpd', text)).toBeNull();
  });
});
