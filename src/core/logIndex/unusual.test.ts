import { describe, expect, it } from 'vitest';
import { LogReader } from '../postfix/logReader.ts';
import { tracedMessages } from '../postfix/tracedMessages.ts';
import type { UnusualThing } from './logOverview.ts';
import { tableOfMessages } from './tableOfMessages.ts';
import { unusualThings } from './unusual.ts';

interface Mail {
  /** Seconds since the first of March. */
  readonly at: number;
  readonly from?: string;
  readonly to?: readonly string[];
  readonly login?: string;
  readonly status?: 'sent' | 'deferred' | 'bounced';
  readonly reply?: string;
}

const two = (value: number): string => String(value).padStart(2, '0');

function stamp(at: number): string {
  const day = Math.floor(at / 86_400) + 1;
  return `Mar ${String(day).padStart(2)} ${two(Math.floor(at / 3600) % 24)}:${two(Math.floor(at / 60) % 60)}:${two(at % 60)}`;
}

let nextId = 0x10000000000;

function linesOf({
  at,
  from = `anna${at % 7}@example.org`,
  to = ['bob@example.net'],
  login,
  status = 'sent',
  reply = '250 Ok',
}: Mail): [number, string][] {
  const id = (nextId += 1).toString(16).toUpperCase();
  const line = (daemon: string, text: string): [number, string] => [
    at,
    `${stamp(at)} mail postfix/${daemon}[1]: ${id}: ${text}`,
  ];
  return [
    line('smtpd', `client=pc.example.org[192.0.2.9]${login === undefined ? '' : `, sasl_username=${login}`}`),
    line('cleanup', `message-id=<${id}@example.org>`),
    line('qmgr', `from=<${from}>, size=900, nrcpt=${to.length} (queue active)`),
    ...to.map((address) =>
      line(
        'smtp',
        `to=<${address}>, relay=mx[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=${status === 'sent' ? '2.0.0' : '4.0.0'}, status=${status} (${reply})`,
      ),
    ),
    ...(status === 'deferred' ? [] : [line('qmgr', 'removed')]),
  ];
}

function unusual(
  mails: readonly Mail[],
  more: readonly [number, string][] = [],
  restarts: readonly string[] = [],
): readonly UnusualThing[] {
  const reader = new LogReader();
  reader.file('mail.log', '2026-04-01');
  const lines = [...mails.flatMap(linesOf), ...more].sort(([a], [b]) => a - b);
  for (const [, line] of lines) reader.line(line);
  const { records } = reader.finish();
  return unusualThings(tableOfMessages(tracedMessages(records, {}), records), restarts);
}

const kinds = (things: readonly UnusualThing[]): string[] => things.map(({ kind }) => kind);
const everyday = Array.from({ length: 300 }, (_, index): Mail => ({ at: index * 1200 }));
const list = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `r${index}@example.com`);

describe('an everyday log', () => {
  it('has nothing unusual', () => {
    expect(unusual(everyday)).toEqual([]);
    expect(unusual([])).toEqual([]);
  });
});

describe('a sender that suddenly sends thousands', () => {
  const burst = (login?: string): Mail[] =>
    Array.from({ length: 60 }, (_, index) => ({
      at: 260_000 + index * 20,
      from: 'carl@example.org',
      to: list(20),
      ...(login === undefined ? {} : { login }),
    }));

  it('is told by login where there is one', () => {
    expect(unusual([...everyday, ...burst('carl')])).toEqual([
      expect.objectContaining({
        kind: 'sender-sends-thousands',
        level: 'problem',
        message: {
          key: 'overview:unusual.sender-sends-thousands',
          values: { sender: 'carl', count: 1200 },
        },
        filter: {
          terms: [{ field: 'sender', value: 'carl@example.org', exclude: false }],
          from: '2026-03-04T00:00:00',
          to: '2026-03-04T01:00:00',
        },
      }),
    ]);
    expect(unusual([...everyday, ...burst()])).toEqual([
      expect.objectContaining({ kind: 'sender-sends-thousands', level: 'warning' }),
    ]);
  });

  it('is not told of who does so every day, nor of fewer', () => {
    const newsletter = [1, 2, 3].map((day): Mail => ({
      at: day * 86_400 + 30_000,
      from: 'news@example.org',
      to: list(1500),
    }));
    expect(unusual([...everyday, ...newsletter])).toEqual([]);
    expect(unusual([...everyday, ...burst('carl').slice(0, 45)])).toEqual([]);
  });
});

