import { causes } from '../../core/causes/catalogue.ts';
import { lowerCase, startsAt } from './asciiBytes.ts';
import { ByteInterner } from './byteInterner.ts';

const space = 0x20;
const dot = 0x2e;
const zero = 0x30;
const nine = 0x39;
const less = 0x3c;
const greater = 0x3e;
const equalsSign = 0x3d;
const atSign = 0x40;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const firstLetterBehind = 0x7f;

/** What stands in a shape for what core's `findCause` takes out; no byte of a reply that has a shape. */
const masked = { host: 1, address: 2, ipAddress: 3, named: 4, token: 5 } as const;

/** Behind these words core takes out `name[address]`. */
const beforeHosts = ['host', 'to', 'with', 'server', 'from'].map((word) => Buffer.from(word));

/** Words that begin so core takes out whole. */
const beforeNames = ['name=', 'helo=', 'from=', 'to=', 'sessionid='].map((word) => Buffer.from(word));

/** Bytes by which a word may be more than a word. `odd`: core may see spaces there. */
const holds = { odd: 1, at: 2, bracket: 4, equals: 8, digit: 16 } as const;
const telling = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte < space || byte >= firstLetterBehind) return holds.odd;
  if (byte >= zero && byte <= nine) return holds.digit;
  if (byte === atSign) return holds.at;
  if (byte === openBracket) return holds.bracket;
  return byte === equalsSign ? holds.equals : 0;
});

/** What tokens are made of: session and queue IDs, ports, numbers, names with a number in them. */
const isTokenPart = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[\dA-Za-z.]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/** Status codes vary little, and many rules ask for them. */
const shortestIdle = 4;
/** So many among digits may be an IPv4 address, which core takes out. */
const dotsOfAddress = 3;

/** Bytes of tokens that a rule of the catalogue looks for, and the bytes it wants beside them; -1 where it ends with them. */
interface WantedRun {
  readonly text: Uint8Array;
  readonly before: number;
  readonly after: number;
}

/** Those that may stand anywhere in a token, by their first byte; those it may begin with; by the last byte, end with. */
const wantedRuns = { inside: byByte(), first: byByte(), last: byByte() };

function byByte(): WantedRun[][] {
  return Array.from({ length: 256 }, () => []);
}

const pieces = causes.flatMap(({ rules }) =>
  rules.flatMap(({ text = [], without = [] }) => [...text.flat(), ...without]),
);
for (const piece of new Set(pieces)) {
  for (const { 0: run, index } of piece.matchAll(/[\da-z.]+/g)) {
    const end = index + run.length;
    const before = index === 0 ? -1 : piece.charCodeAt(index - 1);
    const after = end === piece.length ? -1 : piece.charCodeAt(end);
    const wanted = { text: Buffer.from(run), before, after };
    if (before >= 0) wantedRuns.first[run.charCodeAt(0)]?.push(wanted);
    else if (after >= 0) wantedRuns.last[run.charCodeAt(run.length - 1)]?.push(wanted);
    else wantedRuns.inside[run.charCodeAt(0)]?.push(wanted);
  }
}

/** Longer ones are each asked anew. */
const longestReply = 1196;
/** Context and a space are put in, too. */
const longestShape = longestReply + 4;
/** A log has a few dozen; one whose replies all differ must not fill the memory. */
const mostShapes = 2000;

/**
 * Remembers what a reply was found to mean, by its shape: the reply without the names that mean nothing (see `findCause`).
 * Nearly all replies of a log are of a few shapes, and comparing bytes costs a fraction of searching words.
 */
export class ReplyShapes {
  #shapes = new ByteInterner();
  #meanings: number[] = [];
  readonly #shape = new Uint8Array(longestShape);
  /** The same, for hashing four bytes at a time. */
  readonly #words = new Int32Array(this.#shape.buffer);
  #length = 0;
  #number = -1;

