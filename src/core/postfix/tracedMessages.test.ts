import { describe, expect, it } from 'vitest';
import type { TracedMessage, TraceQuery } from './tracedMessage.ts';
import { traceMessages } from './trace.ts';

/** `10:00:00 smtpd[1]: text` -> a traditional line of 1 March from host `mail`, instance `postfix`. */
function lines(text: string, day = 'Mar  1', host = 'mail', instance = 'postfix'): string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [, time = '', rest = ''] = /^\s*(\S+) (.*)$/.exec(line) ?? [];
      return `${day} ${time} ${host} ${instance}/${rest}`;
    });
}

function log(all: readonly string[], file = 'mail.log', reference = '2026-11-23') {
  return { file, reference, lines: all };
}

function trace(all: readonly string[], query: TraceQuery = {}): readonly TracedMessage[] {
  return traceMessages([log(all)], query).messages;
}

/** `address originalAddress status attempts`, a line a recipient. */
function states(message: TracedMessage | undefined): string[] {
  return (message?.recipients ?? []).map(
    ({ address, originalAddress, status, attempts }) =>
      `${address} ${originalAddress ?? '-'} ${status} ${attempts}`,
  );
}

const received = (id: string, from = 'a@b.c', time = '10:00:00'): string => `
  ${time} smtpd[1]: ${id}: client=mx[192.0.2.1]
  ${time} cleanup[2]: ${id}: message-id=<${id}@b.c>
  ${time} qmgr[3]: ${id}: from=<${from}>, size=100, nrcpt=1 (queue active)`;
const delivery = (id: string, to: string, outcome: string, time = '10:00:01', agent = 'smtp[4]'): string =>
  `${time} ${agent}: ${id}: to=<${to}>, relay=mx.y[192.0.2.2]:25, delay=1, delays=0/0/0/1, ${outcome}`;
const sent = 'dsn=2.0.0, status=sent (250 2.0.0 Ok)';
const deferred = 'dsn=4.2.2, status=deferred (host mx.y[192.0.2.2] said: 452 4.2.2 Over quota)';

describe('recipients', () => {
  it('each have their own state', () => {
    const [message] = trace(
      lines(`${received('A1B2C3D4E5')}
      ${delivery('A1B2C3D4E5', 'x@y.z', sent)}
      ${delivery('A1B2C3D4E5', 'p@q.r', deferred)}
      ${delivery('A1B2C3D4E5', 'u@v.w', 'dsn=5.1.1, status=bounced (host said: 550 5.1.1 User unknown)')}`),
    );
    expect(states(message)).toEqual(['x@y.z - delivered 1', 'p@q.r - deferred 1', 'u@v.w - bounced 1']);
    expect(message?.recipients.map(({ cause }) => cause)).toEqual([
      null,
      'remote-over-quota',
      'remote-unknown-user',
    ]);
    expect(message?.complete).toBe(false);
  });

  it('are deferred, then delivered, with both times', () => {
    const [message] = trace(
      lines(`${received('A1B2C3D4E5')}
      ${delivery('A1B2C3D4E5', 'x@y.z', deferred)}
      10:30:00 qmgr[3]: A1B2C3D4E5: from=<a@b.c>, size=100, nrcpt=1 (queue active)
      ${delivery('A1B2C3D4E5', 'X@Y.Z', sent, '10:30:01')}
      10:30:01 qmgr[3]: A1B2C3D4E5: removed`),
    );
    expect(message).toMatchObject({ complete: true, lastSeen: '2026-03-01T10:30:01' });
    expect(message?.recipients).toMatchObject([
      {
        status: 'delivered',
        attempts: 2,
        cause: null,
        firstAttempt: '2026-03-01T10:00:01',
        lastAttempt: '2026-03-01T10:30:01',
      },
    ]);
  });

  it('keep the reason when the mail expires, and the notification is a message of its own', () => {
    const messages = trace(
      lines(`${received('A1B2C3D4E5')}
      ${delivery('A1B2C3D4E5', 'x@y.z', deferred)}
      12:00:00 qmgr[3]: A1B2C3D4E5: from=<a@b.c>, status=expired, returned to sender
      12:00:00 cleanup[2]: B1B2C3D4E5: message-id=<n@mail>
      12:00:00 bounce[5]: A1B2C3D4E5: sender non-delivery notification: B1B2C3D4E5
      12:00:00 qmgr[3]: B1B2C3D4E5: from=<>, size=900, nrcpt=1 (queue active)
      12:00:00 qmgr[3]: A1B2C3D4E5: removed
      ${delivery('B1B2C3D4E5', 'a@b.c', sent, '12:00:01')}
      12:00:01 qmgr[3]: B1B2C3D4E5: removed`),
    );
    expect(messages.map(({ queueIds, sender, complete }) => [queueIds, sender, complete])).toEqual([
      [['A1B2C3D4E5'], 'a@b.c', true],
      [['B1B2C3D4E5'], '', true],
    ]);
    expect(messages[0]?.recipients).toMatchObject([
      { status: 'expired', dsn: '4.2.2', cause: 'remote-over-quota' },
    ]);
  });

  it('are told apart by their address before aliases', () => {
    const [message] = trace(
      lines(`${received('A1B2C3D4E5')}
      10:00:01 lmtp[4]: A1B2C3D4E5: to=<j@y.z>, orig_to=<one@y.z>, relay=l, delay=1, dsn=2.1.5, status=sent (250 ok)
      10:00:01 lmtp[4]: A1B2C3D4E5: to=<j@y.z>, orig_to=<two@y.z>, relay=l, delay=1, dsn=4.2.2, status=deferred (x)`),
    );
    expect(states(message)).toEqual(['j@y.z one@y.z delivered 1', 'j@y.z two@y.z deferred 1']);
  });
});