describe('a domain that refuses everything', () => {
  const refused = (count: number, senders: number, status: 'bounced' | 'deferred' = 'bounced'): Mail[] =>
    Array.from({ length: count }, (_, index) => ({
      at: 5000 + index * 900,
      from: `s${index % senders}@example.org`,
      to: [`x${index}@dead.example`],
      status,
      reply: '554 5.7.1 rejected',
    }));

  it('is told', () => {
    expect(unusual([...everyday, ...refused(25, 5)])).toEqual([
      expect.objectContaining({
        kind: 'domain-refuses-everything',
        level: 'problem',
        message: {
          key: 'overview:unusual.domain-refuses-everything',
          values: { domain: 'dead.example', count: 25 },
        },
      }),
    ]);
  });

  it('is not when one mail got through, only one sender tries, or it is few', () => {
    const through: Mail = { at: 9000, to: ['ok@dead.example'] };
    expect(unusual([...everyday, ...refused(25, 5), through])).toEqual([]);
    expect(unusual([...everyday, ...refused(25, 1)])).toEqual([]);
    expect(unusual([...everyday, ...refused(19, 5)])).toEqual([]);
  });
});

describe('a full mailbox', () => {
  const full = (count: number): [number, string][] =>
    Array.from({ length: count }, (_, index) => {
      const at = 10_000 + index * 1800;
      return [
        at,
        `${stamp(at)} mail postfix/lmtp[3]: 0FFFFFFFFFF: to=<dora@example.org>, relay=127.0.0.1[127.0.0.1]:2400, delay=9, delays=0/0/0/9, dsn=4.2.2, status=deferred (host 127.0.0.1[127.0.0.1] said: 452 4.2.2 Over quota (in reply to RCPT TO command))`,
      ];
    });

  it('is told when mail comes up against it again and again', () => {
    const [thing] = unusual(everyday, full(12));
    expect(thing).toMatchObject({
      kind: 'quota-repeats',
      message: { values: { recipient: 'dora@example.org', count: 12 } },
    });
    expect(unusual(everyday, full(9))).toEqual([]);
  });
});

describe('a client that is turned away', () => {
  const rejects = (count: number, seconds: number): [number, string][] =>
    Array.from({ length: count }, (_, index) => {
      const at = 36_000 + Math.floor((index * seconds) / count);
      return [
        at,
        `${stamp(at)} mail postfix/smtpd[7]: NOQUEUE: reject: RCPT from bad.example[198.51.100.1]: 554 5.7.1 <u${index}@other.example>: Relay access denied; from=<s${index}@x.example> to=<u${index}@other.example> proto=ESMTP helo=<x>`,
      ];
    });

  it('is told when it is a hundred times within an hour, not within a day', () => {
    expect(kinds(unusual(everyday, rejects(120, 3000)))).toEqual(['many-rejected-from-one-client']);
    expect(kinds(unusual(everyday, rejects(120, 86_000)))).toEqual([]);
  });

  it('is told when it tries many recipients in one mail', () => {
    const guesses = Array.from({ length: 120 }, (_, index): [number, string] => {
      const at = 36_000 + index;
      const [to, from] = [`g${index}@example.org`, 'guess@x.example'];
      return [
        at,
        `${stamp(at)} mail postfix/smtpd[7]: NOQUEUE: reject: RCPT from bad.example[198.51.100.1]: 550 5.1.1 <${to}>: Recipient address rejected: User unknown; from=<${from}> to=<${to}> proto=ESMTP helo=<x>`,
      ];
    });
    const [thing] = unusual(everyday, guesses);
    expect(thing).toMatchObject({
      kind: 'many-rejected-from-one-client',
      message: { values: { count: 120 } },
    });
  });
});

describe('a queue that builds up', () => {
  const waiting = (count: number, from: number): Mail[] =>
    Array.from({ length: count }, (_, index) => ({
      at: from + index * 30,
      to: [`w${index}@slow${index % 50}.example`],
      status: 'deferred',
      reply: 'connect to mx[192.0.2.1]:25: Connection timed out',
    }));

  it('is told when much of the last mail waits', () => {
    const [thing] = unusual([...everyday, ...waiting(150, 350_000)]);
    expect(thing).toMatchObject({
      kind: 'queue-builds-up',
      level: 'warning',
      message: { values: { count: 150 } },
    });
  });

  it('is not when it is little, or was long ago', () => {
    expect(kinds(unusual([...everyday, ...waiting(60, 350_000)]))).toEqual([]);
    expect(kinds(unusual([...everyday, ...waiting(150, 90_000)]))).toEqual([]);
  });
});

describe('a service that restarts', () => {
  const times = (count: number, minutes: number): string[] =>
    Array.from(
      { length: count },
      (_, index) =>
        `2026-03-01T${two(8 + Math.floor((index * minutes) / 60))}:${two((index * minutes) % 60)}:00`,
    );

  it('is told when it does so within an hour', () => {
    expect(unusual(everyday, [], times(4, 10))).toEqual([
      expect.objectContaining({
        kind: 'service-restarts',
        level: 'warning',
        filter: null,
        from: '2026-03-01T08:00:00',
        to: '2026-03-01T08:30:00',
      }),
    ]);
    expect(unusual(everyday, [], times(12, 4))[0]?.level).toBe('problem');
  });

  it('is not when it was updated twice, or restarts every few hours', () => {
    expect(unusual(everyday, [], times(2, 10))).toEqual([]);
    expect(unusual(everyday, [], times(5, 55))).toEqual([]);
  });
});
