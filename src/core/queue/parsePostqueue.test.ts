import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../recognise/testAnyText.ts';
import { stripAnsi, textLines } from '../recognise/textLines.ts';
import { parsePostqueue } from './parsePostqueue.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const now = new Date('2026-11-23T01:00:00Z');

describe('postqueue -p', () => {
  it('reads the over-quota example of the BlueMind documentation', () => {
    const listing = parsePostqueue(fixture('bluemind4-over-quota.txt'), new Date('2017-03-03T00:00:00Z'));
    expect(listing.items).toEqual([
      {
        queueId: '4E4D83AF8E',
        queue: 'deferred',
        size: 943,
        arrival: '2017-03-02T07:10:58',
        sender: 'full@bluemind.net',
        recipients: [
          {
            address: 'full@bluemind.net',
            reason:
              'host 192.168.124.72[192.168.124.72] said: 452 4.2.2 Over quota SESSIONID=<cyrus-4311-1488438658-1> (in reply to RCPT TO command)',
            cause: 'over-quota',
          },
        ],
        forcedExpire: false,
        line: 3,
      },
    ]);
    expect(listing.notUnderstood).toEqual([]);
    expect(listing.yearDoubtful).toBe(false);
    expect(listing.cutOff).toBe(true);
  });

  it('says when the weekday contradicts the year', () => {
    const listing = parsePostqueue(fixture('bluemind4-over-quota.txt'), now);
    expect(listing.items[0]?.arrival).toBe('2026-03-02T07:10:58');
    expect(listing.yearDoubtful).toBe(true);
  });

  it('reads every mark, the null sender, several reasons and the closing line', () => {
    const listing = parsePostqueue(fixture('postfix-3.7-composed.txt'), now);
    expect(listing.items.map(({ queueId, queue, sender }) => [queueId, queue, sender])).toEqual([
      ['9C1B2201A7', 'active', 'john@domain.net'],
      ['0A11B201C4', 'hold', 'news@domain.net'],
      ['3F00D2017B', 'deferred', ''],
      ['77AA12018F', 'unknown', '"odd name"@domain.net'],
    ]);
    const timedOut = 'connect to mx.elsewhere.example[203.0.113.9]:25: Connection timed out';
    expect(listing.items[2]?.recipients.map(({ address, reason }) => [address, reason])).toEqual([
      ['one@elsewhere.example', timedOut],
      ['two@elsewhere.example', timedOut],
      ['three@elsewhere.example', null],
      [
        '"full box"@domain.net',
        'host 10.0.0.5[10.0.0.5] said: 452 4.2.2 Over quota (in reply to RCPT TO command)',
      ],
    ]);
    expect(listing.items[2]?.recipients[3]?.cause).toBe('over-quota');
    expect(listing.items[3]?.forcedExpire).toBe(true);
    expect(listing.messages).toEqual([
      { level: 'warning', text: 'Mail system is down -- accessing queue directly', line: 1 },
    ]);
    expect(listing.total).toEqual({ kbytes: 42, requests: 4 });
    expect(listing.cutOff).toBe(false);
    expect(listing.yearDoubtful).toBe(false);
    expect(listing.notUnderstood).toEqual([]);
  });

  it('reads long queue IDs, last year and 29 February', () => {
    const listing = parsePostqueue(
      fixture('postfix-3.7-long-ids-composed.txt'),
      new Date('2026-01-02T00:00:00Z'),
    );
    expect(listing.items.map(({ queueId, queue, arrival }) => [queueId, queue, arrival])).toEqual([
      ['4dFJ2x1k3Bz3xyQ', 'active', '2025-12-28T23:59:59'],
      ['4dFJ2y0Wqrz3xyR', 'deferred', '2024-02-29T12:00:00'],
    ]);
    expect(listing.items[1]?.recipients[0]?.address).toBe('root');
  });

  it('tells an empty queue from an empty text', () => {
    expect(parsePostqueue('Mail queue is empty\n', now)).toMatchObject({
      saysEmpty: true,
      cutOff: false,
      items: [],
    });
    expect(parsePostqueue('', now)).toMatchObject({ saysEmpty: false, format: 'none', items: [] });
  });

  it('reports a fatal error of the tool', () => {
    const listing = parsePostqueue('postqueue: fatal: Queue report unavailable - mail system is down\n', now);
    expect(listing.messages).toEqual([
      { level: 'fatal', text: 'Queue report unavailable - mail system is down', line: 1 },
    ]);
    expect(listing.format).toBe('none');
  });

  it('sees a listing that ends in the middle', () => {
    const whole = fixture('postfix-3.7-composed.txt');
    expect(parsePostqueue(whole.slice(0, whole.indexOf('-- 42')), now).cutOff).toBe(true);
    expect(parsePostqueue(whole.slice(0, whole.indexOf(' to RCPT TO')), now).cutOff).toBe(true);
    expect(parsePostqueue(whole.slice(whole.indexOf('0A11B201C4')), now).cutOff).toBe(true);
  });

  it('reads Windows line ends and colours', () => {
    const text = fixture('postfix-3.7-composed.txt')
      .replaceAll('\n', '\r\n')
      .replace('9C1B2201A7', '\u001b[1m9C1B2201A7\u001b[0m');
    expect(parsePostqueue(text, now).items).toHaveLength(4);
  });

  it('hands back what it does not know', () => {
    const listing = parsePostqueue('what is this line\nMail queue is empty\n', now);
    expect(listing.notUnderstood).toEqual([{ line: 1, text: 'what is this line' }]);
  });
});

