import { ascii, digit, isCapital, letterKind, lowerCase, otherLetter, startsAt } from './asciiBytes.ts';
import type { ByteInterner } from './byteInterner.ts';
import type { ByteMarks } from './byteMarks.ts';
import { hashBytes, hashSeed, queueIdHash } from './hash.ts';
import { joinHashes } from './indexKeys.ts';
import type { MessageColumnsBuilder } from './messageColumns.ts';
import {
  decimal,
  digitsEnd,
  fieldEnd,
  findCode,
  isBare,
  isNamePart,
  lowerHash,
  plainAddressEnd,
  withoutPort,
} from './postfixFields.ts';
import type { SegmentBuilder } from './segmentBuilder.ts';
import { deliversBy, tally } from './segmentScan.ts';
import type { LineTag } from './tagTable.ts';

const prime = 0x01000193;
const newline = 0x0a;
const space = 0x20;
const closeParenthesis = 0x29;
const comma = 0x2c;
const colon = 0x3a;
const semicolon = 0x3b;
const equalsSign = 0x3d;
const greater = 0x3e;
const atSign = 0x40;
const openBracket = 0x5b;
const closeBracket = 0x5d;

const words = {
  to: ascii('to=<'),
  origTo: ascii('orig_to=<'),
  status: ascii('status='),
  sent: ascii('sent ('),
  deferred: ascii('deferred ('),
  bounced: ascii('bounced ('),
  queuedAs: ascii('queued as '),
  forwardedAs: ascii('forwarded as '),
  reject: ascii('NOQUEUE: reject: RCPT from '),
  rejectFrom: ascii('; from=<'),
  rejectTo: ascii(' to=<'),
  messageId: ascii('message-id=<'),
  from: ascii('from=<'),
  size: ascii('size='),
  recipients: ascii(', nrcpt='),
  active: ascii(' (queue active)'),
  removed: ascii('removed'),
  client: ascii('client='),
  origQueueId: ascii('orig_queue_id='),
  origClient: ascii('orig_client='),
  login: ascii('sasl_username='),
  relay: ascii('relay='),
  delay: ascii('delay='),
  dsn: ascii('dsn='),
  scarded: ascii('scarded'),
  scardedCapital: ascii('SCARDED'),
  connectFrom: ascii('connect from '),
  connectTo: ascii('connect to '),
  disconnectFrom: ascii('disconnect from '),
  lostConnection: ascii('lost connection after '),
  warning: ascii('warning: '),
  statistics: ascii('statistics: '),
  screenConnect: ascii('CONNECT from '),
  screenDisconnect: ascii('DISCONNECT '),
  screenPass: ascii('PASS '),
};
// core's `isInfo`: lines that say no more than that there is TLS.
const tlsWords = ['Anonymous', 'Untrusted', 'Trusted', 'Verified'].flatMap((trust) =>
  ['established from ', 'established to ', 'reused from ', 'reused to '].map((what) =>
    ascii(`${trust} TLS connection ${what}`),
  ),
);
/** Longest address the scanner reads itself. */
const maxFieldBytes = 4096;
const longestId = 40;

/**
 * Reads what Postfix says, from the text behind `postfix/smtpd[123]: `. Knows the lines nearly every mail causes; each
 * rule here names the one of core it follows. `false` means "ask core", and then nothing was entered.
 */
export class PostfixScanner {
  readonly #out: SegmentBuilder;
  readonly #marks: ByteMarks;
  readonly #wantsIndex: boolean;
  readonly #wantsTotals: boolean;
  /** Not with the message table, which finds messages by address faster. */
  readonly #wantsAddresses: boolean;
  readonly #messages: MessageColumnsBuilder | null;
  /** The address read last, its domain in lower case. */
  readonly #address = new Uint8Array(maxFieldBytes);
  #addressLength = 0;
  #addressHash = 0;
  /** Hash of the address read last, all of it in lower case. */
  #lowerHash = 0;
  /** `host\nqueueId`; the scanner knows no hosts longer than 255 bytes. */
  readonly #id = new Uint8Array(512);
  #idHost: Uint8Array | null = null;
  #idHostHash = 0;

  constructor(out: SegmentBuilder, marks: ByteMarks) {
    this.#out = out;
    this.#marks = marks;
    this.#wantsIndex = out.wants.index;
    this.#wantsTotals = out.wants.totals;
    this.#messages = out.messages;
    this.#wantsAddresses = out.wants.index && out.messages === null;
  }