describe('notifications', () => {
  it('of delay and to the postmaster are messages of their own', () => {
    const result = traceMessages(
      [
        log(
          lines(`${received('A1B2C3D4E5')}
          ${delivery('A1B2C3D4E5', 'x@y.z', deferred)}
          14:00:00 cleanup[2]: B1B2C3D4E5: message-id=<n@mail>
          14:00:00 bounce[5]: A1B2C3D4E5: sender delay notification: B1B2C3D4E5
          14:00:00 qmgr[3]: B1B2C3D4E5: from=<>, size=900, nrcpt=1 (queue active)
          14:00:00 qmgr[3]: B1B2C3D4E5: removed
          15:00:00 cleanup[2]: C1B2C3D4E5: message-id=<p@mail>
          15:00:00 bounce[5]: A1B2C3D4E5: postmaster non-delivery notification: C1B2C3D4E5`),
        ),
      ],
      {},
    );
    expect(result.messages.map(({ queueIds }) => queueIds)).toEqual([
      ['A1B2C3D4E5'],
      ['B1B2C3D4E5'],
      ['C1B2C3D4E5'],
    ]);
    expect(result.notes.map(({ notificationFor }) => notificationFor)).toEqual([
      null,
      'A1B2C3D4E5',
      'A1B2C3D4E5',
    ]);
  });
});

