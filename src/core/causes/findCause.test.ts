import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causeById, findCause } from './findCause.ts';
import { ownReplies, remoteReplies, withoutCause, type ReplyCase } from './fixtures/replies.ts';

function ask([, dsn, service, reply]: ReplyCase): string | null {
  return findCause({ dsn, reply, service: service ?? undefined });
}

describe('findCause', () => {
  it.each(ownReplies.map((entry) => [entry[3], entry] as const))('our own server: %s', (_, entry) => {
    expect(ask(entry)).toBe(entry[0]);
  });

  it.each(remoteReplies.map((entry) => [entry[3], entry] as const))('other side: %s', (_, entry) => {
    expect(ask(entry)).toBe(entry[0]);
  });

  it.each(withoutCause.map((entry) => [entry[3], entry] as const))('no guess: %s', (_, entry) => {
    expect(ask(entry)).toBeNull();
  });

  it('does not depend on whose address a reply names, and knows the services of this machine', () => {
    const refused = (address: string): string | null =>
      findCause({ dsn: null, reply: `connect to milter service inet:${address}:2500: Connection refused` });
    expect(refused('127.0.0.1')).not.toBeNull();
    const blocked = (address: string): string | null =>
      findCause({
        dsn: '5.7.1',
        reply: `Service unavailable; Client host [${address}] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/${address}`,
        service: 'smtpd',
      });
    expect(blocked('192.0.2.1')).not.toBeNull();
    expect(blocked('198.51.100.250')).toBe(blocked('192.0.2.1'));
  });

  it('never names a cause for what arrived', () => {
    for (const entry of [...ownReplies, ...remoteReplies]) {
      for (const status of ['sent', 'delivered', 'forwarded']) {
        expect(findCause({ dsn: entry[1], reply: entry[3], status })).toBeNull();
      }
    }
  });

  it('prefers the last reply to "expired", which alone says only that time ran out', () => {
    expect(
      findCause({ dsn: '4.2.2', reply: '452 4.2.2 Over quota', status: 'expired', service: 'lmtp' }),
    ).toBe('over-quota');
    expect(findCause({ dsn: null, reply: 'returned to sender', status: 'expired', service: 'qmgr' })).toBe(
      'message-expired',
    );
    expect(findCause({ dsn: null, reply: null, status: 'force-expired' })).toBe('message-expired');
  });

  it('tells the same words of our mailbox service and of a foreign server apart', () => {
    const reply = 'said: 550 5.1.1 User unknown';
    expect(findCause({ dsn: '5.1.1', reply, service: 'lmtp' })).toBe('unknown-user');
    expect(findCause({ dsn: '5.1.1', reply, service: 'postfix-out/smtp' })).toBe('remote-unknown-user');
  });

  it('reads the status code in the text when none is given apart', () => {
    expect(findCause({ dsn: null, reply: 'host mx.example.org[192.0.2.1] said: 550 5.1.1 Sorry' })).toBe(
      'remote-unknown-user',
    );
  });

  it('never throws and only answers with ids it has', () => {
    const word = fc.constantFrom(
      'said: ',
      '550 ',
      '5.1.1 ',
      '<a@b> ',
      'host x[1.2.3.4] ',
      ':2400',
      'rejected, reason: ',
      'over quota',
      '\0',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(word).map((words) => words.join('')),
        ),
        fc.option(fc.string(), { nil: null }),
        fc.option(fc.constantFrom('smtp', 'lmtp', 'smtpd', 'error', 'nonsense', '', '__proto__'), {
          nil: undefined,
        }),
        fc.option(fc.constantFrom('sent', 'deferred', 'bounced', 'expired', ''), { nil: undefined }),
        (reply, dsn, service, status) => {
          const id = findCause({ dsn, reply, service, status });
          expect(id === null || causeById(id)?.id === id).toBe(true);
        },
      ),
    );
  });

  it.each(['host ', 'a', 'x[', '<', '@', 'to a[', '5', '550 5.', ' ', 'name='])(
    'stays linear on a megabyte of "%s"',
    (piece) => {
      const small = time(piece.repeat(Math.ceil(100_000 / piece.length)));
      const large = time(piece.repeat(Math.ceil(1_000_000 / piece.length)));
      // Ten times the text may take ten times as long, with room for a busy machine; quadratic would be a hundred times.
      expect(large).toBeLessThan(Math.max(small * 40, 1500));
    },
  );
});

describe('causeById', () => {
  it('gives the entry, and null for what it does not know', () => {
    expect(causeById('over-quota')).toMatchObject({ id: 'over-quota', whoActs: 'user', waitingHelps: false });
    expect(causeById('toString')).toBeNull();
  });
});

function time(reply: string): number {
  const before = performance.now();
  findCause({ dsn: null, reply });
  return performance.now() - before;
}