describe('postqueue -j', () => {
  const expected = [
    ['4E4D83AF8E', 'deferred', '2017-03-02T07:10:58Z', 'full@bluemind.net', 943],
    ['9C1B2201A7', 'active', '2026-11-23T00:50:01Z', '', 1200],
  ];
  const summary = (text: string): unknown =>
    parsePostqueue(text, now).items.map(({ queueId, queue, arrival, sender, size }) => [
      queueId,
      queue,
      arrival,
      sender,
      size,
    ]);

  it('reads one object a line', () => {
    const listing = parsePostqueue(fixture('postfix-3.7-composed.json.txt'), now);
    expect(summary(fixture('postfix-3.7-composed.json.txt'))).toEqual(expected);
    expect(listing.items[0]?.recipients[0]?.cause).toBe('over-quota');
    expect(listing.items[1]?.recipients.map(({ address, reason }) => [address, reason])).toEqual([
      ['anna@elsewhere.example', null],
      ['"a {b} \\" c"@elsewhere.example', null],
    ]);
    expect(listing.notUnderstood).toEqual([]);
  });

  it('reads arrays, glued and spread-out objects', () => {
    const lines = fixture('postfix-3.7-composed.json.txt').trim().split('\n');
    expect(summary(lines.join(''))).toEqual(expected);
    expect(summary(`[${lines.join(',\n')}]`)).toEqual(expected);
    expect(
      summary(
        JSON.stringify(
          lines.map((line) => JSON.parse(line) as unknown),
          null,
          2,
        ),
      ),
    ).toEqual(expected);
  });

  it('keeps the rest of a listing that is cut off', () => {
    const whole = fixture('postfix-3.7-composed.json.txt');
    const listing = parsePostqueue(whole.slice(0, -60), now);
    expect(listing.items).toHaveLength(1);
    expect(listing.cutOff).toBe(true);
    expect(listing.notUnderstood).toHaveLength(1);
  });
});

describe('what Postfix 3.7.11 really printed', () => {
  // Both taken from one queue on a server in UTC; `-p` while Postfix was stopped.
  const listed = parsePostqueue(fixture('postfix-3.7.11-captured.txt'), now);
  const json = parsePostqueue(fixture('postfix-3.7.11-captured.json.txt'), now);

  it('is the same in both forms', () => {
    const plain = (listing: typeof listed): unknown =>
      listing.items.map((entry) => ({
        ...entry,
        line: 0,
        arrival: entry.arrival?.replace('Z', ''),
      }));
    expect(plain(listed)).toEqual(plain(json));
    expect(listed.items.map(({ queue, sender }) => [queue, sender])).toEqual([
      ['deferred', ''],
      ['deferred', 'john@domain.net'],
      ['hold', 'john@domain.net'],
    ]);
    expect(listed.items[1]?.recipients.map(({ address, cause }) => [address, cause])).toEqual([
      ['full@domain.net', 'over-quota'],
      ['"odd box"@domain.net', 'greylisted'],
      ['other@domain.net', 'greylisted'],
    ]);
  });

  it('leaves nothing over, and says that Postfix is down', () => {
    expect([...listed.notUnderstood, ...json.notUnderstood]).toEqual([]);
    expect([listed.cutOff, json.cutOff]).toEqual([false, false]);
    expect(listed.messages).toMatchObject([{ level: 'warning', line: 1 }]);
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...fixture('postfix-3.7-composed.txt').split('\n'),
    ...fixture('postfix-3.7-composed.json.txt').split('\n'),
    '(',
    ')',
    '{',
    '"queue_id"',
    '(((',
    'x y z',
  );
  const texts = fc.oneof(
    anyText(),
    fc.array(pieces, { maxLength: 30 }).map((lines) => lines.join('\n')),
  );

  it('never throws, and hands lines back as they stand', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = textLines(stripAnsi(text));
        for (const { line, text: lost } of parsePostqueue(text, now).notUnderstood)
          expect(lines[line - 1]).toBe(lost);
      }),
    );
  });

  it('loses no line: a foreign one is handed back or stands in a reason', () => {
    const whole = fixture('postfix-3.7-composed.txt').split('\n');
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.stringMatching(/^[a-z]{1,8} [a-z]{1,8} [a-z]{1,8}$/),
        (at, words) => {
          const listing = parsePostqueue([...whole.slice(0, at), words, ...whole.slice(at)].join('\n'), now);
          const handedBack = listing.notUnderstood.some(
            ({ line, text }) => line === at + 1 && text === words,
          );
          const inReason = listing.items.some(({ recipients }) =>
            recipients.some(({ reason }) => reason?.includes(words)),
          );
          expect(handedBack || inReason).toBe(true);
        },
      ),
    );
  });

  it('stays linear on hostile lines', () => {
    const started = performance.now();
    for (const text of [
      '('.repeat(1_000_000),
      '(\n'.repeat(200_000),
      `(${'a b\n'.repeat(200_000)}`,
      '{"queue_id"'.repeat(90_000),
      'A'.repeat(1_000_000),
      ' '.repeat(1_000_000),
      `${'9'.repeat(500_000)}${' '.repeat(500_000)}`,
    ])
      parsePostqueue(text, now);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