describe('mail handed on inside the logs', () => {
  const filter = 'relay=127.0.0.1[127.0.0.1]:10024, delay=2, delays=0/0/0/2, dsn=2.0.0, status=sent';
  const throughFilter = (end: string): string[] =>
    lines(`${received('A1B2C3D4E5')}
      10:00:01 smtpd[9]: B1B2C3D4E5: client=localhost[127.0.0.1]
      10:00:01 cleanup[2]: B1B2C3D4E5: message-id=<A1B2C3D4E5@b.c>
      10:00:01 qmgr[3]: B1B2C3D4E5: from=<a@b.c>, size=300, nrcpt=1 (queue active)
      ${end}
      10:00:02 smtp[4]: A1B2C3D4E5: to=<x@y.z>, orig_to=<alias@y.z>, ${filter} (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as B1B2C3D4E5)
      10:00:02 qmgr[3]: A1B2C3D4E5: removed`);

  it('is one message, even when the second half ends before the first is logged', () => {
    const messages = trace(
      throughFilter(`10:00:01 lmtp[4]: B1B2C3D4E5: to=<x@y.z>, relay=l, delay=0.1, dsn=2.1.5, status=sent (250 2.1.5 Ok [y.z!user.x () 4])
      10:00:01 qmgr[3]: B1B2C3D4E5: removed`),
    );
    expect(messages).toMatchObject([
      {
        queueIds: ['A1B2C3D4E5', 'B1B2C3D4E5'],
        client: 'mx[192.0.2.1]',
        size: 100,
        complete: true,
        recipients: [
          { address: 'x@y.z', originalAddress: 'alias@y.z', status: 'delivered', mailbox: { imapUid: 4 } },
        ],
      },
    ]);
    expect(states(messages[0])).toEqual(['x@y.z alias@y.z delivered 1']);
    expect(messages[0]?.evidence).toHaveLength(10);
  });

  it('carries the last known state', () => {
    expect(states(trace(throughFilter(delivery('B1B2C3D4E5', 'x@y.z', deferred)))[0])).toEqual([
      'x@y.z alias@y.z deferred 1',
    ]);
    const [waiting] = trace(throughFilter(''));
    expect(states(waiting)).toEqual(['x@y.z alias@y.z queued 1']);
    expect(waiting?.complete).toBe(false);
  });

  it('is delivered to the next server when that one is not in the logs', () => {
    const [message] = trace(
      lines(`${received('A1B2C3D4E5')}
      ${delivery('A1B2C3D4E5', 'x@y.z', 'dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4Xk2Fz1b2Cz9rT4)')}`),
    );
    expect(states(message)).toEqual(['x@y.z - delivered 1']);
  });

  it('takes over a recipient that a filter renames', () => {
    const [message] = trace(throughFilter(delivery('B1B2C3D4E5', 'new@y.z', sent)));
    expect(states(message)).toEqual(['new@y.z alias@y.z delivered 1']);
  });

  it('is one message over two servers when the message-ID agrees', () => {
    const first = lines(`${received('A1B2C3D4E5')}
      ${delivery('A1B2C3D4E5', 'x@y.z', 'dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as B1B2C3D4E5)')}
      10:00:01 qmgr[3]: A1B2C3D4E5: removed`);
    const second = (messageId: string): string[] =>
      lines(
        `10:00:01 smtpd[1]: B1B2C3D4E5: client=mail[192.0.2.1]
        10:00:01 cleanup[2]: B1B2C3D4E5: message-id=<${messageId}>
        10:00:01 qmgr[3]: B1B2C3D4E5: from=<a@b.c>, size=100, nrcpt=1 (queue active)
        ${delivery('B1B2C3D4E5', 'x@y.z', deferred, '10:00:02')}`,
        'Mar  1',
        'inner',
      );
    const same = traceMessages([log(first, 'a'), log(second('A1B2C3D4E5@b.c'), 'b')], {});
    expect(same.messages.map(states)).toEqual([['x@y.z - deferred 1']]);
    expect(same.notes[0]?.hosts).toEqual(['mail', 'inner']);
    const other = traceMessages([log(first, 'a'), log(second('other@b.c'), 'b')], {});
    expect(other.messages.map(states)).toEqual([['x@y.z - delivered 1'], ['x@y.z - deferred 1']]);
  });

  it('keeps the forwarded address and adds the new one', () => {
    const messages = trace(
      lines(`${received('A1B2C3D4E5')}
      10:00:01 cleanup[2]: B1B2C3D4E5: message-id=<A1B2C3D4E5@b.c>
      10:00:01 qmgr[3]: B1B2C3D4E5: from=<a@b.c>, size=200, nrcpt=1 (queue active)
      10:00:01 local[4]: A1B2C3D4E5: to=<team@y.z>, relay=local, delay=1, dsn=2.0.0, status=sent (forwarded as B1B2C3D4E5)
      10:00:01 qmgr[3]: A1B2C3D4E5: removed
      10:00:02 smtp[4]: B1B2C3D4E5: to=<bob@q.r>, orig_to=<team@y.z>, relay=mx, delay=1, dsn=2.0.0, status=sent (250 ok)
      10:00:02 qmgr[3]: B1B2C3D4E5: removed`),
    );
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ queueIds: ['A1B2C3D4E5', 'B1B2C3D4E5'], complete: true });
    expect(states(messages[0])).toEqual(['team@y.z - forwarded 1', 'bob@q.r team@y.z delivered 1']);
  });

  it('is delivered when local delivers and forwards for one address', () => {
    const [message] = trace(
      lines(`${received('A1B2C3D4E5')}
      10:00:01 local[4]: A1B2C3D4E5: to=<x@y.z>, relay=local, delay=1, dsn=2.0.0, status=sent (delivered to mailbox)
      10:00:01 local[4]: A1B2C3D4E5: to=<x@y.z>, relay=local, delay=1, dsn=2.0.0, status=sent (forwarded as B1B2C3D4E5)`),
    );
    expect(states(message)).toEqual(['x@y.z - delivered 1']);
  });

  it('goes on under a new queue ID after postsuper -r', () => {
    const messages = trace(
      lines(`${received('A1B2C3D4E5')}
      ${delivery('A1B2C3D4E5', 'x@y.z', deferred)}
      11:00:00 postsuper[8]: A1B2C3D4E5: requeued
      11:00:01 pickup[7]: B1B2C3D4E5: uid=89 from=<a@b.c> orig_id=A1B2C3D4E5
      11:00:01 cleanup[2]: B1B2C3D4E5: message-id=<A1B2C3D4E5@b.c>
      11:00:01 qmgr[3]: B1B2C3D4E5: from=<a@b.c>, size=100, nrcpt=1 (queue active)
      ${delivery('B1B2C3D4E5', 'x@y.z', sent, '11:00:02')}
      11:00:02 qmgr[3]: B1B2C3D4E5: removed`),
    );
    expect(messages).toMatchObject([{ queueIds: ['A1B2C3D4E5', 'B1B2C3D4E5'], complete: true }]);
    expect(states(messages[0])).toEqual(['x@y.z - delivered 1']);
  });

  it('is one message when a filter pipes it back without naming the queue ID', () => {
    const messages = trace(
      lines(`${received('A1B2C3D4E5')}
      10:00:01 pickup[7]: B1B2C3D4E5: uid=500 from=<a@b.c>
      10:00:01 cleanup[2]: B1B2C3D4E5: message-id=<A1B2C3D4E5@b.c>
      10:00:01 qmgr[3]: B1B2C3D4E5: from=<a@b.c>, size=120, nrcpt=1 (queue active)
      10:00:01 pipe[4]: A1B2C3D4E5: to=<x@y.z>, relay=filter, delay=1, dsn=2.0.0, status=sent (delivered via filter service)
      10:00:01 qmgr[3]: A1B2C3D4E5: removed
      ${delivery('B1B2C3D4E5', 'x@y.z', deferred, '10:00:02')}
      17:00:00 pickup[7]: C1B2C3D4E5: uid=500 from=<a@b.c>
      17:00:00 cleanup[2]: C1B2C3D4E5: message-id=<A1B2C3D4E5@b.c>
      ${delivery('C1B2C3D4E5', 'x@y.z', sent, '17:00:02')}`),
    );
    expect(messages.map(({ queueIds }) => queueIds)).toEqual([['A1B2C3D4E5', 'B1B2C3D4E5'], ['C1B2C3D4E5']]);
    expect(messages.map(states)).toEqual([['x@y.z - deferred 1'], ['x@y.z - delivered 1']]);
  });

  it('keeps the delivery when a pipe also sends the mail to somebody else', () => {
    const messages = trace(
      lines(`${received('A1B2C3D4E5')}
      10:00:01 pickup[7]: B1B2C3D4E5: uid=500 from=<a@b.c>
      10:00:01 cleanup[2]: B1B2C3D4E5: message-id=<A1B2C3D4E5@b.c>
      10:00:01 pipe[4]: A1B2C3D4E5: to=<x@y.z>, relay=dovecot, delay=1, dsn=2.0.0, status=sent (delivered via dovecot service)
      ${delivery('B1B2C3D4E5', 'other@q.r', deferred, '10:00:02')}`),
    );
    expect(messages.map(states)).toEqual([['x@y.z - delivered 1'], ['other@q.r - deferred 1']]);
  });

  it('survives mail that claims to be handed on in a ring', () => {
    const messages = trace(
      lines(`${received('A1B2C3D4E5')}
      ${received('B1B2C3D4E5')}
      ${delivery('A1B2C3D4E5', 'x@y.z', 'dsn=2.0.0, status=sent (250 Ok: queued as B1B2C3D4E5)')}
      ${delivery('B1B2C3D4E5', 'x@y.z', 'dsn=2.0.0, status=sent (250 Ok: queued as A1B2C3D4E5)')}`),
    );
    expect(messages.map(({ queueIds }) => queueIds)).toEqual([['A1B2C3D4E5', 'B1B2C3D4E5']]);
  });
});

