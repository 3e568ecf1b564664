import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from './testAnyText.ts';
import { isAddress, readAddressList } from './addressList.ts';
import { readHeaders } from './headers.ts';
import { readMailDate } from './mailDate.ts';

const bounce = readFileSync(new URL('fixtures/postfix-3.7-bounce-composed.eml', import.meta.url), 'utf8');
const returned = bounce.slice(bounce.indexOf('Return-Path: <john'), bounce.indexOf('\nHello'));

describe('a header block', () => {
  it('gives addresses, message-ID, date, subject and queue IDs', () => {
    expect(readHeaders(returned)).toEqual({
      from: [{ address: 'john@domain.net', name: 'Jürgen Doe', header: 'from' }],
      to: [{ address: 'somebody@domain.net', name: 'Some, Body', header: 'to' }],
      cc: [],
      deliveredTo: [],
      returnPath: 'john@domain.net',
      finalRecipients: [],
      originalRecipients: [],
      messageId: 'abc.123@desk.domain.net',
      bounceMessageId: null,
      date: '2026-11-23T00:50:00+01:00',
      subject: 'Grüße aus Köln',
      queueIds: ['9C1B2201A7'],
      statusCodes: [],
      diagnostics: [],
      isBounce: false,
      action: null,
      sender: 'john@domain.net',
      recipients: ['somebody@domain.net'],
    });
  });

  it('prefers the address it was delivered to', () => {
    const read = readHeaders(
      'Delivered-To: user@bluemind.net\nReturn-Path: <user2@domain.net>\nFrom: Somebody <other@domain.net>\nTo: list@bluemind.net\n',
    );
    expect(read.recipients).toEqual(['user@bluemind.net', 'list@bluemind.net']);
    expect(read.sender).toBe('user2@domain.net');
  });

  it('reads the labels of German and French mail programs, and quoted replies', () => {
    const german = readHeaders(
      'Von: Anna <anna@x.net>\nGesendet: Montag\nAn: john@domain.net\nBetreff: Hallo\n',
    );
    expect(german).toMatchObject({
      sender: 'anna@x.net',
      recipients: ['john@domain.net'],
      subject: 'Hallo',
      date: null,
    });
    const french = readHeaders('De : Anna <anna@x.net>\nÀ : john@domain.net\nObjet : Réunion : demain\n');
    expect(french).toMatchObject({
      sender: 'anna@x.net',
      recipients: ['john@domain.net'],
      subject: 'Réunion : demain',
    });
    expect(readHeaders('> From: anna@x.net\n> To: john@domain.net\n> Message-ID:\n>  <1@x>\n')).toMatchObject(
      {
        sender: 'anna@x.net',
        messageId: '1@x',
      },
    );
  });

  it('takes nothing out of nothing', () => {
    expect(readHeaders('')).toMatchObject({ sender: null, recipients: [], messageId: null, isBounce: false });
    expect(readHeaders('just some words')).toMatchObject({ sender: null, recipients: [] });
  });
});

describe('a bounce message', () => {
  it('gives the returned message and why', () => {
    expect(readHeaders(bounce)).toMatchObject({
      isBounce: true,
      action: 'failed',
      sender: 'john@domain.net',
      recipients: ['nobody@elsewhere.example', 'somebody@domain.net'],
      messageId: 'abc.123@desk.domain.net',
      bounceMessageId: '20261122235112.5D1E2201C0@mail.domain.net',
      date: '2026-11-23T00:50:00+01:00',
      subject: 'Grüße aus Köln',
      statusCodes: ['5.1.1'],
      diagnostics: [
        '550 5.1.1 <nobody@elsewhere.example>: Recipient address rejected: User unknown in virtual mailbox table',
      ],
      queueIds: ['9C1B2201A7', '5D1E2201C0'],
    });
  });

  it('gives the same from its words alone', () => {
    const words = bounce.slice(
      bounce.indexOf('This is the mail system'),
      bounce.indexOf('\n--9C1B2201A7.1795395072/mail.domain.net\nContent-Description: Delivery'),
    );
    expect(readHeaders(words)).toMatchObject({
      isBounce: true,
      recipients: ['nobody@elsewhere.example'],
      statusCodes: ['5.1.1'],
      finalRecipients: [{ address: 'nobody@elsewhere.example', header: 'bounce-text' }],
    });
  });

  it('knows the sender from the bounce itself when nothing was returned', () => {
    const head = bounce.slice(0, bounce.indexOf('This is a MIME'));
    expect(readHeaders(head)).toMatchObject({ isBounce: true, sender: 'john@domain.net', messageId: null });
  });
});

describe('parts', () => {
  it('reads address lists', () => {
    expect(
      readAddressList(
        '"Doe, \\"J\\" John" <john@domain.net>, anna@x.net (Anna), Friends: bob@x.net, c@x.net;, undisclosed-recipients:;',
      ),
    ).toEqual([
      { address: 'john@domain.net', name: 'Doe, "J" John' },
      { address: 'anna@x.net', name: 'Anna' },
      { address: 'bob@x.net', name: null },
      { address: 'c@x.net', name: null },
    ]);
    expect(isAddress('no at')).toBe(false);
    expect(isAddress('"john doe"@x.net')).toBe(true);
  });

  it('reads dates', () => {
    expect(readMailDate('Mon, 23 Nov 2026 00:10:00 +0100 (CET)')).toBe('2026-11-23T00:10:00+01:00');
    expect(readMailDate('3 Nov 26 00:10 GMT')).toBe('2026-11-03T00:10:00Z');
    expect(readMailDate('Mon, 23 Nov 2026 00:10:00 -0000')).toBe('2026-11-23T00:10:00Z');
    for (const broken of [
      '',
      'yesterday',
      'Mon, 31 Nov 2026 00:10:00 +0100',
      'Mon, 23 Nov 2026 00:10:00 XYZ',
    ])
      expect(readMailDate(broken)).toBeNull();
  });
});

it('never throws, finds only what is there, and stays linear', () => {
  const pieces = fc.constantFrom(...bounce.split('\n'), '<', '>', ':', 'To:', ' x');
  const texts = fc.oneof(
    anyText(),
    fc.array(pieces, { maxLength: 40 }).map((lines) => lines.join('\n')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      for (const address of readHeaders(text).recipients) expect(text).toContain(address);
    }),
  );
  const started = performance.now();
  for (const text of [
    'To: ' + '<'.repeat(500_000),
    'To: ' + '"'.repeat(500_001),
    'To: ' + 'a@b,'.repeat(50_000),
    `To: a\n${' b\n'.repeat(200_000)}`,
    `delivery\n${'<a@b>: x\n'.repeat(50_000)}`,
    'a-'.repeat(500_000),
  ])
    readHeaders(text);
  expect(performance.now() - started).toBeLessThan(5000);
});