  /**
   * The meaning learnt for such a reply; -1 when none is known. `context` is what the meaning depends on besides the reply, as
   * small numbers, and the bytes of the status code.
   */
  find(bytes: Uint8Array, context: number, code: Span, reply: Span): number {
    this.#number = -1;
    if (!this.#take(bytes, context, code, reply)) return -1;
    if (this.#shapes.count >= mostShapes) {
      this.#shapes = new ByteInterner();
      this.#meanings = [];
    }
    this.#number = this.#shapes.intern(this.#shape, 0, this.#length, this.#hash());
    return this.#meanings[this.#number] ?? -1;
  }

  /** What the reply asked for last means. */
  learn(meaning: number): void {
    if (this.#number < 0) return;
    // Numbers are given in turn.
    while (this.#meanings.length <= this.#number) this.#meanings.push(-1);
    this.#meanings[this.#number] = meaning;
  }

  /** The shape of a reply, for tests; null when it has none. */
  shapeOf(reply: Uint8Array): string | null {
    const all = { start: 0, end: reply.length };
    return this.#take(reply, 0, { start: 0, end: 0 }, all)
      ? String.fromCharCode(...this.#shape.subarray(0, this.#length))
      : null;
  }

  #take(bytes: Uint8Array, context: number, code: Span, reply: Span): boolean {
    this.#length = 0;
    // The longest thing put in for one byte is that byte.
    if (code.end - code.start + reply.end - reply.start > longestReply) return false;
    this.#put(context);
    for (let place = code.start; place < code.end; place += 1) {
      const byte = bytes[place] as number;
      if (byte <= space) return false;
      this.#put(byte);
    }
    this.#put(space);
    let [word, before] = [reply.start, -1];
    while (word < reply.end) {
      let [end, held] = [word, 0];
      const [shape, length] = [this.#shape, this.#length];
      let byte = bytes[end] as number;
      while (end < reply.end && byte !== space) {
        shape[length + end - word] = byte;
        held |= telling[byte] as number;
        end += 1;
        byte = bytes[end] as number;
      }
      // Most words are only words.
      if (held === 0) this.#length = length + end - word;
      else if ((held & holds.odd) !== 0) return false;
      else this.#tellingWord(bytes, before, word, end, held);
      if (end < reply.end) this.#put(space);
      before = word;
      word = end + 1;
    }
    return true;
  }

  /** A word that has bytes of those that `holds` names; `before` is where the word before begins. */
  #tellingWord(bytes: Uint8Array, before: number, word: number, end: number, held: number): void {
    if ((held & holds.bracket) !== 0) {
      const host = hostEnd(bytes, before, word, end);
      if (host < 0) this.#word(bytes, word, end);
      else {
        this.#put(masked.host);
        this.#putAll(bytes, host, end);
      }
    } else if ((held & holds.at) !== 0 && isAddress(bytes, word, end)) this.#put(masked.address);
    else if ((held & holds.equals) !== 0 && isNamed(bytes, word, end)) this.#put(masked.named);
    else if ((held & holds.digit) !== 0) this.#word(bytes, word, end);
    else this.#putAll(bytes, word, end);
  }

  #put(byte: number): void {
    this.#shape[this.#length] = byte;
    this.#length += 1;
  }

  #putAll(bytes: Uint8Array, start: number, end: number): void {
    for (let place = start; place < end; place += 1) this.#put(bytes[place] as number);
  }

  #hash(): number {
    const words = this.#words;
    // Of the last word there may be a part only.
    this.#shape.fill(0, this.#length, (this.#length + 3) & ~3);
    let hash = this.#length;
    for (let place = 0; place < this.#length; place += 4) {
      hash = Math.imul(hash ^ (words[place >>> 2] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  /** A word, without tokens that mean nothing to any rule, and without IPv4 addresses that are not this machine's own. */
  #word(bytes: Uint8Array, start: number, end: number): void {
    let place = start;
    while (place < end) {
      const byte = bytes[place] as number;
      if (isTokenPart[byte] === 0) {
        this.#put(byte);
        place += 1;
        continue;
      }
      const token = place;
      let [hasDigit, hasAddress, dots] = [false, false, 0];
      while (place < end && isTokenPart[bytes[place] as number] === 1) {
        const part = bytes[place] as number;
        if (part > nine) dots = 0;
        else if (part !== dot) hasDigit = true;
        else if ((dots += 1) === dotsOfAddress) hasAddress = true;
        place += 1;
      }
      if (hasAddress) this.#withoutAddresses(bytes, token, place);
      else if (hasDigit && isIdle(bytes, token, place)) this.#put(masked.token);
      else this.#putAll(bytes, token, place);
    }
  }

  #withoutAddresses(bytes: Uint8Array, start: number, end: number): void {
    let place = start;
    while (place < end) {
      const run = place;
      while (place < end && isDigitOrDot(bytes[place] as number)) place += 1;
      if (isForeignAddress(bytes, run, place)) this.#put(masked.ipAddress);
      else this.#putAll(bytes, run, place);
      for (; place < end && !isDigitOrDot(bytes[place] as number); place += 1)
        this.#put(bytes[place] as number);
    }
  }
}

/** From its first byte to behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

function isBeforeHost(bytes: Uint8Array, start: number, end: number): boolean {
  if (start < 0) return false;
  for (const word of beforeHosts)
    if (word.length === end - start && startsAt(bytes, start, word)) return true;
  return false;
}

/** Where `name[address]` ends that core takes out; -1 when this word does not begin so. */
function hostEnd(bytes: Uint8Array, before: number, word: number, end: number): number {
  if (bytes[word] === openBracket || !isBeforeHost(bytes, before, word - 1)) return -1;
  let place = word;
  while (bytes[place] !== openBracket) place += 1;
  while (place < end && bytes[place] !== closeBracket) place += 1;
  return place < end ? place + 1 : -1;
}

/** `<user@example.org>`, perhaps with a sign behind it. */
function isAddress(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes[start] === less && (bytes[end - 1] === greater || bytes[end - 2] === greater);
}

/** `name=mail.example.org`. What ends like a word before hosts may belong to the next word. */
function isNamed(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    beforeNames.some((word) => end - start >= word.length && isFolded(bytes, start, word)) &&
    !beforeHosts.some((word) => isFolded(bytes, end - word.length, word))
  );
}

function isFolded(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  for (let place = 0; place < word.length; place += 1) {
    if (lowerCase[bytes[start + place] as number] !== word[place]) return false;
  }
  return true;
}

/**
 * True for a token that can be any other without a rule noticing. A rule's piece that reaches into a token does so with a run
 * of the bytes that tokens are made of. As other bytes are beside the token, such a run lies inside it, and begins, or ends,
 * where the token does when the piece wants another byte there.
 */
function isIdle(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < shortestIdle) return false;
  // Core may take out what is in front of it: `host mx[192.0.2.1]found` becomes `hostfound`.
  if (bytes[start - 1] === closeBracket) return false;
  // Core may take out what is behind it: `x1.to mx[192.0.2.1]`.
  if (beforeHosts.some((word) => isFolded(bytes, end - word.length, word))) return false;
  const [first, last] = [lowerCase[bytes[start] as number], lowerCase[bytes[end - 1] as number]];
  for (const { text, before, after } of wantedRuns.first[first as number] ?? []) {
    if (lowerCase[bytes[start - 1] as number] !== before || text.length > end - start) continue;
    if (after >= 0 && (text.length < end - start || lowerCase[bytes[end] as number] !== after)) continue;
    if (isFolded(bytes, start, text)) return false;
  }
  for (const { text, after } of wantedRuns.last[last as number] ?? []) {
    if (lowerCase[bytes[end] as number] !== after || text.length > end - start) continue;
    if (isFolded(bytes, end - text.length, text)) return false;
  }
  for (let place = start; place < end; place += 1) {
    for (const { text } of wantedRuns.inside[lowerCase[bytes[place] as number] as number] ?? [])
      if (text.length <= end - place && isFolded(bytes, place, text)) return false;
  }
  return true;
}

function isDigitOrDot(byte: number): boolean {
  return byte === dot || (byte >= zero && byte <= nine);
}

/** `198.51.100.7`, but not `127.0.0.1`. */
function isForeignAddress(bytes: Uint8Array, start: number, end: number): boolean {
  let [parts, digits] = [0, 0];
  for (let place = start; place <= end; place += 1) {
    if (place < end && bytes[place] !== dot) {
      digits += 1;
      continue;
    }
    if (digits < 1 || digits > 3) return false;
    parts += 1;
    digits = 0;
  }
  const isOwn = bytes[start] === 0x31 && bytes[start + 1] === 0x32 && bytes[start + 2] === 0x37;
  return parts === 4 && !(isOwn && bytes[start + 3] === dot);
}