describe('queue IDs', () => {
  const whole = (id: string, to: string, time: string): string => `${received(id, 'a@b.c', time)}
    ${delivery(id, to, sent, time)}
    ${time} qmgr[3]: ${id}: removed`;

  it('used again are other messages', () => {
    const messages = trace(
      lines(`${whole('A1B2C3D4E5', 'x@y.z', '10:00:00')}
      ${whole('A1B2C3D4E5', 'p@q.r', '17:00:00')}`),
    );
    expect(messages.map(states)).toEqual([['x@y.z - delivered 1'], ['p@q.r - delivered 1']]);
  });

  it('used again without a logged end are other messages when they are given out anew', () => {
    const messages = trace(lines(`${received('A1B2C3D4E5')}\n${whole('A1B2C3D4E5', 'p@q.r', '17:00:00')}`));
    expect(messages.map(({ complete }) => complete)).toEqual([false, true]);
  });

  it('of a late delivery line stay with the removed message', () => {
    const messages = trace(
      lines(`${received('A1B2C3D4E5')}
      10:00:01 qmgr[3]: A1B2C3D4E5: removed
      ${delivery('A1B2C3D4E5', 'x@y.z', sent, '10:00:09', 'local[4]')}`),
    );
    expect(messages.map(states)).toEqual([['x@y.z - delivered 1']]);
  });

  it('of two hosts or two instances are two messages', () => {
    const one = whole('A1B2C3D4E5', 'x@y.z', '10:00:00');
    const hosts = trace([...lines(one), ...lines(one, 'Mar  1', 'other')]);
    expect(hosts).toHaveLength(2);
    const instances = trace([...lines(one), ...lines(one, 'Mar  1', 'mail', 'postfix-out')]);
    expect(instances.map(states)).toEqual([['x@y.z - delivered 1'], ['x@y.z - delivered 1']]);
  });

  it('of one queue stay together when a service has its own name', () => {
    const text = received('A1B2C3D4E5').trim().split('\n');
    const messages = trace([
      ...lines(text[0] ?? '', 'Mar  1', 'mail', 'mailout'),
      ...lines(text.slice(1).join('\n')),
      ...lines(delivery('A1B2C3D4E5', 'x@y.z', sent, '10:00:01', 'relay/smtp[4]')),
    ]);
    expect(messages).toMatchObject([{ client: 'mx[192.0.2.1]', sender: 'a@b.c' }]);
    expect(states(messages[0])).toEqual(['x@y.z - delivered 1']);
  });

  it('of messages with one message-ID are all found by it', () => {
    const text = whole('A1B2C3D4E5', 'x@y.z', '10:00:00');
    const twice = lines(text + text.replaceAll('A1B2C3D4E5:', 'B1B2C3D4E5:'));
    expect(trace(twice, { messageId: '<A1B2C3D4E5@b.c>' })).toHaveLength(2);
  });
});

