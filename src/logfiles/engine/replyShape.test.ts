import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causes } from '../../core/causes/catalogue.ts';
import { wordsWithoutNames } from '../../core/causes/findCause.ts';
import { reasonOf } from '../../core/postfix/reasonCounts.ts';
import { ReplyShapes } from './replyShape.ts';
import { ScannedReasons } from './scannedReasons.ts';
import type { CommonRefusal } from './scannedReasons.ts';
import { runs } from './testLogs.ts';

const shapeOf = (reply: string): string | null => new ReplyShapes().shapeOf(Buffer.from(reply));

const names = fc.constantFrom(
  'mx1.example.org',
  'a',
  'to',
  'host',
  'antispam.example',
  '192.0.2.7',
  '-',
  '1',
);
const addresses = fc.constantFrom('198.51.100.7', '203.0.113.250', '127.0.0.1', '1.2.3.4.5', '300.1', '::1');
const users = fc.constantFrom(
  'user@example.org',
  'spam@mx.example',
  'a+b=c@d',
  '1.2.3.4@example.net',
  '@',
  'to',
);
/** Pieces that core takes out, nearly takes out, or leaves. */
const piece = fc.oneof(
  fc.constantFrom(
    ' ',
    '  ',
    ':',
    ' said: ',
    '550 5.1.1 ',
    'host',
    ' from ',
    ' to ',
    'x-with ',
    '=',
    '(',
    ')',
    '.',
  ),
  fc.constantFrom(
    'Recipient address rejected: ',
    'user unknown',
    'spam',
    'helo=',
    'name=',
    '[',
    ']',
    '<',
    '>',
    '@',
  ),
  fc.tuple(names, addresses).map(([name, address]) => `host ${name}[${address}]`),
  fc.tuple(names, addresses).map(([name, address]) => `${name}[${address}]`),
  users.map((user) => `<${user}>`),
  users.map((user) => ` <${user}>: `),
  users,
  names,
  addresses,
  fc.constantFrom(
    '12345',
    '99450',
    '4711',
    ':25250',
    'rfc 5322',
    'rfc 53221',
    '450',
    '1450 <',
    '.4711',
    'ts0001',
    '127.0.0.1:25250',
    '127.0.0.1:252501',
    'name=x ',
    'helo=go-to ',
  ),
);
const pieces = [
  ...new Set(
    causes.flatMap(({ rules }) =>
      rules.flatMap(({ text = [], without = [] }) => [...text.flat(), ...without]),
    ),
  ),
];
/** A part of what a rule looks for, so that what is put together may come to it by chance. */
const fragment = fc
  .tuple(fc.constantFrom(...pieces), fc.nat(40), fc.integer({ min: 1, max: 12 }), fc.boolean())
  .map(([text, from, length, isCapital]) => {
    const at = from % text.length;
    const part = text.slice(at, at + length);
    return isCapital ? part.toUpperCase() : part;
  });
const cut = fc.tuple(
  fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(...pieces.filter((piece) => /\d/.test(piece)))),
  fc.nat(40),
);
const glue = fc.constantFrom(
  ...'|| |.|-|[|]|(|:|<|>|@|=|/|_|1|12|x7|9z|Q0.|.to|1to|1.2.3.4|.1.2|127.0.0.1'.split('|'),
  ...' host x| to |(from y[1]|(host a[1]| spam[5]|name=a'.split('|'),
);
const glued = fc.array(fc.oneof(fragment, glue), { maxLength: 5 }).map((parts) => parts.join(''));
/** What may stand in a place where two replies differ. */
const filling = fc.oneof(glue, glued, fc.stringMatching(/^[a-z0-9.]{0,8}$/));
/**
 * The same words with something else in a few places; one of them may lie where a rule's piece is cut in two, so that the
 * other part of it fills it.
 */
const twoReplies = fc
  .tuple(glued, cut, fc.tuple(filling, filling), fc.tuple(filling, filling), glued, fc.nat(3))
  .map(([begin, [piece, place], [a, b], [c, d], end, how]): [string, string] => {
    const at = place % (piece.length + 1);
    const [left, right] = [piece.slice(0, at), piece.slice(at)];
    if (how === 0) return [`${begin}${left}${a}${right}${c}${end}`, `${begin}${left}${b}${right}${d}${end}`];
    if (how === 1) return [`${begin}${left}${a}${c}${end}`, `${begin}${left}${b}${right}${d}${end}`];
    if (how === 2) return [`${begin}${a}${right}${end}`, `${begin}${c}${left}${right}${end}`];
    return [`${begin}${a}${end}${c}`, `${begin}${b}${end}${d}`];
  });
const reply = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));

