import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyText } from '../recognise/testAnyText.ts';
import { decodeImapUtf7, encodeImapUtf7 } from './imapUtf7.ts';

it('reads and writes the names mail programs make', () => {
  for (const [encoded, text] of [
    ['Entw&APw-rfe', 'Entwürfe'],
    ['&AMk-l&AOk-ments envoy&AOk-s', 'Éléments envoyés'],
    ['Tom &- Jerry', 'Tom & Jerry'],
    ['~peter/mail/&U,BTFw-/&ZeVnLIqe-', '~peter/mail/台北/日本語'],
    ['&2D3eAA-', '😀'],
    ['INBOX', 'INBOX'],
  ] as const) {
    expect(decodeImapUtf7(encoded)).toBe(text);
    expect(encodeImapUtf7(text)).toBe(encoded);
  }
});

it('keeps what is not valid', () => {
  for (const text of ['R&D', '&A-', '&!!-', '&']) expect(decodeImapUtf7(text)).toBe(text);
});

it('gives back every text, in printable ASCII', () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const encoded = encodeImapUtf7(text);
      expect(encoded).toMatch(/^[\x20-\x7e]*$/);
      expect(decodeImapUtf7(encoded)).toBe(text);
      decodeImapUtf7(text);
    }),
  );
});