describe('a log that shows only a part', () => {
  it('is not complete, but shows what it can', () => {
    const [begins] = trace(
      lines(`${delivery('A1B2C3D4E5', 'x@y.z', sent)}\n10:00:02 qmgr[3]: A1B2C3D4E5: removed`),
    );
    expect(begins).toMatchObject({ complete: false, sender: null, client: null, messageId: null });
    expect(states(begins)).toEqual(['x@y.z - delivered 1']);
    const result = traceMessages([log(lines(received('A1B2C3D4E5')))], {});
    expect(result.messages).toMatchObject([{ complete: false, recipients: [] }]);
    expect(result.notes).toMatchObject([{ beginMissing: false, endMissing: true }]);
  });

  it('is put together over files in any order, also when lines of one second are mixed up', () => {
    const all = lines(`${received('A1B2C3D4E5')}
      ${delivery('A1B2C3D4E5', 'x@y.z', sent, '10:00:00')}
      10:00:00 qmgr[3]: A1B2C3D4E5: removed`);
    const [old, young] = [log(all.slice(0, 3), 'mail.log.1'), log(all.slice(3), 'mail.log')];
    const forward = traceMessages([old, young], {});
    expect(forward.messages).toMatchObject([{ complete: true }]);
    expect(traceMessages([young, old], {})).toEqual(forward);
    const mixed = trace([...all].reverse());
    expect(mixed).toMatchObject([{ complete: true, sender: 'a@b.c', recipients: [{ status: 'delivered' }] }]);
  });

  it('counts lines once that a second file repeats', () => {
    const all = lines(`${received('A1B2C3D4E5')}\n${delivery('A1B2C3D4E5', 'x@y.z', deferred)}`);
    const { messages } = traceMessages([log(all, 'mail.log'), log(all, 'mail.info')], {});
    expect(messages.map(states)).toEqual([['x@y.z - deferred 1']]);
  });
});