describe('the shape of a reply', () => {
  it('leaves out names, addresses and servers, as core does', () => {
    const two = [
      'host mx7.example.net[198.51.100.142] said: 450 4.7.1 <u1@example.net>: Recipient address rejected',
      'host mx1.example.com[192.0.2.1] said: 450 4.7.1 <someone@example.org>: Recipient address rejected',
    ].map(shapeOf);
    expect(two[0]).not.toBeNull();
    expect(two[0]).toBe(two[1]);
    expect(shapeOf('Over quota SESSIONID=<cyrus-12345-1> 123456')).toBe(
      shapeOf('Over quota SESSIONID=<cyrus-99-12> 9999'),
    );
    expect(shapeOf('for name=a.example type=A: 5511223')).toBe(shapeOf('for name=b.example type=A: 4711'));
    expect(shapeOf('Client host [198.51.100.1] blocked')).toBe(shapeOf('Client host [192.0.2.2] blocked'));
  });

  it.each([
    ['this machine and another', 'connect to 127.0.0.1 failed', 'connect to 192.0.2.1 failed'],
    ['other words', '<a@example.org>: User unknown', '<a@example.org>: Relay access denied'],
    ['numbers that a rule asks for', 'port 12550', 'port 12345'],
    ['a token that a rule asks for', 'blocked (S3140).', 'blocked (S4713).'],
    ['a token with a word of a rule in it', 'x1spamhaus', 'x1y2z3'],
    ['a token that may be all that is left in front of a host', 'x1.to spam[1.2.3.4]', 'x1.by spam[1.2.3.4]'],
    ['a token that core may put behind another word', '(host mx[192.0.2.1]ed12', '(host mx[192.0.2.1]by34'],
    ['what is in brackets without a name', 'host [spam]', 'host [other]'],
    ['a word glued to an address', '<a@example.org>from x[1]', '<a@example.org> x[1]'],
  ])('differs for %s', (_, one, other) => {
    expect(shapeOf(one)).not.toBe(shapeOf(other));
  });

  it('is none for bytes that core may see as a space, and for long replies', () => {
    for (const odd of ['tab\there', 'no\u00a0break', 'x\u0001', 'x'.repeat(2000)])
      expect(shapeOf(odd)).toBeNull();
  });

  it('leaves out tokens that no rule asks for', () => {
    const two = [
      'rate of unsolicited mail. 1z3fsi54321eda.123 - gsmtp',
      'rate of unsolicited mail. 41be03b00d2f7.x1 - gsmtp',
    ].map(shapeOf);
    expect(two[0]).toBe(two[1]);
    expect(shapeOf('450-4.7.28 [AM0EUR02.eop.prod.example.com]')).toBe(shapeOf('450-5.7.1 [DB8.a.b.c.d.e]'));
    expect(shapeOf('queue ID 4Xk2Fz1b2Cz9rT4')).toBe(shapeOf('queue ID C5BF3135FAF'));
  });

  /** All that rules ask of a reply is which pieces it holds. */
  const held = (text: string): string => {
    const all = wordsWithoutNames(text.toLowerCase());
    return pieces.filter((one) => all.includes(one)).join('|');
  };

  it('is the same only where rules find the same', () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(reply, (text) => {
        const shape = shapeOf(text);
        if (shape === null) return;
        const found = held(text);
        expect(seen.get(shape) ?? found).toBe(found);
        seen.set(shape, found);
      }),
      { numRuns: 3000 },
    );
  });

  it('is the same for two replies that differ in a few tokens only where rules find the same', () => {
    let alike = 0;
    fc.assert(
      fc.property(twoReplies, ([one, other]) => {
        const shape = shapeOf(one);
        if (shape === null || shape !== shapeOf(other)) return;
        if (one !== other) alike += 1;
        expect(held(other)).toBe(held(one));
      }),
      { numRuns: runs(20_000) },
    );
    expect(alike).toBeGreaterThan(0);
  });
});

describe('reasons read from bytes', () => {
  const known = causes.flatMap(({ rules }) =>
    rules.flatMap(({ text = [] }) =>
      text.map((entry) => (typeof entry === 'string' ? entry : entry.join(' '))),
    ),
  );
  const said = fc.record({
    dsn: fc.constantFrom('4.7.1', '5.1.1', '4.2.2', '5.0.0', '2.0.0', ''),
    reply: fc.tuple(reply, fc.constantFrom('', ...known), reply).map((parts) => parts.join(' ')),
    kind: fc.constantFrom<CommonRefusal>('deferred', 'bounced', 'rejected'),
    daemon: fc.constantFrom('smtp', 'lmtp', 'smtpd', 'error', 'pipe'),
  });

  it('are the ones core gives, first reply included', () => {
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 12 }), (all) => {
        const reasons = new ScannedReasons();
        const first = new Map<string, { reply: string }>();
        for (const { dsn, reply, kind, daemon } of all) {
          const bytes = Buffer.from(`${dsn}|${reply}`);
          const [code, rest] = [
            { start: 0, end: dsn.length },
            { start: dsn.length + 1, end: bytes.length },
          ];
          const expected = reasonOf({ dsn, reply }, kind, daemon);
          if (!first.has(expected.key)) first.set(expected.key, { reply });
          const found = reasons.list[reasons.read(bytes, code, rest, kind, daemon)];
          expect(found).toEqual({ ...expected, reply: first.get(expected.key)?.reply });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
