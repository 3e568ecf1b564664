import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causes } from '../../core/causes/catalogue.ts';
import { wordsWithoutNames } from '../../core/causes/findCause.ts';
import { reasonOf } from '../../core/postfix/reasonCounts.ts';
import { ReplyShapes } from './replyShape.ts';
import { ScannedReasons } from './scannedReasons.ts';
import type { CommonRefusal } from './scannedReasons.ts';

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
    ['a word glued to an address', '<a@example.org>from x[1]', '<a@example.org> x[1]'],
  ])('differs for %s', (_, one, other) => {
    expect(shapeOf(one)).not.toBe(shapeOf(other));
  });

  it('is none for bytes that core may see as a space, and for long replies', () => {
    for (const odd of ['tab\there', 'no\u00a0break', 'x\u0001', 'x'.repeat(2000)])
      expect(shapeOf(odd)).toBeNull();
  });

  /** Numbers are left out too, which changes the words but touches no rule. */
  it('is the same only where core finds the same words, and rules the same numbers', () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(reply, (text) => {
        const shape = shapeOf(text);
        if (shape === null) return;
        const all = wordsWithoutNames(text.toLowerCase());
        const held = pieces.filter((one) => all.includes(one)).join('|');
        const words = `${all.replaceAll(/(?<![\d.])\d{4,}(?![\d.])/g, 'N')} ${held}`;
        expect(seen.get(shape) ?? words).toBe(words);
        seen.set(shape, words);
      }),
      { numRuns: 3000 },
    );
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