describe('mail that was turned away or given up', () => {
  const reject = (to: string, from = 'a@b.c', time = '10:00:00'): string =>
    `${time} smtpd[1]: NOQUEUE: reject: RCPT from mx[192.0.2.1]: 550 5.1.1 <${to}>: Recipient address rejected: User unknown in virtual mailbox table; from=<${from}> to=<${to}> proto=ESMTP helo=<mx>`;

  it('without a queue ID is one message an attempt', () => {
    const messages = trace(
      lines(`10:00:00 smtpd[1]: connect from mx[192.0.2.1]
      ${reject('x@y.z')}
      ${reject('p@y.z')}
      ${reject('x@y.z', 'other@b.c')}
      10:00:01 smtpd[1]: disconnect from mx[192.0.2.1]
      10:00:05 smtpd[1]: connect from mx[192.0.2.1]
      ${reject('x@y.z', 'a@b.c', '10:00:05')}`),
    );
    expect(
      messages.map((message) => [message.queueIds, message.sender, message.client, states(message)]),
    ).toEqual([
      [[], 'a@b.c', 'mx[192.0.2.1]', ['x@y.z - rejected 1', 'p@y.z - rejected 1']],
      [[], 'other@b.c', 'mx[192.0.2.1]', ['x@y.z - rejected 1']],
      [[], 'a@b.c', 'mx[192.0.2.1]', ['x@y.z - rejected 1']],
    ]);
    expect(messages[0]).toMatchObject({
      complete: true,
      messageId: null,
      recipients: [
        { dsn: '5.1.1', cause: 'unknown-user', relay: null, firstAttempt: '2026-03-01T10:00:00' },
        {},
      ],
    });
  });

  it('keeps a refused recipient beside the accepted one', () => {
    const [message] = trace(
      lines(`10:00:00 smtpd[1]: A1B2C3D4E5: client=mx[192.0.2.1]
      ${reject('x@y.z').replace('NOQUEUE', 'A1B2C3D4E5')}
      10:00:00 cleanup[2]: A1B2C3D4E5: message-id=<m@b.c>
      10:00:00 qmgr[3]: A1B2C3D4E5: from=<a@b.c>, size=100, nrcpt=1 (queue active)
      ${delivery('A1B2C3D4E5', 'p@y.z', sent)}`),
    );
    expect(states(message)).toEqual(['x@y.z - rejected 1', 'p@y.z - delivered 1']);
  });

  it('is not rejected by a warning', () => {
    expect(trace(lines(reject('x@y.z').replace('reject:', 'reject_warning:')))).toEqual([]);
  });

  it('is marked when the sender went away', () => {
    const { messages, notes } = traceMessages(
      [
        log(
          lines(`10:00:00 smtpd[1]: A1B2C3D4E5: client=mx[192.0.2.1]
          10:00:09 smtpd[1]: lost connection after RCPT from mx[192.0.2.1]
          10:01:00 smtpd[1]: B1B2C3D4E5: client=mx[192.0.2.1]
          10:01:00 cleanup[2]: B1B2C3D4E5: message-id=<m@b.c>
          10:02:00 smtpd[1]: timeout after DATA (712 bytes) from mx[192.0.2.1]
          10:03:00 smtpd[1]: C1B2C3D4E5: client=mx[192.0.2.1]
          10:03:00 cleanup[2]: C1B2C3D4E5: message-id=<m2@b.c>
          10:03:00 smtpd[1]: disconnect from mx[192.0.2.1] mail=1 rcpt=1 data=1 quit=1 commands=4`),
        ),
      ],
      {},
    );
    expect(notes.map(({ aborted }) => aborted)).toEqual([true, true, false]);
    expect(messages.map(({ complete, recipients }) => [complete, recipients.length])).toEqual([
      [true, 0],
      [true, 0],
      [false, 0],
    ]);
    expect(messages[0]?.evidence.at(-1)?.text).toContain('lost connection');
  });

  it('is rejected as a whole by a milter', () => {
    const [message] = trace(
      lines(`10:00:00 smtpd[1]: A1B2C3D4E5: client=mx[192.0.2.1]
      10:00:00 cleanup[2]: A1B2C3D4E5: message-id=<m@b.c>
      10:00:00 cleanup[2]: A1B2C3D4E5: milter-reject: END-OF-MESSAGE from mx[192.0.2.1]: 5.7.1 Spam; from=<a@b.c> to=<x@y.z> proto=ESMTP helo=<mx>`),
    );
    expect(message).toMatchObject({ complete: true, sender: 'a@b.c' });
    expect(states(message)).toEqual(['x@y.z - rejected 1']);
  });
});