  read(bytes: Buffer, tag: LineTag, pidHash: number, start: number, end: number): boolean {
    if (!this.isPlain(bytes, end)) return false;
    const idEnd = this.#queueIdEnd(bytes, start);
    if (idEnd === 0) return this.#withoutId(bytes, tag, pidHash, start, end);
    return this.#withId(bytes, tag, pidHash, start, idEnd, end);
  }

  /** False for bytes that core would change before it reads the text, or trim from it. */
  isPlain(bytes: Buffer, end: number): boolean {
    const { nul, high, hashSign } = this.#marks;
    return nul >= end && high >= end && hashSign >= end && (bytes[end - 1] as number) > space;
  }

  #idHash = 0;
  /** Where the status code and the reply of the line being read stand. */
  readonly #code = { start: -1, end: -1 };
  readonly #reply = { start: -1, end: -1 };

  /** End of the queue ID that stands at `start` with `: ` behind it; 0 for none (core's `queueIdAt`). */
  #queueIdEnd(bytes: Buffer, start: number): number {
    let place = start;
    let kinds = 0;
    let hash = hashSeed;
    let byte = bytes[place] as number;
    let kind = letterKind[byte] as number;
    while (kind !== 0) {
      kinds |= kind;
      hash = Math.imul(hash ^ byte, prime);
      byte = bytes[(place += 1)] as number;
      kind = letterKind[byte] as number;
    }
    const length = place - start;
    if (byte !== colon || bytes[place + 1] !== space || length < 5 || length > longestId) return 0;
    if ((kinds & digit) === 0 && (kinds & otherLetter) !== 0) return 0;
    this.#idHash = queueIdHash(hash);
    return place;
  }

  #withId(bytes: Buffer, tag: LineTag, pidHash: number, start: number, idEnd: number, end: number): boolean {
    const text = idEnd + 2;
    switch (bytes[text]) {
      case 0x74: // t
        if (!this.#delivery(bytes, tag, start, idEnd, end)) return false;
        break;
      case 0x6d: // m
        if (tag.daemon !== 'cleanup' || !this.#messageId(bytes, tag, start, idEnd, end)) return false;
        break;
      case 0x66: // f
        if (tag.daemon !== 'qmgr' || !this.#active(bytes, tag, start, idEnd, end)) return false;
        break;
      case 0x72: // r
        if (
          tag.daemon !== 'qmgr' ||
          end - text !== words.removed.length ||
          !startsAt(bytes, text, words.removed)
        )
          return false;
        if (this.#messages !== null) {
          this.#out.instanceBits = this.#instanceBits(tag);
          this.#out.count(tally.removed, this.#idNumber(bytes, tag, start, idEnd), 0, 1);
        }
        break;
      case 0x63: // c
        if (!this.#client(bytes, tag, pidHash, start, idEnd, end)) return false;
        break;
      default:
        return false;
    }
    if (this.#wantsIndex) this.#out.queueIds.values[this.#out.line] = this.#idHash;
    return true;
  }

  /** core's `parseDelivery`, for `status=sent (...)`, `deferred (...)` and `bounced (...)`. */
  #delivery(bytes: Buffer, tag: LineTag, start: number, idEnd: number, end: number): boolean {
    if (!startsAt(bytes, idEnd + 2, words.to)) return false;
    let place = this.#readAddress(bytes, idEnd + 6);
    if (place === 0) return false;
    const toHash = this.#lowerHash;
    let origHash = 0;
    const hasOrig = startsAt(bytes, place, words.origTo);
    // The number is wanted before another address is read.
    const to = this.#messages === null ? -1 : this.#addressNumber();
    let orig = -1;
    if (hasOrig) {
      const origStart = place + words.origTo.length;
      place = this.#messages === null ? lowerHashEnd(bytes, origStart) : this.#readAddress(bytes, origStart);
      if (place === 0) return false;
      origHash = lowerHashFound;
      if (this.#messages !== null) orig = this.#addressNumber();
    }
    let [relayStart, relayEnd] = [-1, -1];
    let delay = NaN;
    const code = this.#code;
    code.start = -1;
    // `relay=..., delay=..., delays=..., dsn=..., `
    while (!startsAt(bytes, place, words.status)) {
      let hasEquals = false;
      const field = place;
      let byte = bytes[place] as number;
      while (byte !== newline && (byte !== comma || bytes[place + 1] !== space)) {
        if (byte === equalsSign) hasEquals = true;
        byte = bytes[(place += 1)] as number;
      }
      if (byte === newline || !hasEquals) return false;
      if (startsAt(bytes, field, words.dsn)) {
        code.start = field + words.dsn.length;
        code.end = place;
      } else if (this.#messages !== null) {
        if (startsAt(bytes, field, words.relay)) {
          relayStart = field + words.relay.length;
          relayEnd = place;
        } else if (startsAt(bytes, field, words.delay)) {
          delay = decimal(bytes, field + words.delay.length, place);
          if (Number.isNaN(delay)) return false;
        }
      }
      place += 2;
    }
    place += words.status.length;
    if (bytes[end - 1] !== closeParenthesis) return false;
    let forwarded = false;
    let refusal: 'deferred' | 'bounced' | null = null;
    this.#handed = 0;
    if (startsAt(bytes, place, words.sent)) {
      // What the index took in of a line stays in place: entering it again changes nothing.
      forwarded = this.#handedOn(bytes, place + words.sent.length, end - 1);
      if (this.#messages !== null && (forwarded || this.#isDiscarded || tag.service?.daemon === 'discard'))
        return false;
    } else {
      refusal = startsAt(bytes, place, words.deferred)
        ? 'deferred'
        : startsAt(bytes, place, words.bounced)
          ? 'bounced'
          : null;
      if (refusal === null) return false;
      // The totals want to know why; the index does not.
      if (this.#wantsTotals) {
        if (code.start < 0) return false;
        this.#reply.start = place + words[refusal].length;
        this.#reply.end = end - 1;
      }
    }
    const out = this.#out;
    if (this.#wantsAddresses) {
      out.addresses.push(out.line, toHash);
      if (hasOrig) out.addresses.push(out.line, origHash);
    }
    if (this.#wantsTotals) {
      const id = this.#idNumber(bytes, tag, start, idEnd);
      const daemon = tag.service?.daemon ?? '';
      const reason = refusal === null ? -1 : out.reasons.read(bytes, code, this.#reply, refusal, daemon);
      const kind = refusal === null ? tally.sent : tally[refusal];
      if (this.#messages !== null) {
        const { relays } = this.#messages;
        const relay = relayStart < 0 ? -1 : internBytes(relays, bytes, relayStart, relayEnd);
        const row = this.#messages.delivery(to, orig, relay, reason, delay, this.#handed, deliversBy(daemon));
        out.count(kind, id, row, 1);
      } else if (refusal !== null) out.count(kind, id, reason, 1);
      else if (forwarded) out.count(tally.forwarded, id, 0, 1);
      else out.count(tally.sent, id, this.#addressNumber(), 1);
    }
    return true;
  }

  /** Enters the queue ID the reply hands the mail on to; true when it was forwarded (core's `handedOnTo`). */
  #handedOn(bytes: Buffer, reply: number, replyEnd: number): boolean {
    let [isForwarded, forwarded, queued] = [false, 0, 0];
    this.#isDiscarded = false;
    for (let place = reply; place < replyEnd; place += 1) {
      const byte = bytes[place];
      if (byte === 0x71 && startsAt(bytes, place, words.queuedAs)) {
        queued = this.#idBehind(bytes, place + words.queuedAs.length);
      } else if (byte === 0x66 && startsAt(bytes, place, words.forwardedAs)) {
        isForwarded = true;
        forwarded = this.#idBehind(bytes, place + words.forwardedAs.length);
      } else if ((byte === 0x69 || byte === 0x49) && this.#messages !== null) {
        // amavisd's `250 2.7.0 Ok, discarded`
        if (startsAt(bytes, place + 1, words.scarded) || startsAt(bytes, place + 1, words.scardedCapital))
          this.#isDiscarded = true;
      }
    }
    // core's `handedOnTo` looks at the last one of a kind.
    this.#handed = forwarded !== 0 && startsAt(bytes, reply, words.forwardedAs) ? forwarded : queued;
    if (this.#handed !== 0) this.#out.mentions.push(this.#out.line, this.#handed);
    return isForwarded;
  }

  /** Hash of the queue ID that stands here; 0 for none, and when nobody asks. */
  #idBehind(bytes: Buffer, start: number): number {
    if (!this.#wantsIndex) return 0;
    let place = start;
    let kinds = 0;
    while (place - start < longestId && letterKind[bytes[place] as number] !== 0) {
      kinds |= letterKind[bytes[place] as number] as number;
      place += 1;
    }
    const isId = (kinds & digit) !== 0 || (kinds & otherLetter) === 0;
    return place - start >= 5 && isId ? queueIdHash(hashBytes(bytes, start, place)) : 0;
  }

  /** Queue ID the delivery read last was handed on to; 0 for none. */
  #handed = 0;
  #isDiscarded = false;

  /** core's `parseMessageId`. */
  #messageId(bytes: Buffer, tag: LineTag, lineStart: number, idEnd: number, end: number): boolean {
    const text = idEnd + 2;
    if (!startsAt(bytes, text, words.messageId) || bytes[end - 1] !== greater) return false;
    const start = text + words.messageId.length;
    const stop = end - 1;
    if (stop <= start || !isBare(bytes, start, stop)) return false;
    if (this.#wantsIndex) {
      this.#out.messageIds.push(this.#out.line, lowerHash(bytes, start, stop));
    }
    if (this.#messages !== null) {
      const out = this.#out;
      out.instanceBits = this.#instanceBits(tag);
      const row = this.#messages.messageId(bytes, start, stop);
      out.count(tally.messageId, this.#idNumber(bytes, tag, lineStart, idEnd), row, 1);
    }
    return true;
  }

  /** core's `parseQueueManager`: `from=<a@example.org>, size=8386, nrcpt=1 (queue active)` */
  #active(bytes: Buffer, tag: LineTag, start: number, idEnd: number, end: number): boolean {
    if (!startsAt(bytes, idEnd + 2, words.from)) return false;
    let place = this.#readAddress(bytes, idEnd + 2 + words.from.length);
    if (place === 0 || !startsAt(bytes, place, words.size)) return false;
    place += words.size.length;
    let size = 0;
    const digits = place;
    let value = (bytes[place] as number) - 0x30;
    while (value >= 0 && value <= 9) {
      size = size * 10 + value;
      value = (bytes[(place += 1)] as number) - 0x30;
    }
    if (place === digits || place - digits > 15 || !startsAt(bytes, place, words.recipients)) return false;
    place += words.recipients.length;
    const counts = place;
    place = digitsEnd(bytes, place);
    if (place === counts || place - counts > 9) return false;
    if (end - place !== words.active.length || !startsAt(bytes, place, words.active)) return false;

    if (this.#wantsAddresses) this.#out.addresses.push(this.#out.line, this.#lowerHash);
    if (this.#messages !== null) this.#out.instanceBits = this.#instanceBits(tag);
    if (this.#wantsTotals)
      this.#out.active(this.#idNumber(bytes, tag, start, idEnd), this.#addressNumber(), size, 1);
    return true;
  }

  /** core's `parseClient`: `client=mail.example.org[192.0.2.1], sasl_username=user, orig_queue_id=4Xk2Fz1b2Cz9rT4` */
  #client(bytes: Buffer, tag: LineTag, pidHash: number, start: number, idEnd: number, end: number): boolean {
    if (tag.daemon === 'special' || tag.daemon === 'cleanup' || tag.daemon === 'qmgr') return false;
    if (!startsAt(bytes, idEnd + 2, words.client)) return false;
    const client = idEnd + 2 + words.client.length;
    const clientEnd = fieldEnd(bytes, client, end);
    if (bytes[clientEnd - 1] !== closeBracket) return false;
    const out = this.#out;
    if (this.#wantsIndex) {
      for (let field = clientEnd; field < end;) {
        field += 2;
        const stop = fieldEnd(bytes, field, end);
        if (startsAt(bytes, field, words.origQueueId)) {
          const id = hashBytes(bytes, field + words.origQueueId.length, stop);
          out.mentions.push(out.line, queueIdHash(id));
        }
        field = stop;
      }
      out.session(joinHashes(tag.hostHash, tag.serviceHash, pidHash), false);
    }
    if (this.#wantsTotals) {
      const number = internBytes(out.clients, bytes, client, clientEnd);
      const id = this.#idNumber(bytes, tag, start, idEnd);
      if (this.#messages === null) out.count(tally.client, id, number, 1);
      else {
        out.turn(joinHashes(tag.hostHash, tag.serviceHash, pidHash), id);
        out.count(tally.client, id, this.#arrival(this.#messages, bytes, number, clientEnd, end), 1);
      }
    }
    return true;
  }

  /** What else the line says of where the mail came from; where a field stands twice, core takes the last. */
  #arrival(
    messages: MessageColumnsBuilder,
    bytes: Buffer,
    client: number,
    clientEnd: number,
    lineEnd: number,
  ): number {
    let [origClient, origId, login] = [-1, 0, -1];
    for (let field = clientEnd; field < lineEnd;) {
      field += 2;
      const stop = fieldEnd(bytes, field, lineEnd);
      if (startsAt(bytes, field, words.origQueueId)) {
        origId = queueIdHash(hashBytes(bytes, field + words.origQueueId.length, stop));
      } else if (startsAt(bytes, field, words.origClient)) {
        const start = field + words.origClient.length;
        const end = withoutPort(bytes, start, stop);
        origClient = internBytes(this.#out.clients, bytes, start, end);
      } else if (startsAt(bytes, field, words.login)) {
        const start = field + words.login.length;
        login = internBytes(messages.logins, bytes, start, stop);
      }
      field = stop;
    }
    return messages.arrival(client, origClient, origId, login);
  }

  #instanceBits(tag: LineTag): number {
    if (tag.instanceBits < 0)
      tag.instanceBits = this.#messages?.instanceBits(tag.service?.instance ?? '') ?? 0;
    return tag.instanceBits;
  }

  #withoutId(bytes: Buffer, tag: LineTag, pidHash: number, start: number, end: number): boolean {
    switch (bytes[start]) {
      case 0x63: // c
        if (startsAt(bytes, start, words.connectFrom)) return this.#session(tag, pidHash, true);
        return tag.daemon === 'smtp' && startsAt(bytes, start, words.connectTo);
      case 0x64: // d
        return startsAt(bytes, start, words.disconnectFrom) && this.#session(tag, pidHash, true);
      case 0x6c: {
        // l; core's `parseSession` asks for two letters of a stage at least
        const stage = start + words.lostConnection.length;
        return (
          startsAt(bytes, start, words.lostConnection) &&
          stage + 1 < end &&
          isCapital(bytes[stage] as number) &&
          isCapital(bytes[stage + 1] as number) &&
          this.#session(tag, pidHash, false)
        );
      }
      case 0x77: // w
        if (!startsAt(bytes, start, words.warning)) return false;
        if (this.#wantsIndex) {
          const id = start + words.warning.length;
          const idEnd = this.#queueIdEnd(bytes, id);
          if (idEnd === 0) return true;
          this.#out.queueIds.values[this.#out.line] = this.#idHash;
          if (this.#messages !== null)
            this.#out.count(tally.note, this.#idNumber(bytes, tag, id, idEnd), 0, 1);
        }
        return true;
      case 0x73: // s
        return tag.daemon === 'statistics' && startsAt(bytes, start, words.statistics);
      case 0x43: // C
        return tag.daemon === 'postscreen' && startsAt(bytes, start, words.screenConnect);
      case 0x44: // D
        return tag.daemon === 'postscreen' && startsAt(bytes, start, words.screenDisconnect);
      case 0x50: // P
        return tag.daemon === 'postscreen' && startsAt(bytes, start, words.screenPass);
      case 0x4e: // N
        return this.#reject(bytes, tag, pidHash, start, end);
      case 0x41: // A
      case 0x55: // U
      case 0x54: // T
      case 0x56: // V
        return tlsWords.some((word) => startsAt(bytes, start, word));
      default:
        return false;
    }
  }

  /**
   * core's `parseAccess`: `NOQUEUE: reject: RCPT from mail.example.org[192.0.2.1]: 550 5.1.1 <x@example.org>: ...;
   * from=<a@example.net> to=<x@example.org> proto=ESMTP helo=<mail>`
   */
  #reject(bytes: Buffer, tag: LineTag, pidHash: number, start: number, end: number): boolean {
    // postscreen serves all clients at once, so there the client is part of the key.
    if (tag.daemon === 'postscreen' || !startsAt(bytes, start, words.reject)) return false;
    const client = start + words.reject.length;
    let place = client;
    while (isNamePart(bytes[place] as number)) place += 1;
    if (bytes[place] !== openBracket) return false;
    place += 1;
    while (isNamePart(bytes[place] as number)) place += 1;
    if (bytes[place] !== closeBracket || bytes[place + 1] !== colon || bytes[place + 2] !== space)
      return false;
    if (place - start > 100) return false;
    const clientEnd = place + 1;
    // Before the last semicolon there may be anything.
    let trailer = end - 1;
    while (trailer > place && bytes[trailer] !== semicolon) trailer -= 1;
    if (!startsAt(bytes, trailer, words.rejectFrom)) return false;
    const from = trailer + words.rejectFrom.length;
    const fromEnd = plainAddressEnd(bytes, from);
    if (fromEnd === 0 || !startsAt(bytes, fromEnd + 1, words.rejectTo)) return false;
    const to = fromEnd + 1 + words.rejectTo.length;
    const toEnd = plainAddressEnd(bytes, to);
    if (toEnd === 0 || bytes[toEnd + 1] !== space) return false;
    const out = this.#out;
    let reason = -1;
    if (this.#wantsTotals) {
      // Of what other daemons refuse, core decides whether it counts.
      if (tag.service?.daemon !== 'smtpd') return false;
      const reply = this.#reply;
      reply.start = clientEnd + 2;
      reply.end = trailer;
      if (!findCode(bytes, reply, this.#code)) return false;
      reason = out.reasons.read(bytes, this.#code, reply, 'rejected', 'smtpd');
    }
    if (this.#wantsAddresses) {
      out.addresses.push(out.line, lowerHash(bytes, from, fromEnd));
      out.addresses.push(out.line, lowerHash(bytes, to, toEnd));
    }
    const process = joinHashes(tag.hostHash, tag.serviceHash, pidHash);
    if (this.#wantsIndex) out.session(process, false);
    if (this.#wantsTotals) {
      const none = this.#idNumber(bytes, tag, start, start);
      const texts = this.#messages !== null;
      out.refuse(
        none,
        process,
        texts ? internBytes(out.clients, bytes, client, clientEnd) : -1,
        texts ? internBytes(out.normalAddresses, bytes, from, fromEnd) : -1,
        texts ? internBytes(out.normalAddresses, bytes, to, toEnd) : -1,
        reason,
      );
    }
    return true;
  }

  #session(tag: LineTag, pidHash: number, isEnd: boolean): boolean {
    const process = joinHashes(tag.hostHash, tag.serviceHash, pidHash);
    if (this.#wantsIndex) this.#out.session(process, isEnd);
    if (this.#messages !== null) this.#out.turn(process, -1);
    return true;
  }

  /** Reads an address up to `>, `; position behind that, 0 when it is not a plain one. */
  #readAddress(bytes: Buffer, start: number): number {
    const address = this.#address;
    let place = start;
    let lower = hashSeed;
    let hash = hashSeed;
    let inDomain = false;
    const isFolding = this.#messages === null;
    let byte = bytes[place] as number;
    while (byte !== greater || bytes[place + 1] !== comma || bytes[place + 2] !== space) {
      if (byte === newline || place - start >= maxFieldBytes) return 0;
      const small = lowerCase[byte] as number;
      if (byte === atSign) inDomain = true;
      const normal = inDomain && isFolding ? small : byte;
      address[place - start] = normal;
      lower = Math.imul(lower ^ small, prime);
      hash = Math.imul(hash ^ normal, prime);
      byte = bytes[(place += 1)] as number;
    }
    if (place > start && !isBare(bytes, start, place)) return 0;
    this.#addressLength = place - start;
    this.#addressHash = hash;
    this.#lowerHash = lower;
    return place + 3;
  }

  #addressNumber(): number {
    return this.#out.normalAddresses.intern(this.#address, 0, this.#addressLength, this.#addressHash);
  }

  /** Number of `host\nqueueId`. */
  #idNumber(bytes: Buffer, tag: LineTag, start: number, idEnd: number): number {
    const id = this.#id;
    const host = tag.hostPrefix;
    if (this.#idHost !== host) {
      id.set(host);
      this.#idHost = host;
      this.#idHostHash = hashBytes(host, 0, host.length);
    }
    let length = host.length;
    let hash = this.#idHostHash;
    for (let place = start; place < idEnd; place += 1) {
      const byte = bytes[place] as number;
      id[length] = byte;
      length += 1;
      hash = Math.imul(hash ^ byte, prime);
    }
    return this.#out.ids.intern(id, 0, length, hash);
  }
}

function internBytes(texts: ByteInterner, bytes: Buffer, start: number, end: number): number {
  return texts.intern(bytes, start, end, hashBytes(bytes, start, end));
}

let lowerHashFound = 0;

/** As `#readAddress`, for an address of which only the hash is wanted (`lowerHashFound`). */
function lowerHashEnd(bytes: Buffer, start: number): number {
  let place = start;
  let hash = hashSeed;
  let byte = bytes[place] as number;
  while (byte !== greater || bytes[place + 1] !== comma || bytes[place + 2] !== space) {
    if (byte === newline) return 0;
    hash = Math.imul(hash ^ (lowerCase[byte] as number), prime);
    byte = bytes[(place += 1)] as number;
  }
  if (place > start && !isBare(bytes, start, place)) return 0;
  lowerHashFound = hash;
  return place + 3;
}
