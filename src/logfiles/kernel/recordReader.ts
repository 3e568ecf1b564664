import { lowerCase } from '../engine/asciiBytes.ts';
import { hashSeed } from '../engine/hash.ts';
import type { MessageColumnsBuilder } from '../engine/messageColumns.ts';
import type { CommonRefusal } from '../engine/scannedReasons.ts';
import type { SegmentBuilder } from '../engine/segmentBuilder.ts';
import { deliversBy, tally } from '../engine/segmentScan.ts';
import type { LineTag } from '../engine/tagTable.ts';

/** What a record's tag stands for. */
export interface KernelTag {
  readonly program: string;
  /** `host\n` */
  readonly hostPrefix: Uint8Array;
  readonly instance: string;
  readonly daemon: string;
  /** Flags of deliveries: which program delivers. */
  readonly delivers: number;
}

export function kernelTag({ program, hostPrefix, service }: LineTag): KernelTag {
  return {
    program,
    hostPrefix,
    instance: service?.instance ?? '',
    daemon: service?.daemon ?? '',
    delivers: deliversBy(service?.daemon),
  };
}

/** What `assembly/lineKernel.as` calls a record; see there for what follows each. */
const kinds = {
  turn: 0,
  removed: 1,
  note: 2,
  messageId: 3,
  active: 4,
  sent: 5,
  client: 6,
  deferred: 7,
  bounced: 8,
  rejected: 9,
} as const;
const tagMask = 1023;
const hasTime = 1 << 18;

const prime = 0x01000193;
const atSign = 0x40;
/** Longest line that the kernel reads. */
const longestText = 8192;
/** Above a text's length stands its number in the piece. */
const lengthBits = 14;
const mostKnown = 1 << 16;

/** Enters the kernel's records into a `SegmentBuilder`, as `PostfixScanner` does with the lines it reads itself. */
export class RecordReader {
  readonly #input: Buffer;
  readonly #words: Int32Array;
  readonly #numbers: Float64Array;
  readonly #tags: readonly KernelTag[];
  #out: SegmentBuilder | null = null;
  /** Of the tags, by number; -1 until asked for. */
  #instanceBits: number[] = [];
  /** Numbers of zones, by what the kernel calls them. */
  readonly #zones = new Map<number, number>();
  #at = 0;
  #number = 0;
  /** `host\nqueueId` */
  readonly #id = Buffer.alloc(512);
  #idHost: Uint8Array | null = null;
  readonly #folded = Buffer.alloc(longestText);
  /** The text read last: where it stands, its number when that is known, and where it is to be known from, 0 for nowhere. */
  readonly #place = { start: 0, end: 0, hash: 0, number: -1, known: 0 };
  /** Numbers of texts of the piece, by the number they have there. */
  readonly #known = new Int32Array(mostKnown);
  /** Where the status code and the reply of a refusal stand. */
  readonly #code = { start: 0, end: 0 };
  readonly #reply = { start: 0, end: 0 };

  constructor(input: Buffer, words: Int32Array, numbers: Float64Array, tags: readonly KernelTag[]) {
    this.#input = input;
    this.#words = words;
    this.#numbers = numbers;
    this.#tags = tags;
  }

  /** Enters `length` words of records. Leaves `out.line` at the line of the last. */
  enter(out: SegmentBuilder, length: number): void {
    if (this.#out !== out) this.#begin(out);
    const words = this.#words;
    this.#at = 0;
    this.#number = 0;
    while (this.#at < length) {
      const head = words[this.#at] as number;
      out.line = words[this.#at + 1] as number;
      this.#at += 2;
      if ((head & hasTime) === 0) out.zonedKey = NaN;
      else this.#time(out);
      if (out.messages === null) this.#count(out, head & 255, (head >>> 8) & tagMask);
      else this.#enter(out, out.messages, head & 255, (head >>> 8) & tagMask);
    }
  }

  #begin(out: SegmentBuilder): void {
    this.#out = out;
    this.#instanceBits = [];
    this.#zones.clear();
  }

  #next(): number {
    const word = this.#words[this.#at] as number;
    this.#at += 1;
    return word;
  }

  #nextNumber(): number {
    const value = this.#numbers[this.#number] as number;
    this.#number += 1;
    return value;
  }