describe('mail in other hands', () => {
  const held = `${received('A1B2C3D4E5')}
    ${delivery('A1B2C3D4E5', 'x@y.z', deferred)}
    10:10:00 postsuper[8]: A1B2C3D4E5: placed on hold`;

  it('is held, released, delivered', () => {
    expect(states(trace(lines(held))[0])).toEqual(['x@y.z - held 1']);
    const released = `${held}\n10:20:00 postsuper[8]: A1B2C3D4E5: released from hold`;
    expect(states(trace(lines(released))[0])).toEqual(['x@y.z - deferred 1']);
    const done = `${released}\n${delivery('A1B2C3D4E5', 'x@y.z', sent, '10:30:00')}`;
    expect(states(trace(lines(done))[0])).toEqual(['x@y.z - delivered 2']);
  });

  it('is held or discarded before it has a queue ID', () => {
    const decided = (action: string): string[] =>
      lines(`10:00:00 smtpd[1]: NOQUEUE: ${action}: RCPT from mx[192.0.2.1]: <x@y.z>: Recipient address wait; from=<a@b.c> to=<x@y.z> proto=ESMTP helo=<mx>
      10:00:00 smtpd[1]: A1B2C3D4E5: client=mx[192.0.2.1]
      10:00:00 cleanup[2]: A1B2C3D4E5: message-id=<m@b.c>
      10:00:00 smtpd[1]: disconnect from mx[192.0.2.1] data=1 commands=4`);
    const [waiting] = trace(decided('hold'));
    expect(waiting).toMatchObject({ queueIds: ['A1B2C3D4E5'], sender: 'a@b.c', complete: false });
    expect(states(waiting)).toEqual(['x@y.z - held 0']);
    const [gone] = trace(decided('discard'));
    expect(gone?.complete).toBe(true);
    expect(states(gone)).toEqual(['x@y.z - discarded 0']);
  });

  it('is discarded when the administrator deletes it, unless a delivery under way succeeds', () => {
    const deleted = `${received('A1B2C3D4E5')}
      ${delivery('A1B2C3D4E5', 'x@y.z', deferred)}
      10:10:00 postsuper[8]: A1B2C3D4E5: removed`;
    const [message] = trace(lines(deleted));
    expect(message).toMatchObject({
      complete: true,
      recipients: [{ status: 'discarded', cause: 'deleted-by-admin' }],
    });
    const during = `${deleted}\n${delivery('A1B2C3D4E5', 'x@y.z', sent, '10:10:20')}`;
    expect(trace(lines(during)).map(states)).toEqual([['x@y.z - delivered 2']]);
  });

  it('is discarded by the discard transport and by a filter that says so', () => {
    const [first, second] = trace(
      lines(`${received('A1B2C3D4E5')}
      ${delivery('A1B2C3D4E5', 'x@y.z', 'dsn=2.0.0, status=sent (unwanted)', '10:00:01', 'discard[4]')}
      ${received('B1B2C3D4E5')}
      ${delivery('B1B2C3D4E5', 'x@y.z', 'dsn=2.7.0, status=sent (250 2.7.0 Ok, discarded, id=1-05 - spam)')}`),
    );
    expect([...states(first), ...states(second)]).toEqual(['x@y.z - discarded 1', 'x@y.z - discarded 1']);
  });
});

