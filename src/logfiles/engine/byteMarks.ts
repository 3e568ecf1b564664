import { isAscii } from 'node:buffer';

/**
 * Where the next bytes stand that need care. They are rare, and searching them in a whole chunk at once (`indexOf` compares
 * many bytes at a time) costs far less than looking for them in every line.
 */
export class ByteMarks {
  #bytes: Buffer = Buffer.alloc(0);
  /** Positions; past the end when there is none any more. */
  nul = 0;
  /** Not ASCII. */
  high = 0;
  /** `#`, with which rsyslog writes control characters. */
  hashSign = 0;

  begin(bytes: Buffer): void {
    this.#bytes = bytes;
    this.nul = find(bytes, 0, 0);
    this.hashSign = find(bytes, 0x23, 0);
    this.high = isAscii(bytes) ? past : highByte(bytes, 0);
  }

  /** For one line alone. */
  look(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes;
    this.nul = this.high = this.hashSign = past;
    for (let place = end - 1; place >= start; place -= 1) {
      const byte = bytes[place] as number;
      if (byte >= 0x80) this.high = place;
      else if (byte === 0x23) this.hashSign = place;
      else if (byte === 0) this.nul = place;
    }
  }

  /** Moves on the marks that lie before `start`. */
  pass(start: number): void {
    const bytes = this.#bytes;
    if (this.nul < start) this.nul = find(bytes, 0, start);
    if (this.high < start) this.high = highByte(bytes, start);
    if (this.hashSign < start) this.hashSign = find(bytes, 0x23, start);
  }
}

/** A small integer, so that the marks stay small integers. */
const past = 0x3fffffff;

function find(bytes: Buffer, what: number, from: number): number {
  const found = bytes.indexOf(what, from);
  return found < 0 ? past : found;
}

function highByte(bytes: Buffer, from: number): number {
  for (let place = from; place < bytes.length; place += 1) if ((bytes[place] as number) >= 0x80) return place;
  return past;
}
