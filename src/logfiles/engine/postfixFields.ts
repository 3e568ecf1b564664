import { digit, letterKind, lowerCase } from './asciiBytes.ts';
import { hashSeed } from './hash.ts';
import type { Span } from './replyShape.ts';

/*
 * What single fields of Postfix's lines are, in bytes. Behind a line is a line end, so that none is looked for beyond it.
 */

const prime = 0x01000193;
const space = 0x20;
const comma = 0x2c;
const hyphen = 0x2d;
const dot = 0x2e;
const colon = 0x3a;
const less = 0x3c;
const greater = 0x3e;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** True when comparing addresses takes nothing from these (core's `bare`). */
export function isBare(bytes: Buffer, start: number, end: number): boolean {
  const first = bytes[start] as number;
  const last = bytes[end - 1] as number;
  return first > space && first !== less && last > space && last !== greater;
}

/** End of a field that `, ` or the line's end closes. */
export function fieldEnd(bytes: Buffer, start: number, end: number): number {
  let place = start;
  while (place < end && (bytes[place] !== comma || bytes[place + 1] !== space)) place += 1;
  return place;
}

/** core's `withoutPort`: `mail.example.org[192.0.2.1]:4711` */
export function withoutPort(bytes: Buffer, start: number, end: number): number {
  let place = end;
  while (place > start && (letterKind[bytes[place - 1] as number] as number) === digit) place -= 1;
  const digits = end - place;
  const isPort =
    digits >= 1 && digits <= 5 && bytes[place - 1] === colon && bytes[place - 2] === closeBracket;
  return isPort ? place - 1 : end;
}

/** What host names and addresses in brackets are made of. */
export function isNamePart(byte: number): boolean {
  return byte > space && byte !== openBracket && byte !== closeBracket;
}

/** Position of the `>` that closes an address without spaces and brackets in it; 0 for others. */
export function plainAddressEnd(bytes: Buffer, start: number): number {
  let place = start;
  while ((bytes[place] as number) > space && bytes[place] !== greater && bytes[place] !== less) place += 1;
  return bytes[place] === greater ? place : 0;
}

export function digitsEnd(bytes: Buffer, start: number): number {
  let place = start;
  while ((letterKind[bytes[place] as number] as number) === digit) place += 1;
  return place;
}

export function lowerHash(bytes: Buffer, start: number, end: number): number {
  let hash = hashSeed;
  for (let place = start; place < end; place += 1) {
    hash = Math.imul(hash ^ (lowerCase[bytes[place] as number] as number), prime);
  }
  return hash;
}

/** `0.32`; NaN for anything else core's reader would have to look at. */
export function decimal(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  let scale = 0;
  if (start === end || end - start > 15) return NaN;
  for (let place = start; place < end; place += 1) {
    const byte = bytes[place] as number;
    if (byte === 0x2e && scale === 0 && place > start && place < end - 1) {
      scale = 1;
      continue;
    }
    if (byte < 0x30 || byte > 0x39) return NaN;
    value = value * 10 + byte - 0x30;
    scale *= 10;
  }
  return scale === 0 ? value : value / scale;
}

/**
 * The status code of a refusal's reply is put into `code`: `550 5.1.1 ...`, `5.1.1 ...`; false where core would trim the reply
 * or finds none.
 */
export function findCode(bytes: Buffer, { start, end }: Span, code: { start: number; end: number }): boolean {
  if (end - start < 6 || (bytes[start] as number) <= space || (bytes[end - 1] as number) <= space)
    return false;
  let place = start;
  const digits = digitsEnd(bytes, start);
  if (digits - start === 3 && (bytes[digits] === space || bytes[digits] === hyphen)) place = digits + 1;
  const [first, second] = [digitsEnd(bytes, place), digitsEnd(bytes, place + 2)];
  if (first - place !== 1 || bytes[first] !== dot) return false;
  if (second - first < 2 || second - first > 4 || bytes[second] !== dot) return false;
  const third = digitsEnd(bytes, second + 1);
  if (third - second < 2 || third - second > 4 || third >= end || bytes[third] !== space) return false;
  code.start = place;
  code.end = third;
  return true;
}