describe('queries', () => {
  const all = lines(`${received('A1B2C3D4E5')}
    10:00:01 lmtp[4]: A1B2C3D4E5: to=<j@y.z>, orig_to=<alias@y.z>, relay=l, delay=1, dsn=2.1.5, status=sent (250 ok)
    ${received('B1B2C3D4E5', '', '12:00:00')}
    ${delivery('B1B2C3D4E5', 'p@q.r', sent, '12:00:01')}`);

  it.each([
    [{ recipient: 'J@Y.Z' }, ['A1B2C3D4E5']],
    [{ recipient: '<Alias@y.z>' }, ['A1B2C3D4E5']],
    [{ recipient: 'y.z' }, []],
    [{ sender: 'A@b.c' }, ['A1B2C3D4E5']],
    [{ sender: '' }, ['B1B2C3D4E5']],
    [{ sender: '<>' }, ['B1B2C3D4E5']],
    [{ messageId: '<A1B2C3D4E5@b.c>' }, ['A1B2C3D4E5']],
    [{ messageId: 'B1B2C3D4E5@b.c' }, ['B1B2C3D4E5']],
    [{ queueId: 'b1b2c3d4e5' }, ['B1B2C3D4E5']],
    [{ since: '2026-03-01T10:00:02' }, ['B1B2C3D4E5']],
    [{ since: '2026-03-01T10:00:01', until: '2026-03-01T11:00:00' }, ['A1B2C3D4E5']],
    [{ since: '2026-03-01', until: '2026-03-01' }, ['A1B2C3D4E5', 'B1B2C3D4E5']],
    [{ until: '2026-02-28' }, []],
    [{ since: '2026-03-01T12:00:01+01:00' }, ['B1B2C3D4E5']],
    [{}, ['A1B2C3D4E5', 'B1B2C3D4E5']],
  ])('%j', (query, ids) => {
    expect(trace(all, query).flatMap(({ queueIds }) => queueIds)).toEqual(ids);
  });
});

describe('what the logs cover', () => {
  it('is told a file, with what was not ours and not understood', () => {
    const { input, coverage } = traceMessages(
      [
        log([
          ...lines(received('A1B2C3D4E5')),
          'Mar  1 10:00:02 mail cyrus/lmtp[5]: Delivered: <m@b.c> to mailbox: y.z!user.x',
          'Mar  1 10:00:03 mail cyrus/master[6]: process started',
          'Mar  1 10:00:04 mail dovecot: imap-login: Login',
          'Mar  1 10:00:05 mail postfix/smtpd[1]: words nobody knows',
          '',
          'no log line',
          'Mar  1 10:00:06 mail postfix/smtpd[1]: message repeated 2 times: [ warning: x]',
          'Mar  1 10:00:07 mail last message repeated 2 times',
        ]),
      ],
      {},
    );
    expect(input).toEqual({ lines: 10, understood: 5, foreign: 4, notUnderstood: 1 });
    expect(coverage).toEqual({
      files: [{ file: 'mail.log', first: '2026-03-01T10:00:00', last: '2026-03-01T10:00:07', counts: input }],
      notUnderstoodSamples: [
        { file: 'mail.log', line: 7, text: 'Mar  1 10:00:05 mail postfix/smtpd[1]: words nobody knows' },
      ],
      foreignPrograms: [
        { program: '', count: 1 },
        { program: 'cyrus/lmtp', count: 1 },
        { program: 'cyrus/master', count: 1 },
        { program: 'dovecot', count: 1 },
      ],
    });
  });
});
