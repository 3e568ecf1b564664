const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const monthByBytes = new Map(
  months.map((name, index) => [
    (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2),
    index + 1,
  ]),
);

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** True when the word stands at `at`; bytes behind the end are never part of one (a line end comes before). */
export function startsAt(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let place = 0; place < word.length; place += 1) {
    if (bytes[at + place] !== word[place]) return false;
  }
  return true;
}

/** 1 to 12; 0 when there is no English month. */
export function monthAt(bytes: Uint8Array, at: number): number {
  const [first, second, third] = [bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number];
  return monthByBytes.get((first << 16) | (second << 8) | third) ?? 0;
}

/** Below 0 when there are no two digits. */
export function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 0x30;
  const ones = (bytes[at + 1] as number) - 0x30;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1000 : tens * 10 + ones;
}

export function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

export function isTime(day: number, hour: number, minute: number, second: number): boolean {
  return (
    day >= 1 &&
    day <= 31 &&
    hour >= 0 &&
    hour <= 23 &&
    minute >= 0 &&
    minute <= 59 &&
    second >= 0 &&
    second <= 60
  );
}

/** `A` to `Z` as `a` to `z`, the rest as it is. */
export const lowerCase = Uint8Array.from({ length: 256 }, (_, byte) =>
  isCapital(byte) ? byte | 0x20 : byte,
);

export const digit = 1;
export const upperHex = 2;
export const otherLetter = 4;
/** What a byte means in a queue ID; 0 for bytes that none has. */
export const letterKind = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  if (/[0-9]/.test(char)) return digit;
  if (/[A-F]/.test(char)) return upperHex;
  return /[G-Zg-za-f]/.test(char) ? otherLetter : 0;
});
