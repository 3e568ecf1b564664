import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyText } from './testAnyText.ts';
import { decodeEncodedWords } from './encodedWords.ts';

it('decodes both encodings and several charsets', () => {
  expect(decodeEncodedWords('=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?= Bonn')).toBe('Grüße aus Bonn');
  expect(decodeEncodedWords('Re: =?UTF-8?B?UsOpdW5pb24=?=')).toBe('Re: Réunion');
  expect(decodeEncodedWords('=?iso-8859-1?q?caf=E9?=')).toBe('café');
  expect(decodeEncodedWords('=?windows-1252*fr?Q?=80_5?=')).toBe('€ 5');
});

it('joins neighbouring words, also when a character is split between them', () => {
  expect(decodeEncodedWords('=?utf-8?Q?Gr=C3?=\r\n =?utf-8?Q?=BC=C3=9Fe?=')).toBe('Grüße');
  expect(decodeEncodedWords('=?utf-8?Q?a?= =?iso-8859-1?Q?b?= c')).toBe('ab c');
});

it('leaves broken words and unknown charsets alone', () => {
  for (const text of [
    '=?utf-8?B?@@@?=',
    '=?no-such-charset?Q?x?=',
    '=?utf-8?Q?open',
    '=?utf-8?X?a?=',
    'plain',
  ])
    expect(decodeEncodedWords(text)).toBe(text);
});

it('gives back any text that was encoded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const word = `=?utf-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`;
      expect(decodeEncodedWords(word)).toBe(text.replace(/^\uFEFF/, ''));
    }),
  );
});

it('never throws and stays linear', () => {
  fc.assert(fc.property(anyText(), (text) => typeof decodeEncodedWords(text) === 'string'));
  const started = performance.now();
  for (const text of ['=?'.repeat(500_000), '=?a?Q?'.repeat(200_000), '=?utf-8?Q?a?= '.repeat(50_000)])
    decodeEncodedWords(text);
  expect(performance.now() - started).toBeLessThan(3000);
});
