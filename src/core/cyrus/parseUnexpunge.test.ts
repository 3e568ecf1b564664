import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../recognise/testAnyText.ts';
import { textLines } from '../recognise/textLines.ts';
import { parseUnexpungeListing, parseUnexpungeResult } from './parseUnexpunge.ts';

const listing = readFileSync(new URL('fixtures/cyrus-3.6.1-listing.txt', import.meta.url), 'utf8');

describe('unexpunge -l', () => {
  it('reads what Cyrus 3.6.1 printed', () => {
    const parsed = parseUnexpungeListing(listing);
    expect(parsed.items[0]).toEqual({
      uid: 1,
      size: 460,
      sent: '2026-11-23T00:00:00',
      received: '2026-11-23T01:19:15',
      expunged: '2026-11-23T01:19:15',
      from: 'Anna Example <anna@elsewhere.example>',
      to: 'John <john@domain.net>,<mary@domain.net>',
      cc: '<cc@domain.net>',
      bcc: null,
      subject: 'Plain subject',
      line: 1,
    });
    expect(parsed.items.map(({ uid, subject }) => [uid, subject])).toEqual([
      [1, 'Plain subject'],
      [2, 'Grüße aus Köln'],
      [3, null],
      [4, 'He said "hello" and \\ more'],
      [5, 'GrXXe raw'],
      [6, null],
      [7, 'Folded subject of some length that goes on and continues here (with parens) {12}'],
      [8, 'UID: 99'],
    ]);
    expect(parsed.items[1]?.from).toBe('"Jürgen" <jurgen@elsewhere.example>');
    expect(parsed.items[7]?.bcc).toBe('<hidden@domain.net>');
    expect(parsed).toMatchObject({ error: null, notUnderstood: [], cutOff: false });
  });

  it('decodes encoded words in quoted subjects and literals, as older Cyrus keeps them', () => {
    const text =
      'UID: 46908\n\tSize: 1\n\tSent: Thu Jun 13 13:11:14 2019\n\tRecv: Thu Jun 13 13:11:14 2019\n\tExpg: Thu Jun 13 13:11:14 2019\n' +
      '\tFrom: =?utf-8?Q?J=C3=BCrgen?= <j@x.net>\n\tTo  : NIL\n\tCc  : \n\tBcc : \n\tSubj: "=?utf-8?B?UsOpdW5pb24=?= \\"x\\""\n\n' +
      'UID: 46909\n\tSize: 2\n\tSubj: {44}\r\n=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln_1234?=\n\n';
    const parsed = parseUnexpungeListing(text);
    expect(parsed.items.map(({ subject }) => subject)).toEqual(['Réunion "x"', 'Grüße aus Köln 1234']);
    expect(parsed.items[0]).toMatchObject({ from: 'Jürgen <j@x.net>', to: null, cc: null });
  });

  it('tells an error from an empty mailbox', () => {
    expect(parseUnexpungeListing('')).toEqual({ items: [], notUnderstood: [], error: null, cutOff: false });
    expect(
      parseUnexpungeListing('Failed to open mailbox wrong.net!user.john: Mailbox does not exist'),
    ).toEqual({
      items: [],
      notUnderstood: [],
      error: {
        kind: 'mailbox-does-not-exist',
        text: 'Failed to open mailbox wrong.net!user.john: Mailbox does not exist',
        mailbox: 'wrong.net!user.john',
      },
      cutOff: false,
    });
  });

  it('separates the error from what is glued to it', () => {
    const error = 'Failed to open mailbox wrong.net!user.john.My Box: Mailbox does not exist';
    const prompt = parseUnexpungeListing(`${error}[root@bluemind ~]# `);
    expect(prompt.error?.text).toBe(error);
    expect(prompt.error?.mailbox).toBe('wrong.net!user.john.My Box');
    expect(prompt.notUnderstood).toEqual([]);
    const mixed = parseUnexpungeListing(error + listing);
    expect(mixed.items).toHaveLength(8);
    expect(mixed.error?.text).toBe(error);
  });

  it.each([
    ["fatal error: can't read mailboxes file", 'permission-denied'],
    ['bash: unexpunge: command not found', 'tool-missing'],
    ['-bash: /usr/sbin/unexpunge: Permission denied', 'permission-denied'],
    ['unexpunge [-C <altconfig>] -l <mailbox> [<uid>...]', 'usage'],
  ])('recognises %s', (text, kind) => {
    expect(parseUnexpungeListing(text).error?.kind).toBe(kind);
  });

  it('keeps a record whose details are damaged, and sees a cut', () => {
    const damaged =
      'UID: 5\n\tSize: 10\n\tSent: Thu Jun 13 13:11:14 2019\n\tRecv: x\n\tExpg: Thu Jun 13 13:11:14 2019\n' +
      '\tERROR: cache record missing or corrupt, not printing cache details\n\n';
    expect(parseUnexpungeListing(damaged)).toMatchObject({
      items: [{ uid: 5, received: null }],
      cutOff: false,
      notUnderstood: [],
    });
    expect(parseUnexpungeListing(listing.slice(0, listing.indexOf('\tBcc'))).cutOff).toBe(true);
    expect(parseUnexpungeListing(listing.slice(listing.indexOf('\tRecv'))).cutOff).toBe(true);
  });

  it('never throws, and hands back lines as they stand', () => {
    const pieces = fc.constantFrom(
      ...textLines(listing),
      'Subj: {999999999}',
      '\tSubj: {5}',
      'Failed to open mailbox ',
      'x',
    );
    const texts = fc.oneof(
      anyText(),
      fc.array(pieces, { maxLength: 40 }).map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const lines = textLines(text);
        const parsed = parseUnexpungeListing(text);
        // Colours are taken out before reading, so compare only when there are none.
        if (!text.includes('\u001b'))
          for (const { line, text: lost } of parsed.notUnderstood) expect(lines[line - 1]).toBe(lost);
        parseUnexpungeResult(text);
      }),
    );
  });

  it('finds every record of any listing', () => {
    const subject = fc
      .string({ unit: 'grapheme', maxLength: 30 })
      .filter((text) => text.trim() === text && text !== '' && !/[\r\n\u001b\uFEFF]|=\?/.test(text));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(4_000_000_000), subject, fc.boolean()), { maxLength: 8 }),
        (records) => {
          const text = records
            .map(([uid, words, literal]) => {
              const quoted = `"${words.replace(/[\\"]/g, '\\$&')}"`;
              const printed = literal ? `{${String(Buffer.byteLength(words))}}\r\n${words}` : quoted;
              return `UID: ${String(uid)}\n\tSize: 1\n\tFrom: <a@b.c>\n\tSubj: ${printed}\n\n`;
            })
            .join('');
          expect(parseUnexpungeListing(text).items.map(({ uid, subject: read }) => [uid, read])).toEqual(
            records.map(([uid, words]) => [uid, words]),
          );
        },
      ),
    );
  });

  it('stays linear on hostile text', () => {
    const started = performance.now();
    for (const text of [
      'UID: 1\n\tSubj: {999999999}\n' + 'x\n'.repeat(200_000),
      `\tSubj: "${'\\'.repeat(1_000_000)}`,
      ' '.repeat(1_000_000),
      'UID: 1\n\tSubj: {9}\n'.repeat(50_000),
      'Failed to open mailbox '.repeat(50_000),
      '@'.repeat(500_000),
    ])
      parseUnexpungeListing(text);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});