  #time(out: SegmentBuilder): void {
    out.zonedHour = this.#next();
    const zone = this.#next();
    out.zonedDigits = this.#next();
    out.zonedKey = this.#nextNumber();
    let number = this.#zones.get(zone);
    if (number === undefined) this.#zones.set(zone, (number = out.zoneNumber(zoneText(zone))));
    out.zonedZone = number;
  }

  /** Reads where a text stands. True when one is there that is not known by its number already. */
  #isNew(): boolean {
    const [words, text] = [this.#words, this.#place];
    const start = words[this.#at] as number;
    if (start < 0) text.number = start === -1 ? -1 : (this.#known[-1 - start] as number);
    else {
      const both = words[this.#at + 1] as number;
      text.start = start;
      text.end = start + (both & ((1 << lengthBits) - 1));
      text.known = both >>> lengthBits;
      text.hash = words[this.#at + 2] as number;
    }
    this.#at += 3;
    return start >= 0;
  }

  #know(number: number): number {
    const { known } = this.#place;
    if (known !== 0) this.#known[known] = number;
    return number;
  }

  /** Number of `host\nqueueId`. */
  #idNumber(out: SegmentBuilder, tag: number): number {
    if (!this.#isNew()) return this.#place.number;
    const { start, end, hash } = this.#place;
    const host = (this.#tags[tag] as KernelTag).hostPrefix;
    const [id, input] = [this.#id, this.#input];
    if (this.#idHost !== host) {
      id.set(host);
      this.#idHost = host;
    }
    let length = host.length;
    for (let place = start; place < end; place += 1, length += 1) id[length] = input[place] as number;
    return this.#know(out.ids.intern(id, 0, length, hash));
  }

  /** Number of a text; -1 for none. */
  #text(texts: { intern(from: Uint8Array, start: number, end: number, hash: number): number }): number {
    if (!this.#isNew()) return this.#place.number;
    const { start, end, hash } = this.#place;
    return this.#know(texts.intern(this.#input, start, end, hash));
  }

  /** Number of an address whose domain is put into lower case. */
  #normalAddress(out: SegmentBuilder): number {
    this.#isNew();
    const { start, end } = this.#place;
    const [input, folded] = [this.#input, this.#folded];
    let hash = hashSeed;
    let inDomain = false;
    for (let place = start; place < end; place += 1) {
      let byte = input[place] as number;
      if (byte === atSign) inDomain = true;
      if (inDomain) byte = lowerCase[byte] as number;
      folded[place - start] = byte;
      hash = Math.imul(hash ^ byte, prime);
    }
    return out.normalAddresses.intern(folded, 0, end - start, hash);
  }

  /** Number of the reason that a reply gives. */
  #reason(out: SegmentBuilder, kind: CommonRefusal, tag: number): number {
    const [code, reply] = [this.#code, this.#reply];
    code.start = this.#next();
    code.end = this.#next();
    reply.start = this.#next();
    reply.end = this.#next();
    return out.reasons.read(this.#input, code, reply, kind, (this.#tags[tag] as KernelTag).daemon);
  }

  #owned(messages: MessageColumnsBuilder, tag: number): number {
    return (this.#instanceBits[tag] ??= messages.instanceBits((this.#tags[tag] as KernelTag).instance));
  }

  #enter(out: SegmentBuilder, messages: MessageColumnsBuilder, kind: number, tag: number): void {
    if (kind === kinds.turn) {
      out.turn(this.#next(), -1);
      return;
    }
    const id = this.#idNumber(out, tag);
    switch (kind) {
      case kinds.sent:
        out.count(tally.sent, id, this.#delivery(out, messages, null, tag), 1);
        return;
      case kinds.deferred:
        out.count(tally.deferred, id, this.#delivery(out, messages, 'deferred', tag), 1);
        return;
      case kinds.bounced:
        out.count(tally.bounced, id, this.#delivery(out, messages, 'bounced', tag), 1);
        return;
      case kinds.rejected: {
        const process = this.#next();
        const client = this.#text(out.clients);
        const sender = this.#text(out.normalAddresses);
        const recipient = this.#text(out.normalAddresses);
        const reason = this.#reason(out, 'rejected', tag);
        out.refuse(id, process, client, sender, recipient, reason, this.#next());
        return;
      }
      case kinds.client: {
        const client = this.#text(out.clients);
        const original = this.#text(out.clients);
        const origin = this.#next();
        const login = this.#text(messages.logins);
        out.turn(this.#next(), id);
        out.count(tally.client, id, messages.arrival(client, original, origin, login), 1);
        return;
      }
      case kinds.messageId: {
        this.#isNew();
        const { start, end, hash } = this.#place;
        out.instanceBits = this.#owned(messages, tag);
        out.count(tally.messageId, id, messages.messageId(this.#input, start, end, hash), 1);
        return;
      }
      case kinds.active: {
        const sender = this.#text(out.normalAddresses);
        out.instanceBits = this.#owned(messages, tag);
        out.active(id, sender, this.#nextNumber(), 1);
        return;
      }
      case kinds.removed:
        out.instanceBits = this.#owned(messages, tag);
        out.count(tally.removed, id, 0, 1);
        return;
      default:
        out.count(tally.note, id, 0, 1);
    }
  }

  /** Row of a delivery; `refusal` null: it was sent. */
  #delivery(
    out: SegmentBuilder,
    messages: MessageColumnsBuilder,
    refusal: CommonRefusal | null,
    tag: number,
  ): number {
    const to = this.#text(out.normalAddresses);
    const original = this.#text(out.normalAddresses);
    const relay = this.#text(messages.relays);
    const delay = this.#nextNumber();
    const { delivers } = this.#tags[tag] as KernelTag;
    if (refusal === null) return messages.delivery(to, original, relay, -1, delay, this.#next(), delivers);
    const reason = this.#reason(out, refusal, tag);
    return messages.delivery(to, original, relay, reason, delay, 0, delivers);
  }

  /** For the totals alone. */
  #count(out: SegmentBuilder, kind: number, tag: number): void {
    switch (kind) {
      case kinds.sent: {
        const id = this.#idNumber(out, tag);
        const to = this.#normalAddress(out);
        this.#at += 7;
        this.#number += 1;
        out.count(tally.sent, id, to, 1);
        return;
      }
      case kinds.deferred:
      case kinds.bounced: {
        const refusal = kind === kinds.deferred ? 'deferred' : 'bounced';
        const id = this.#idNumber(out, tag);
        this.#at += 9;
        this.#number += 1;
        out.count(tally[refusal], id, this.#reason(out, refusal, tag), 1);
        return;
      }
      case kinds.rejected: {
        const id = this.#idNumber(out, tag);
        this.#at += 10;
        out.count(tally.rejected, id, this.#reason(out, 'rejected', tag), 1);
        this.#at += 1;
        return;
      }
      case kinds.client: {
        const id = this.#idNumber(out, tag);
        const client = this.#text(out.clients);
        this.#at += 8;
        out.count(tally.client, id, client, 1);
        return;
      }
      case kinds.active: {
        const id = this.#idNumber(out, tag);
        out.active(id, this.#normalAddress(out), this.#nextNumber(), 1);
        return;
      }
      default:
        this.#at += kind === kinds.turn ? 1 : kind === kinds.messageId ? 6 : 3;
    }
  }
}

/** `+01:00`, of what the kernel calls it; `Z` for 0. */
function zoneText(zone: number): string {
  if (zone === 0) return 'Z';
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String.fromCharCode(zone >>> 16)}${two((zone >>> 8) & 255)}:${two(zone & 255)}`;
}