describe('unexpunge -u, -a, -t', () => {
  it('reads counts, and old and new UIDs with -v', () => {
    const text =
      "restoring expunged messages in mailbox 'user/john@domain.net'\nUnexpunged user/john@domain.net: 2 => 10\n" +
      'Unexpunged user/john@domain.net: 7 => 11\nrestored 2 expunged messages\n';
    expect(parseUnexpungeResult(text)).toEqual({
      mailbox: 'user/john@domain.net',
      restored: 2,
      uids: [
        { old: 2, new: 10 },
        { old: 7, new: 11 },
      ],
      error: null,
      notUnderstood: [],
    });
  });

  it('reads that nothing, or everything, was restored', () => {
    expect(
      parseUnexpungeResult(
        "restoring expunged messages in mailbox 'user/john@domain.net'\nrestored 0 expunged messages\n",
      ).restored,
    ).toBe(0);
    expect(
      parseUnexpungeResult(
        "restoring all expunged messages in mailbox 'user/john@domain.net'\nrestored 6 expunged messages\n",
      ).restored,
    ).toBe(6);
    expect(parseUnexpungeResult('').restored).toBeNull();
  });

  it('reads the error, which comes with exit status 0', () => {
    expect(parseUnexpungeResult("Failed to open mailbox 'wrong.net!user.john'\n")).toMatchObject({
      mailbox: 'wrong.net!user.john',
      restored: null,
      error: { kind: 'mailbox-does-not-exist' },
    });
  });

  it('hands back other lines', () => {
    expect(parseUnexpungeResult('hello there\n').notUnderstood).toEqual([{ line: 1, text: 'hello there' }]);
  });
});
