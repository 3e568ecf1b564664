/*
 * The inner loop of reading logs, in AssemblyScript, built into WebAssembly by `node scripts/buildKernel.mjs`.
 *
 * It reads the lines that make up nearly all of a mail log, sixteen bytes at a time, and leaves for each the few numbers by
 * which a trace finds the lines of a mail; where they are wanted, also records of what the line says. Every rule here is one of `engine/lineScanner.ts` and `engine/postfixScanner.ts`, and
 * names it; a line that departs from those shapes in any way stops the loop, and the caller reads it by those.
 * A property test holds both to the same answers.
 */

// Where things lie in memory. Positions in lines are relative to `input`, as the caller knows no other.

/** The lines; behind them room for loads that reach beyond the last one. */
const input: usize = memory.data(2 * 1024 * 1024 + 64, 64);
/** Rows of a column. A call stops before one is full; a line adds fewer than `rowsOfOneLine` to any. */
const rows: i32 = 32768;
const rowsOfOneLine: i32 = 1024;
const longestLine: i32 = 8192;

/** For every line the hash of its queue ID, 0 for none. */
const queueIdColumn: usize = memory.data(32768 * 4, 16);
const mentionLines: usize = memory.data(32768 * 4, 16);
const mentionHashes: usize = memory.data(32768 * 4, 16);
const messageIdLines: usize = memory.data(32768 * 4, 16);
const messageIdHashes: usize = memory.data(32768 * 4, 16);
const sessionLines: usize = memory.data(32768 * 4, 16);
const sessionHashes: usize = memory.data(32768 * 4, 16);
const sessionEnds: usize = memory.data(32768, 16);
/** Lines that name the address looked for. */
const hitLines: usize = memory.data(32768 * 4, 16);
const stampLines: usize = memory.data(32768 * 4, 16);
const stampPacked: usize = memory.data(32768 * 4, 16);
/** Places of every 64th line. */
const strideStarts: usize = memory.data(32768 * 4, 16);
/** What a call leaves behind, see `leave`. */
const report: usize = memory.data(32 * 4, 16);
const reportedKeys: usize = memory.data(4 * 8, 16);
/** Records, one behind the other, see `record`; and the numbers with a fraction that they have, in the same order. */
const recordWords: usize = memory.data(524288 * 4, 16);
const recordNumbers: usize = memory.data(131072 * 8, 16);
const mostWords: i32 = 524288 - 64;
const mostNumbers: i32 = 131072 - 8;
/** The address looked for, in lower case. */
const needle: usize = memory.data(4096, 16);

/** Tells the caller where things lie. */
export function placeOf(number: i32): usize {
  switch (number) {
    case 0: return input;
    case 1: return queueIdColumn;
    case 2: return mentionLines;
    case 3: return mentionHashes;
    case 4: return messageIdLines;
    case 5: return messageIdHashes;
    case 6: return sessionLines;
    case 7: return sessionHashes;
    case 8: return sessionEnds;
    case 9: return hitLines;
    case 10: return stampLines;
    case 11: return stampPacked;
    case 12: return strideStarts;
    case 13: return report;
    case 14: return reportedKeys;
    case 15: return needle;
    case 16: return tagTexts;
    case 17: return tagForeign;
    case 18: return recordWords;
    default: return recordNumbers;
  }
}

// Tags, as `engine/tagTable.ts` knows them: host and program.
const maxTagBytes: i32 = 64;
const tagTexts: usize = memory.data(1024 * 64, 16);
const tagLengths: usize = memory.data(1024 * 4, 16);
const tagDaemons: usize = memory.data(1024 * 4, 16);
/** Process key but for the PID (`joinHashes`). */
const tagKeys: usize = memory.data(1024 * 4, 16);
/** Hash of `host\n`, which queue IDs are told apart with; and the first tag with the same host. */
const tagHosts: usize = memory.data(1024 * 4, 16);
const tagFirstOfHost: usize = memory.data(1024 * 4, 16);
/** Lines of other programs, since the caller asked last. */
const tagForeign: usize = memory.data(1024 * 4, 16);
/** Open addressing; number of the tag + 1. */
const tagSlots: usize = memory.data(4096 * 2, 16);
let tagCount: i32 = 0;

// What a daemon is, in the order `lineKernel.ts` gives.
const foreignProgram: i32 = 0;
const cleanup: i32 = 1;
const qmgr: i32 = 2;
const postscreen: i32 = 3;
const smtp: i32 = 4;
const statistics: i32 = 5;
const special: i32 = 6;
const bounce: i32 = 8;
const discard: i32 = 9;
const smtpd: i32 = 10;

let lines: i32 = 0;
let understood: i32 = 0;
let foreign: i32 = 0;
let mentions: i32 = 0;
let messageIds: i32 = 0;
let sessions: i32 = 0;
let hits: i32 = 0;
let stamps: i32 = 0;
let strides: i32 = 0;
let words: i32 = 0;
let numbers: i32 = 0;
/** The line read last; -1 for none. */
let lastStart: i32 = -1;
let lastEnd: i32 = -1;
/** Why the call ended: 0 all is read, 1 a line it does not know, 2 a column is full, 3 the tag at `tagStart` is new. */
let reason: i32 = 0;
let tagStart: i32 = 0;
let tagEnd: i32 = 0;
// Of the lines whose stamp has an offset; line -1 for none.
let zonedFirstKey: f64 = 0;
let zonedLastKey: f64 = 0;
let zonedOrdered: bool = true;
let earliestLine: i32 = -1;
let earliestKey: f64 = 0;
let earliestAt: i32 = 0;
let latestLine: i32 = -1;
let latestKey: f64 = 0;
let latestAt: i32 = 0;

/** Writes what a call came to where the caller reads it. */
function leave(): void {
  store<i32>(report, lines);
  store<i32>(report, understood, 4);
  store<i32>(report, foreign, 8);
  store<i32>(report, mentions, 12);
  store<i32>(report, messageIds, 16);
  store<i32>(report, sessions, 20);
  store<i32>(report, hits, 24);
  store<i32>(report, stamps, 28);
  store<i32>(report, strides, 32);
  store<i32>(report, lastStart, 36);
  store<i32>(report, lastEnd, 40);
  store<i32>(report, reason, 44);
  store<i32>(report, tagStart, 48);
  store<i32>(report, tagEnd, 52);
  store<i32>(report, zonedOrdered ? 1 : 0, 56);
  store<i32>(report, earliestLine, 60);
  store<i32>(report, earliestAt, 64);
  store<i32>(report, latestLine, 68);
  store<i32>(report, latestAt, 72);
  store<i32>(report, words, 76);
  store<f64>(reportedKeys, zonedFirstKey);
  store<f64>(reportedKeys, zonedLastKey, 8);
  store<f64>(reportedKeys, earliestKey, 16);
  store<f64>(reportedKeys, latestKey, 24);
}

let needleLength: i32 = -1;
let wantsRecords: bool = false;
let numbersTexts: bool = false;

const hashSeed: i32 = 0x811c9dc5;
const prime: i32 = 0x01000193;

const digitKind: u8 = 1;
const upperHex: u8 = 2;
const otherLetter: u8 = 4;
/** `letterKind` of `engine/asciiBytes.ts`. */
const letterKind: usize = memory.data(256, 16);
const lowerCase: usize = memory.data(256, 16);

for (let byte = 0; byte < 256; byte += 1) {
  let kind: u8 = 0;
  if (byte >= 0x30 && byte <= 0x39) kind = digitKind;
  else if (byte >= 0x41 && byte <= 0x46) kind = upperHex;
  else if ((byte >= 0x47 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)) kind = otherLetter;
  store<u8>(letterKind + byte, kind);
  store<u8>(lowerCase + byte, byte >= 0x41 && byte <= 0x5a ? <u8>(byte | 0x20) : <u8>byte);
}

/**
 * The caller has put an address where the needle lies; -1 for none. `records`: whether those are wanted; `numbered`: whether the
 * caller takes in every text, and wants to be told of those that came before.
 */
export function setWants(length: i32, records: bool, numbered: bool): void {
  needleLength = length;
  wantsRecords = records;
  numbersTexts = numbered;
}

function tagSlot(start: usize, length: i32): i32 {
  const head = load<u32>(start);
  const tail = load<u32>(start + length - 4);
  return ((((head * 0x9e3779b1) ^ tail) * 0x85ebca6b + length * 0x27d4eb2f) >>> 20) as i32;
}

/** Takes in a tag whose text the caller has put at its place in `tagTexts`; at least eight bytes long. */
export function addTag(length: i32, daemon: i32, key: i32, host: i32): void {
  const text = tagTexts + tagCount * maxTagBytes;
  store<i32>(tagLengths + tagCount * 4, length);
  store<i32>(tagDaemons + tagCount * 4, daemon);
  store<i32>(tagKeys + tagCount * 4, key);
  store<i32>(tagHosts + tagCount * 4, host);
  store<i32>(tagFirstOfHost + tagCount * 4, firstOfHost(text));
  let slot = tagSlot(text, length);
  while (load<u16>(tagSlots + slot * 2) != 0) slot = (slot + 1) & 4095;
  tagCount += 1;
  store<u16>(tagSlots + slot * 2, <u16>tagCount);
}

/** The first tag with the host of this one, the newest, which may be itself. */
function firstOfHost(text: usize): i32 {
  for (let tag = 0; tag < tagCount; tag += 1) {
    let at: usize = 0;
    while (load<u8>(text + at) != 0x20 && load<u8>(text + at) == load<u8>(tagTexts + tag * maxTagBytes + at)) at += 1;
    if (load<u8>(text + at) == 0x20 && load<u8>(tagTexts + tag * maxTagBytes + at) == 0x20) return tag;
  }
  return tagCount;
}

// @ts-ignore: decorator
@inline
function tagAt(start: usize, length: i32): i32 {
  let slot = tagSlot(start, length);
  let next = <i32>load<u16>(tagSlots + slot * 2);
  while (next != 0) {
    const number = next - 1;
    if (load<i32>(tagLengths + number * 4) == length && isSame(tagTexts + number * maxTagBytes, start, length))
      return number;
    slot = (slot + 1) & 4095;
    next = <i32>load<u16>(tagSlots + slot * 2);
  }
  return -1;
}

/** True when two texts of at least eight bytes are the same: the last eight are compared with the rest's help. */
// @ts-ignore: decorator
@inline
function isSame(one: usize, other: usize, length: i32): bool {
  const last = length - 8;
  for (let at = 0; at < last; at += 8) if (load<u64>(one + at) != load<u64>(other + at)) return false;
  return load<u64>(one + last) == load<u64>(other + last);
}

/** Bit n is set when byte n of a comparison held. */
// @ts-ignore: decorator
@inline
function bits(found: v128): i32 {
  return i8x16.bitmask(found);
}

// @ts-ignore: decorator
@inline
function found(bytes: v128, byte: i8): v128 {
  return i8x16.eq(bytes, i8x16.splat(byte));
}

/** The place of `first` with `second` behind it; `end` when there is none before. */
// @ts-ignore: decorator
@inline
function pairAt(from: usize, end: usize, first: i8, second: i8): usize {
  for (let at = from; at < end; at += 16) {
    const mask = bits(v128.and(found(v128.load(at), first), found(v128.load(at, 1), second)));
    if (mask != 0) {
      const place = at + ctz(mask);
      return place < end ? place : end;
    }
  }
  return end;
}

/** A word of up to eight letters as a number, as it lies in memory. */
function word(text: string): u64 {
  let number: u64 = 0;
  for (let at = 0; at < text.length; at += 1) number |= (<u64>text.charCodeAt(at)) << (8 * at);
  return number;
}

/** True when a word of that length stands here. */
// @ts-ignore: decorator
@inline
function is(at: usize, text: u64, length: i32): bool {
  return length == 8 ? load<u64>(at) == text : (load<u64>(at) & ((<u64>1 << (8 * length)) - 1)) == text;
}

const to = word('to=<');
const origTo = word('orig_to=');
const status = word('status=');
const sent = word('sent (');
const deferred = word('deferred');
const bounced = word('bounced ');
const as = word('d as ');
const queued = word('queue');
const forwarded = word('forwarde');
const scarded = word('scarded');
const scardedCapital = word('SCARDED');
const relayIs = word('relay=');
const delayIs = word('delay=');
const dsnIs = word('dsn=');
const origClientIs = word('orig_cli');
const origClientRest = word('ent=');
const loginIs = word('sasl_use');
const loginRest = word('rname=');
const from = word('from=<');
const size = word('size=');
const recipients = word(', nrcpt=');
const queue = word(' (queue ');
const queueActive = word('active)');
const removed = word('removed');
const message = word('message-');
const messageIdIs = word('id=<');
const clientIs = word('client=');
const origQueue = word('orig_que');
const origQueueId = word('ue_id=');
const connect = word('connect ');
const disconnect = word('disconne');
const disconnectFrom = word('ct from ');
const fromWord = word('from ');
const toWord = word('to ');
const lost = word('lost con');
const lostConnection = word('nection ');
const after = word('after ');
const warning = word('warning:');
const statisticsWord = word('statisti');
const statisticsRest = word('cs: ');
const screenConnect = word('CONNECT ');
const screenDisconnect = word('DISCONNE');
const screenDisconnectRest = word('CT ');
const screenPass = word('PASS ');
const noQueue = word('NOQUEUE:');
const rejectWord = word(' reject:');
const rcptFrom = word(' RCPT fr');
const om = word('om ');
const trailerFrom = word('; from=<');
const trailerTo = word(' to=<');
const anonymous = word('Anonymou');
const untrusted = word('Untruste');
const trusted = word('Trusted ');
const verified = word('Verified');
const tls = word('TLS conn');
const tlsConnection = word('ection ');
const established = word('establis');
const establishedRest = word('hed ');
const reused = word('reused ');
const senderWord = word('sender n');
const nonDelivery = word('on-deliv');
const eryNotification = word('ery noti');
const notificationWord = word('fication');
const notificationIs = word(': ');

/** True when comparing addresses takes nothing from these (core's `bare`). */
// @ts-ignore: decorator
@inline
function isBare(start: usize, end: usize): bool {
  const first = load<u8>(start);
  const last = load<u8>(end - 1);
  return first > 0x20 && first != 0x3c && last > 0x20 && last != 0x3e;
}

/** Position of the `>, ` that closes an address; 0 when there is none, or it is no plain one. */
// @ts-ignore: decorator
@inline
function addressEnd(start: usize, end: usize): usize {
  let close = pairAt(start, end, 0x3e, 0x2c);
  while (close < end && load<u8>(close, 2) != 0x20) close = pairAt(close + 1, end, 0x3e, 0x2c);
  if (close >= end) return 0;
  return close > start && !isBare(start, close) ? 0 : close;
}

function lowerHash(start: usize, end: usize): i32 {
  let hash = hashSeed;
  for (let at = start; at < end; at += 1) hash = (hash ^ load<u8>(lowerCase + load<u8>(at))) * prime;
  return hash;
}

// @ts-ignore: decorator
@inline
function hashOf(start: usize, end: usize): i32 {
  return hashFrom(hashSeed, start, end);
}

// @ts-ignore: decorator
@inline
function hashFrom(seed: i32, start: usize, end: usize): i32 {
  let hash = seed;
  for (let at = start; at < end; at += 1) hash = (hash ^ load<u8>(at)) * prime;
  return hash;
}

// @ts-ignore: decorator
@inline
function queueIdHash(hash: i32): i32 {
  return hash == 0 ? 1 : hash;
}

/** Enters the line when this is the address looked for. */
function address(start: usize, end: usize, line: i32): void {
  if (<i32>(end - start) != needleLength) return;
  for (let at = start, mark = needle; at < end; at += 1, mark += 1) {
    if (load<u8>(lowerCase + load<u8>(at)) != load<u8>(mark)) return;
  }
  store<i32>(hitLines + hits * 4, line);
  hits += 1;
}

function mention(hash: i32, line: i32): void {
  store<i32>(mentionLines + mentions * 4, line);
  store<i32>(mentionHashes + mentions * 4, queueIdHash(hash));
  mentions += 1;
}

// @ts-ignore: decorator
@inline
function processHash(key: i32): i32 {
  return (key ^ hashOf(pidStart, pidEnd)) * prime;
}

function session(key: i32, isEnd: bool, line: i32): void {
  store<i32>(sessionLines + sessions * 4, line);
  store<i32>(sessionHashes + sessions * 4, processHash(key));
  store<u8>(sessionEnds + sessions, isEnd ? 1 : 0);
  sessions += 1;
}

/** A session begins or ends. */
function turn(key: i32, isEnd: bool, line: i32): void {
  session(key, isEnd, line);
  if (!wantsRecords) return;
  record(turnRecord, line);
  put(processHash(key));
}

// What a record is, and what follows its first word (kind, tag << 8, hasTime << 18) and its line. A text is three words: where
// it begins in `input`; its length, with its number in the piece above `lengthBits`, 0 for none; and its hash. Where the same text
// has stood in the piece before, the first word is -1 - the number it got there and the others mean nothing; all are 0 where there is
// no text. An ID is such a text; its hash is that of `host\n` and the ID.
/** Process. */
const turnRecord: i32 = 0;
/** ID. */
const removedRecord: i32 = 1;
/** ID. */
const noteRecord: i32 = 2;
/** ID, message-ID. */
const messageIdRecord: i32 = 3;
/** ID, address; a number: the size. */
const activeRecord: i32 = 4;
/** ID, address, original address, relay, hash of the queue ID it went on to or 0; a number: the delay. */
const sentRecord: i32 = 5;
/** ID, client, original client, hash of the original queue ID or 0, login, process. */
const clientRecord: i32 = 6;
/** ID, address, original address, relay, where the status code and the reply begin and end; a number: the delay. */
const deferredRecord: i32 = 7;
const bouncedRecord: i32 = 8;
/** An empty ID, process, client, sender, recipient, status code and reply as above, hash of the line. */
const rejectedRecord: i32 = 9;

let lineStart: usize = 0;
// Time of the line, when its stamp has an offset.
let hasTime: bool = false;
let timeKey: f64 = 0;
let timeHour: i32 = 0;
/** As `LineScanner` knows zones. */
let timeZone: i32 = 0;
let timeDigits: i32 = 0;
let recordTag: i32 = 0;
/** Which host it is. */
let recordHost: i32 = 0;

/** Begins a record. With a time: hour, zone and digits follow, the key is a number. */
function record(kind: i32, line: i32): void {
  put(kind | (recordTag << 8) | (hasTime ? 1 << 18 : 0));
  put(line);
  if (!hasTime) return;
  put(timeHour);
  put(timeZone);
  put(timeDigits);
  putNumber(timeKey);
}

// @ts-ignore: decorator
@inline
function put(value: i32): void {
  store<i32>(recordWords + words * 4, value);
  words += 1;
}

// @ts-ignore: decorator
@inline
function putNumber(value: f64): void {
  store<f64>(recordNumbers + numbers * 8, value);
  numbers += 1;
}

// Texts of the piece being read. Most of what a line names was named a few lines before: who numbers texts need not look it up
// again. One place for each that it can stand at; the text that came last has it.
const slotBits: i32 = 12;
const seenTexts: usize = memory.data(4096 * 16, 16);
const seenIds: usize = memory.data(4096 * 24, 16);
const lengthBits: i32 = 14;
const mostNumbered: i32 = 65535;
let numbered: i32 = 0;

// What a text is, above its length.
const addressText: i32 = 1 << 16;
const clientText: i32 = 2 << 16;
const relayText: i32 = 3 << 16;
const loginText: i32 = 4 << 16;

/** Other bytes lie in `input` from now on. */
export function beginPiece(): void {
  numbered = 0;
  memory.fill(seenTexts, 0, 4096 * 16);
  memory.fill(seenIds, 0, 4096 * 24);
}

// @ts-ignore: decorator
@inline
function slotOf(start: usize, length: i32): usize {
  const head = load<u64>(start) & (length < 8 ? ((<u64>1) << (<u64>length << 3)) - 1 : ~(<u64>0));
  const tail = length < 8 ? <u64>0 : load<u64>(start + length - 8);
  const mixed = ((head * 0x9e3779b97f4a7c15) ^ (tail + <u64>length)) * 0xc2b2ae3d27d4eb4f;
  return <usize>(mixed >>> (64 - slotBits));
}

/** True when two texts of this length are the same. */
// @ts-ignore: decorator
@inline
function areAlike(one: usize, other: usize, length: i32): bool {
  let done = 0;
  for (; length - done > 16; done += 16)
    if (v128.any_true(v128.xor(v128.load(one + done), v128.load(other + done)))) return false;
  const alike = bits(i8x16.eq(v128.load(one + done), v128.load(other + done)));
  const wanted = (1 << (length - done)) - 1;
  return (alike & wanted) == wanted;
}

// @ts-ignore: decorator
@inline
function nextNumber(): i32 {
  if (!numbersTexts || numbered >= mostNumbered) return 0;
  numbered += 1;
  return numbered;
}

/** A text that is one of its kind. */
function putText(start: usize, end: usize, kind: i32): void {
  const length = <i32>(end - start);
  const slot = seenTexts + (slotOf(start, length) << 4);
  const place = <i32>(start - input);
  if (load<i32>(slot, 4) == (length | kind) && areAlike(input + load<i32>(slot), start, length)) {
    const number = load<i32>(slot, 12);
    putFound(number, place, length, load<i32>(slot, 8));
    return;
  }
  const hash = hashOf(start, end);
  const number = nextNumber();
  store<i32>(slot, place);
  store<i32>(slot, length | kind, 4);
  store<i32>(slot, hash, 8);
  store<i32>(slot, number, 12);
  putNew(number, place, length, hash);
}

// @ts-ignore: decorator
@inline
function putFound(number: i32, place: i32, length: i32, hash: i32): void {
  if (number == 0) putNew(0, place, length, hash);
  else {
    put(-1 - number);
    words += 2;
  }
}

// @ts-ignore: decorator
@inline
function putNew(number: i32, place: i32, length: i32, hash: i32): void {
  put(place);
  put(length | (number << lengthBits));
  put(hash);
}

/** A text that has no like. */
function putOwnText(start: usize, end: usize): void {
  putNew(0, <i32>(start - input), <i32>(end - start), hashOf(start, end));
}

function putPlaces(start: usize, end: usize): void {
  put(<i32>(start - input));
  put(<i32>(end - input));
}

function putNone(): void {
  put(-1);
  words += 2;
}

// The queue ID read last.
let idHash: i32 = 0;
/** Digits of the line's PID; none when both are the same. */
let pidStart: usize = 0;
let pidEnd: usize = 0;
/** Where it stands in `seenIds`. */
let idSlot: usize = 0;

/** Begins a record about the queue ID read last. */
function recordOfId(kind: i32, line: i32): void {
  record(kind, line);
  let number = load<i32>(idSlot, 20);
  if (number > 0) {
    put(-1 - number);
    words += 2;
    return;
  }
  number = nextNumber();
  store<i32>(idSlot, number, 20);
  putNew(number, load<i32>(idSlot), load<i32>(idSlot, 4), load<i32>(idSlot, 16));
}

/** Leaves where it stands among those that were seen: place, length, host, hash, hash with its host, number. */
// @ts-ignore: decorator
@inline
function idFound(start: usize, end: usize, host: i32): void {
  const length = <i32>(end - start);
  const slot = seenIds + slotOf(start, length) * 24;
  idSlot = slot;
  if (
    load<i32>(slot, 4) == length &&
    load<i32>(slot, 8) == recordHost &&
    areAlike(input + load<i32>(slot), start, length)
  ) {
    idHash = load<i32>(slot, 12);
    return;
  }
  idHash = queueIdHash(hashOf(start, end));
  store<i32>(slot, <i32>(start - input));
  store<i32>(slot, length, 4);
  store<i32>(slot, recordHost, 8);
  store<i32>(slot, idHash, 12);
  store<i32>(slot, wantsRecords ? hashFrom(host, start, end) : 0, 16);
  store<i32>(slot, 0, 20);
}

/** True for bytes from `first` on, `count` of them. */
// @ts-ignore: decorator
@inline
function among(bytes: v128, first: i8, count: i8): v128 {
  return i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(first)), i8x16.splat(count));
}

/** `#queueIdEnd`; leaves what it found in `idHash` and the like. */
// @ts-ignore: decorator
@inline
function queueIdEnd(start: usize, host: i32): usize {
  const bytes = v128.load(start);
  const digits = among(bytes, 0x30, 10);
  const letters = among(v128.or(bytes, i8x16.splat(0x20)), 0x61, 26);
  const others = bits(v128.or(digits, letters)) ^ 0xffff;
  if (others == 0) return longQueueIdEnd(start, host);
  const length = ctz(others);
  const end = start + length;
  if (length < 5 || load<u16>(end) != 0x203a) return 0;
  const mask = (1 << length) - 1;
  const digitBits = bits(digits) & mask;
  if (digitBits == 0 && (bits(among(bytes, 0x41, 6)) & mask) != mask) return 0;
  idFound(start, end, host);
  return end;
}

/** As `queueIdEnd`, for one that may have more than 15 letters. */
function longQueueIdEnd(start: usize, host: i32): usize {
  let at = start;
  let kinds: u8 = 0;
  let kind = load<u8>(letterKind + load<u8>(at));
  while (kind != 0) {
    kinds |= kind;
    at += 1;
    kind = load<u8>(letterKind + load<u8>(at));
  }
  if (load<u16>(at) != 0x203a || at - start > 40) return 0;
  if ((kinds & digitKind) == 0 && (kinds & otherLetter) != 0) return 0;
  idFound(start, at, host);
  return at;
}

/** `decimal` of `engine/postfixFields.ts`. */
function decimal(start: usize, end: usize): f64 {
  let value: f64 = 0;
  let scale: f64 = 0;
  if (start == end || end - start > 15) return NaN;
  for (let at = start; at < end; at += 1) {
    const byte = load<u8>(at);
    if (byte == 0x2e && scale == 0 && at > start && at < end - 1) {
      scale = 1;
      continue;
    }
    if (byte < 0x30 || byte > 0x39) return NaN;
    value = value * 10 + <f64>(byte - 0x30);
    scale *= 10;
  }
  return scale == 0 ? value : value / scale;
}

/** `#delivery`, from behind `to=<`. */
function delivery(start: usize, end: usize, daemon: i32, line: i32): bool {
  const close = addressEnd(start, end);
  if (close == 0) return false;
  let at = close + 3;
  let original: usize = 0;
  let originalEnd: usize = 0;
  if (is(at, origTo, 8) && load<u8>(at, 8) == 0x3c) {
    original = at + 9;
    originalEnd = addressEnd(original, end);
    if (originalEnd == 0) return false;
    at = originalEnd + 3;
  }
  let relay: usize = 0;
  let relayEnd: usize = 0;
  let delay: f64 = NaN;
  codeStart = 0;
  // `relay=..., delay=..., delays=..., dsn=..., `
  while (!is(at, status, 7)) {
    const comma = pairAt(at, end, 0x2c, 0x20);
    if (comma >= end) return false;
    if (wantsRecords) {
      if (is(at, dsnIs, 4)) {
        codeStart = at + 4;
        codeEnd = comma;
      } else if (is(at, relayIs, 6)) {
        relay = at + 6;
        relayEnd = comma;
      } else if (is(at, delayIs, 6)) {
        delay = decimal(at + 6, comma);
        if (isNaN(delay)) return false;
      }
    }
    while (at < comma && load<u8>(at) != 0x3d) at += 1;
    if (at == comma) return false;
    at = comma + 2;
  }
  at += 7;
  if (load<u8>(end - 1) != 0x29) return false;
  let kind = sentRecord;
  if (is(at, sent, 6)) at += 6;
  else if (is(at, deferred, 8) && load<u16>(at, 8) == 0x2820) {
    kind = deferredRecord;
    at += 10;
  } else if (is(at, bounced, 8) && load<u8>(at, 8) == 0x28) {
    kind = bouncedRecord;
    at += 9;
  } else return false;
  if (kind == sentRecord) handedOn(at, end - 1, line);
  if (wantsRecords) {
    if (kind != sentRecord) {
      if (codeStart == 0) return false;
    } else if (isForwarded || daemon == discard || isDiscarded(at, end - 1)) return false;
    recordOfId(kind, line);
    putText(start, close, addressText);
    if (original == 0) putNone();
    else putText(original, originalEnd, addressText);
    if (relay == 0) putNone();
    else putText(relay, relayEnd, relayText);
    putNumber(delay);
    if (kind == sentRecord) put(handed);
    else {
      putPlaces(codeStart, codeEnd);
      putPlaces(at, end - 1);
    }
  }
  address(start, close, line);
  if (original != 0) address(original, originalEnd, line);
  return true;
}

/** `#handedOn`: the last `queued as ID` or `forwarded as ID`. */
// @ts-ignore: decorator
@inline
function handedOn(start: usize, end: usize, line: i32): void {
  isForwarded = false;
  let forwardedId: i32 = 0;
  let queuedId: i32 = 0;
  for (let at = pairAt(start, end, 0x64, 0x20); at < end; at = pairAt(at + 1, end, 0x64, 0x20)) {
    if (!is(at, as, 5)) continue;
    const goesOn = at - start >= 8 && load<u64>(at - 8) == forwarded;
    if (!goesOn && (at - start < 5 || !is(at - 5, queued, 5))) continue;
    const id = at + 5;
    let stop = id;
    let kinds: u8 = 0;
    while (stop - id < 40 && load<u8>(letterKind + load<u8>(stop)) != 0) {
      kinds |= load<u8>(letterKind + load<u8>(stop));
      stop += 1;
    }
    const isId = stop - id >= 5 && ((kinds & digitKind) != 0 || (kinds & otherLetter) == 0);
    const hash = isId ? queueIdHash(hashOf(id, stop)) : 0;
    if (goesOn) {
      isForwarded = true;
      forwardedId = hash;
    } else queuedId = hash;
  }
  handed = forwardedId != 0 && is(start, forwarded, 8) && is(start + 8, as, 5) ? forwardedId : queuedId;
  if (handed != 0) mention(handed, line);
}

/** The reply of the delivery read last says that it was forwarded; hash of the queue ID it went on to, 0 for none. */
let isForwarded: bool = false;
let handed: i32 = 0;

/** amavisd's `250 2.7.0 Ok, discarded` */
function isDiscarded(start: usize, end: usize): bool {
  for (let at = pairAt(start, end, 0x73, 0x63); at < end; at = pairAt(at + 1, end, 0x73, 0x63))
    if (is(at, scarded, 7) && (load<u8>(at - 1) | 0x20) == 0x69) return true;
  for (let at = pairAt(start, end, 0x53, 0x43); at < end; at = pairAt(at + 1, end, 0x53, 0x43))
    if (is(at, scardedCapital, 7) && (load<u8>(at - 1) | 0x20) == 0x69) return true;
  return false;
}

/** `#active`: `a@example.org>, size=8386, nrcpt=1 (queue active)` */
function active(start: usize, end: usize, line: i32): bool {
  const close = addressEnd(start, end);
  if (close == 0) return false;
  let at = close + 3;
  if (!is(at, size, 5)) return false;
  const digits = (at += 5);
  while (load<u8>(letterKind + load<u8>(at)) == digitKind) at += 1;
  const digitsEnd = at;
  if (at == digits || at - digits > 15 || !is(at, recipients, 8)) return false;
  const counts = (at += 8);
  while (load<u8>(letterKind + load<u8>(at)) == digitKind) at += 1;
  if (at == counts || at - counts > 9) return false;
  if (end - at != 15 || !is(at, queue, 8) || !is(at + 8, queueActive, 7)) return false;
  if (wantsRecords) {
    recordOfId(activeRecord, line);
    putText(start, close, addressText);
    putNumber(decimal(digits, digitsEnd));
  }
  address(start, close, line);
  return true;
}

/** `#messageId`, from behind `message-id=<`. */
// @ts-ignore: decorator
@inline
function messageId(start: usize, end: usize, line: i32): bool {
  const stop = end - 1;
  if (load<u8>(stop) != 0x3e || stop <= start || !isBare(start, stop)) return false;
  store<i32>(messageIdLines + messageIds * 4, line);
  store<i32>(messageIdHashes + messageIds * 4, lowerHash(start, stop));
  messageIds += 1;
  if (wantsRecords) {
    recordOfId(messageIdRecord, line);
    putOwnText(start, stop);
  }
  return true;
}

/** `#client`, from behind `client=`. */
// @ts-ignore: decorator
@inline
function client(start: usize, end: usize, key: i32, line: i32): bool {
  let at = pairAt(start, end, 0x2c, 0x20);
  if (load<u8>(at - 1) != 0x5d) return false;
  const clientEnd = at;
  // Where a field stands twice, core takes the last.
  let origin: i32 = 0;
  let original: usize = 0;
  let originalEnd: usize = 0;
  let login: usize = 0;
  let loginEnd: usize = 0;
  while (at < end) {
    const field = at + 2;
    at = pairAt(field, end, 0x2c, 0x20);
    if (is(field, origQueue, 8) && is(field + 8, origQueueId, 6)) {
      origin = queueIdHash(hashOf(field + 14, at));
      mention(hashOf(field + 14, at), line);
    } else if (!wantsRecords) continue;
    else if (is(field, origClientIs, 8) && is(field + 8, origClientRest, 4)) {
      original = field + 12;
      originalEnd = withoutPort(original, at);
    } else if (is(field, loginIs, 8) && is(field + 8, loginRest, 6)) {
      login = field + 14;
      loginEnd = at;
    }
  }
  session(key, false, line);
  if (!wantsRecords) return true;
  recordOfId(clientRecord, line);
  putText(start, clientEnd, clientText);
  if (original == 0) putNone();
  else putText(original, originalEnd, clientText);
  put(origin);
  if (login == 0) putNone();
  else putText(login, loginEnd, loginText);
  put(processHash(key));
  return true;
}

/** `withoutPort` of `engine/postfixFields.ts`. */
function withoutPort(start: usize, end: usize): usize {
  let at = end;
  while (at > start && load<u8>(letterKind + load<u8>(at - 1)) == digitKind) at -= 1;
  const digits = end - at;
  return digits >= 1 && digits <= 5 && load<u8>(at - 1) == 0x3a && load<u8>(at - 2) == 0x5d ? at - 1 : end;
}

// @ts-ignore: decorator
@inline
function isNamePart(byte: u8): bool {
  return byte > 0x20 && byte != 0x5b && byte != 0x5d;
}

/** The `>` that closes an address without spaces and brackets in it; 0 for others. */
function plainAddressEnd(start: usize): usize {
  let at = start;
  let byte = load<u8>(at);
  while (byte > 0x20 && byte != 0x3e && byte != 0x3c) byte = load<u8>((at += 1));
  return byte == 0x3e ? at : 0;
}

// Status code of the line being read; 0 for none.
let codeStart: usize = 0;
let codeEnd: usize = 0;

function digitsEnd(start: usize): usize {
  let at = start;
  while (load<u8>(letterKind + load<u8>(at)) == digitKind) at += 1;
  return at;
}

/** `findCode` of `engine/postfixFields.ts`: `550 5.1.1 ...`, `5.1.1 ...` */
function findCode(start: usize, end: usize): bool {
  if (end - start < 6 || load<u8>(start) <= 0x20 || load<u8>(end - 1) <= 0x20) return false;
  codeStart = start;
  const digits = digitsEnd(start);
  if (digits - start == 3 && (load<u8>(digits) == 0x20 || load<u8>(digits) == 0x2d)) codeStart = digits + 1;
  const first = digitsEnd(codeStart);
  if (first - codeStart != 1 || load<u8>(first) != 0x2e) return false;
  const second = digitsEnd(first + 1);
  if (second - first < 2 || second - first > 4 || load<u8>(second) != 0x2e) return false;
  codeEnd = digitsEnd(second + 1);
  return codeEnd - second >= 2 && codeEnd - second <= 4 && codeEnd < end && load<u8>(codeEnd) == 0x20;
}

/** `#reject`, from behind `NOQUEUE: reject: RCPT from `. */
function reject(start: usize, end: usize, daemon: i32, key: i32, host: i32, line: i32): bool {
  let at = start;
  while (isNamePart(load<u8>(at))) at += 1;
  if (load<u8>(at) != 0x5b) return false;
  at += 1;
  while (isNamePart(load<u8>(at))) at += 1;
  if (load<u8>(at) != 0x5d || load<u16>(at, 1) != 0x203a || at - start > 73) return false;
  // Before the last semicolon there may be anything.
  let trailer = end;
  let mask = 0;
  while (trailer > at && mask == 0) {
    trailer -= 16;
    mask = bits(found(v128.load(trailer), 0x3b));
  }
  if (mask == 0) return false;
  trailer += 31 - clz(mask);
  if (trailer <= at || !is(trailer, trailerFrom, 8)) return false;
  const sender = trailer + 8;
  const senderEnd = plainAddressEnd(sender);
  if (senderEnd == 0 || !is(senderEnd + 1, trailerTo, 5)) return false;
  const recipient = senderEnd + 6;
  const recipientEnd = plainAddressEnd(recipient);
  if (recipientEnd == 0 || load<u8>(recipientEnd, 1) != 0x20) return false;
  if (wantsRecords) {
    // Of what other daemons refuse, core decides whether it counts.
    if (daemon != smtpd || !findCode(at + 3, trailer)) return false;
    record(rejectedRecord, line);
    putNew(0, 0, 0, host);
    put(processHash(key));
    putText(start, at + 1, clientText);
    putText(sender, senderEnd, addressText);
    putText(recipient, recipientEnd, addressText);
    putPlaces(codeStart, codeEnd);
    putPlaces(at + 3, trailer);
    put(hashOf(lineStart, end));
  }
  address(sender, senderEnd, line);
  address(recipient, recipientEnd, line);
  session(key, false, line);
  return true;
}

/** core's `parseNotification`: `sender non-delivery notification: 4Xk2Fz1b2Cz9rT4` */
function notification(start: usize, end: usize, line: i32): bool {
  if (!is(start, senderWord, 8) || !is(start + 8, nonDelivery, 8)) return false;
  if (!is(start + 16, eryNotification, 8) || !is(start + 24, notificationWord, 8)) return false;
  if (!is(start + 32, notificationIs, 2)) return false;
  const id = start + 34;
  let kinds: u8 = 0;
  for (let at = id; at < end; at += 1) {
    const kind = load<u8>(letterKind + load<u8>(at));
    if (kind == 0) return false;
    kinds |= kind;
  }
  const length = <i32>(end - id);
  if (length < 5 || length > 40 || ((kinds & digitKind) == 0 && (kinds & otherLetter) != 0)) return false;
  mention(hashOf(id, end), line);
  return true;
}

/** core's `isInfo`: `Anonymous TLS connection established from `, and its likes. */
function isTls(start: usize): bool {
  let at = start;
  if (is(at, anonymous, 8) && load<u16>(at, 8) == 0x2073) at += 10;
  else if (is(at, untrusted, 8) && load<u16>(at, 8) == 0x2064) at += 10;
  else if (is(at, trusted, 8)) at += 8;
  else if (is(at, verified, 8) && load<u8>(at, 8) == 0x20) at += 9;
  else return false;
  if (!is(at, tls, 8) || !is(at + 8, tlsConnection, 7)) return false;
  at += 15;
  if (is(at, established, 8) && is(at + 8, establishedRest, 4)) at += 12;
  else if (is(at, reused, 7)) at += 7;
  else return false;
  return is(at, fromWord, 5) || is(at, toWord, 3);
}

/** `#withId`, from behind the queue ID. */
// @ts-ignore: decorator
@inline
function withId(at: usize, end: usize, daemon: i32, key: i32, line: i32): bool {
  switch (load<u8>(at)) {
    case 0x74: // t
      return is(at, to, 4) && delivery(at + 4, end, daemon, line);
    case 0x6d: // m
      return daemon == cleanup && is(at, message, 8) && is(at + 8, messageIdIs, 4) && messageId(at + 12, end, line);
    case 0x66: // f
      return daemon == qmgr && is(at, from, 6) && active(at + 6, end, line);
    case 0x72: // r
      if (daemon != qmgr || end - at != 7 || !is(at, removed, 7)) return false;
      if (wantsRecords) recordOfId(removedRecord, line);
      return true;
    case 0x63: // c
      if (daemon == special || daemon == bounce || daemon == cleanup || daemon == qmgr) return false;
      return is(at, clientIs, 7) && client(at + 7, end, key, line);
    case 0x73: // s
      if (daemon != bounce || !notification(at, end, line)) return false;
      if (wantsRecords) recordOfId(noteRecord, line);
      return true;
    default:
      return false;
  }
}

/** `#withoutId` */
// @ts-ignore: decorator
@inline
function withoutId(at: usize, end: usize, daemon: i32, key: i32, host: i32, line: i32): bool {
  switch (load<u8>(at)) {
    case 0x63: // c
      if (!is(at, connect, 8)) return false;
      if (is(at + 8, fromWord, 5)) turn(key, true, line);
      else return daemon == smtp && is(at + 8, toWord, 3);
      return true;
    case 0x64: // d
      if (!is(at, disconnect, 8) || !is(at + 8, disconnectFrom, 8)) return false;
      turn(key, true, line);
      return true;
    case 0x6c: { // l
      if (!is(at, lost, 8) || !is(at + 8, lostConnection, 8) || !is(at + 16, after, 6)) return false;
      const first = load<u8>(at, 22);
      const second = load<u8>(at, 23);
      if (first < 0x41 || first > 0x5a || second < 0x41 || second > 0x5a) return false;
      turn(key, false, line);
      return true;
    }
    case 0x77: // w
      if (!is(at, warning, 8) || load<u8>(at, 8) != 0x20) return false;
      if (queueIdEnd(at + 9, host) == 0) return true;
      store<i32>(queueIdColumn + lines * 4, idHash);
      if (wantsRecords) recordOfId(noteRecord, line);
      return true;
    case 0x73: // s
      return daemon == statistics && is(at, statisticsWord, 8) && is(at + 8, statisticsRest, 4);
    case 0x43: // C
      return daemon == postscreen && is(at, screenConnect, 8) && is(at + 8, fromWord, 5);
    case 0x44: // D
      return daemon == postscreen && is(at, screenDisconnect, 8) && is(at + 8, screenDisconnectRest, 3);
    case 0x50: // P
      return daemon == postscreen && is(at, screenPass, 5);
    case 0x4e: // N
      if (daemon == postscreen || !is(at, noQueue, 8) || !is(at + 8, rejectWord, 8)) return false;
      return is(at + 16, rcptFrom, 8) && is(at + 24, om, 3) && reject(at + 27, end, daemon, key, host, line);
    default:
      return isTls(at);
  }
}

// @ts-ignore: decorator
@inline
function twoDigits(at: usize): i32 {
  const tens = <i32>load<u8>(at) - 0x30;
  const ones = <i32>load<u8>(at, 1) - 0x30;
  return <u32>tens > 9 || <u32>ones > 9 ? -1000 : tens * 10 + ones;
}

/** 1 to 12, by the three letters; 0 for none. */
function monthAt(at: usize): i32 {
  const name = load<u32>(at) & 0xffffff;
  for (let month = 0; month < 12; month += 1) if ((load<u32>(monthNames + month * 4) & 0xffffff) == name) return month + 1;
  return 0;
}
const monthNames: usize = memory.data(64, 16);
const names = 'JanFebMarAprMayJunJulAugSepOctNovDec';
for (let month = 0; month < 12; month += 1) store<u32>(monthNames + month * 4, <u32>word(names.substr(month * 3, 3)));

// @ts-ignore: decorator
@inline
function isTime(day: i32, hour: i32, minute: i32, second: i32): bool {
  return <u32>(day - 1) < 31 && <u32>hour < 24 && <u32>minute < 60 && <u32>second < 61;
}

/** The sixteen bytes of the stamp read last, when it was of this form; what it comes to. */
let stampBefore: v128 = i64x2.splat(0);
let packedNow: i32 = 0;

/** `#traditionalStamp`: `Mar  1 20:45:32 ` */
// @ts-ignore: decorator
@inline
function traditionalStamp(at: usize, line: i32): bool {
  const stamp = v128.load(at);
  if (!v128.any_true(v128.xor(stamp, stampBefore))) return true;
  return newStamp(at, line);
}

function newStamp(at: usize, line: i32): bool {
  const month = monthAt(at);
  const day = load<u8>(at, 4) == 0x20 ? <i32>load<u8>(at, 5) - 0x30 : twoDigits(at + 4);
  const hour = twoDigits(at + 7);
  const minute = twoDigits(at + 10);
  const second = twoDigits(at + 13);
  if (
    month == 0 ||
    load<u8>(at, 3) != 0x20 ||
    load<u8>(at, 6) != 0x20 ||
    load<u8>(at, 9) != 0x3a ||
    load<u8>(at, 12) != 0x3a ||
    load<u8>(at, 15) != 0x20 ||
    !isTime(day, hour, minute, second)
  )
    return false;
  stampBefore = v128.load(at);
  const packed = (((((((month << 5) | day) << 5) | hour) << 6) | minute) << 6) | second;
  if (packed == packedNow) return true;
  packedNow = packed;
  // What is put into order by its time wants all of them.
  if (!wantsRecords && changesNothing(packed)) stamps -= 1;
  store<i32>(stampLines + stamps * 4, line);
  store<i32>(stampPacked + stamps * 4, packed);
  stamps += 1;
  return true;
}

/**
 * True when the stamp entered last tells the file's clock (core's `LogClock`) nothing that the one before and the one behind it do
 * not tell: on a clock that runs on through one day, behind the hours in which clocks are turned back.
 */
// @ts-ignore: decorator
@inline
function changesNothing(next: i32): bool {
  if (stamps < 2) return false;
  const before = load<i32>(stampPacked + (stamps - 2) * 4);
  const last = load<i32>(stampPacked + (stamps - 1) * 4);
  return before < last && last < next && before >>> 17 == next >>> 17 && ((before >>> 12) & 31) >= 5;
}

let minuteBefore: v128 = i64x2.splat(0);
let minuteMillis: f64 = 0;
/** `packHour` of `segmentScan.ts`. */
let minuteHour: i32 = 0;

/** Days from 1970 to a day of the Gregorian calendar, also an impossible one (30 February is 2 March, as in `Date.UTC`). */
function daysTo(year: i32, month: i32, day: i32): i32 {
  // Years from March on, so that the leap day is the last.
  const y = month <= 2 ? year - 1 : year;
  const m = month <= 2 ? month + 9 : month - 3;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719469;
}

/** `#isoStampEnd`: `2026-03-01T20:45:32.003456+01:00 `; 0 when it is none or has no zone. */
function isoStampEnd(start: usize, line: i32): usize {
  const minuteText = v128.load(start);
  if (v128.any_true(v128.xor(minuteText, minuteBefore))) {
    const century = twoDigits(start);
    const ofCentury = twoDigits(start + 2);
    const year = century * 100 + ofCentury;
    const month = twoDigits(start + 5);
    const day = twoDigits(start + 8);
    const hour = twoDigits(start + 11);
    const minute = twoDigits(start + 14);
    const separator = load<u8>(start, 10);
    // Before that, years mean the 20th century to `Date.UTC`.
    if (century < 1 || ofCentury < 0) return 0;
    if (
      load<u8>(start, 4) != 0x2d ||
      load<u8>(start, 7) != 0x2d ||
      load<u8>(start, 13) != 0x3a ||
      (separator != 0x54 && separator != 0x20) ||
      <u32>(month - 1) > 11 ||
      !isTime(day, hour, minute, 0)
    )
      return 0;
    minuteBefore = minuteText;
    minuteHour = (((century * 100 + ofCentury) * 12 + month - 1) * 31 + day - 1) * 24 + hour;
    minuteMillis = (<f64>daysTo(year, month, day) * 1440 + <f64>(hour * 60 + minute)) * 60000;
  }
  const second = twoDigits(start + 17);
  if (load<u8>(start, 16) != 0x3a || <u32>second > 60) return 0;
  let at = start + 19;
  let fraction: f64 = 0;
  timeDigits = 0;
  if (load<u8>(at) == 0x2e || load<u8>(at) == 0x2c) {
    let digits: i64 = 0;
    let scale: i64 = 1;
    const first = (at += 1);
    for (; at - first < 10; at += 1) {
      const digit = <i32>load<u8>(at) - 0x30;
      if (<u32>digit > 9) break;
      digits = digits * 10 + digit;
      scale *= 10;
    }
    if (at == first || at - first > 9) return 0;
    timeDigits = <i32>(at - first);
    fraction = <f64>digits / <f64>scale;
  }
  let offset: f64 = 0;
  const sign = load<u8>(at);
  timeZone = 0;
  if (sign == 0x5a) at += 1;
  else {
    const hours = twoDigits(at + 1);
    const minutes = twoDigits(at + 4);
    if ((sign != 0x2b && sign != 0x2d) || load<u8>(at, 3) != 0x3a || hours < 0 || minutes < 0) return 0;
    offset = <f64>((hours * 60 + minutes) * 60000);
    if (sign == 0x2d) offset = -offset;
    timeZone = (<i32>sign << 16) | (hours << 8) | minutes;
    at += 6;
  }
  if (load<u8>(at) != 0x20) return 0;
  hasTime = true;
  timeHour = minuteHour;
  timeKey = minuteMillis + <f64>(second * 1000) + fraction * 1000 - offset;
  zoned(timeKey, <i32>(start - input), line);
  return at;
}

/** As `SegmentBuilder.zoned`. */
// @ts-ignore: decorator
@inline
function zoned(key: f64, place: i32, line: i32): void {
  if (earliestLine < 0) {
    zonedFirstKey = earliestKey = latestKey = key;
    earliestLine = latestLine = line;
    earliestAt = latestAt = place;
  } else if (key < zonedLastKey) zonedOrdered = false;
  if (key < earliestKey) {
    earliestKey = key;
    earliestLine = line;
    earliestAt = place;
  } else if (key > latestKey) {
    latestKey = key;
    latestLine = line;
    latestAt = place;
  }
  zonedLastKey = key;
}

/** Position behind `#afterStamp`'s tag; how the line ends up is told by `reason`. */
function afterStamp(start: usize, host: usize, end: usize, isOdd: bool, line: i32): bool {
  // `host tag[pid]: `: the ends of host and tag are nearly always among the first 32 bytes.
  let hostEnd = host;
  const first = v128.load(host);
  const second = v128.load(host, 16);
  const spaces = i8x16.splat(0x20);
  let mask = bits(i8x16.le_u(first, spaces)) | (bits(i8x16.le_u(second, spaces)) << 16);
  let close: usize;
  if (mask != 0) {
    const length = ctz(mask);
    hostEnd = host + length;
    mask |= bits(v128.or(found(first, 0x5b), found(first, 0x3a))) |
      (bits(v128.or(found(second, 0x5b), found(second, 0x3a))) << 16);
    mask &= length == 31 ? 0 : -1 << (length + 1);
    close = mask != 0 ? host + ctz(mask) : tagCloses(host + 32 > hostEnd + 1 ? host + 32 : hostEnd + 1);
  } else {
    hostEnd = host + 32;
    while (load<u8>(hostEnd) > 0x20) hostEnd += 1;
    close = tagCloses(hostEnd + 1);
  }
  if (load<u8>(hostEnd) != 0x20 || hostEnd == host) return false;
  const byte = load<u8>(close);
  if (byte != 0x5b && byte != 0x3a) return false;
  const length = <i32>(close - host);
  if (length < 8 || length > maxTagBytes) return false;
  const tag = tagAt(host, length);
  if (tag < 0) {
    reason = 3;
    tagStart = <i32>(host - input);
    tagEnd = <i32>(close - input);
    return false;
  }
  let at = close;
  pidStart = pidEnd = at;
  if (byte == 0x5b) {
    const pid = at + 1;
    const digits = ctz(bits(among(v128.load(pid), 0x30, 10)) ^ 0x1ffff);
    at = pid + digits;
    if (digits == 0 || load<u8>(at) != 0x5d) return false;
    pidStart = pid;
    pidEnd = at;
    at += 1;
  }
  if (load<u16>(at) != 0x203a) return false;
  at += 2;
  const daemon = load<i32>(tagDaemons + tag * 4);
  if (daemon == foreignProgram) {
    if (isOdd) {
      for (let before = start; before < at; before += 1) {
        if (load<u8>(before) == 0 || load<u8>(before) >= 0x80) return false;
      }
    }
    store<i32>(tagForeign + tag * 4, load<i32>(tagForeign + tag * 4) + 1);
    foreign += 1;
    return true;
  }
  if (isOdd || load<u8>(end - 1) <= 0x20) return false;
  const key = load<i32>(tagKeys + tag * 4);
  const hostHash = load<i32>(tagHosts + tag * 4);
  recordTag = tag;
  recordHost = load<i32>(tagFirstOfHost + tag * 4);
  const idEnd = queueIdEnd(at, hostHash);
  if (idEnd == 0) {
    if (!withoutId(at, end, daemon, key, hostHash, line)) return false;
  } else {
    // What reads the rest may find another queue ID.
    const hash = idHash;
    if (!withId(idEnd + 2, end, daemon, key, line)) return false;
    store<i32>(queueIdColumn + lines * 4, hash);
  }
  understood += 1;
  return true;
}

function tagCloses(start: usize): usize {
  let at = start;
  let byte = load<u8>(at);
  while (byte > 0x20 && byte != 0x5b && byte != 0x3a) byte = load<u8>((at += 1));
  return at;
}

function isFull(): bool {
  const limit = rows - rowsOfOneLine;
  if (words > mostWords || numbers > mostNumbers) return true;
  return lines > limit || mentions > limit || sessions > limit || hits > limit;
}

/** Forgets what the call before left. */
function begin(packed: i32): void {
  lines = understood = foreign = mentions = messageIds = sessions = hits = stamps = strides = 0;
  words = numbers = 0;
  lastStart = lastEnd = -1;
  reason = 0;
  zonedOrdered = true;
  earliestLine = latestLine = -1;
  if (packed != packedNow) {
    packedNow = packed;
    stampBefore = i64x2.splat(0);
  }
}

/**
 * Reads lines from `from` to `to`, where the last one ends with a line end. `firstLine` is the number of the first,
 * `packed` the stamp of the line before (`SegmentBuilder.packedStamp`). Returns where it stopped, always at a line's start.
 */
export function scan(start: i32, stop: i32, firstLine: i32, packed: i32): i32 {
  begin(packed);
  let at = input + start;
  const to = input + stop;
  const newlines = i8x16.splat(0x0a);
  const zeros = i8x16.splat(0);
  const hashes = i8x16.splat(0x23);
  while (at < to) {
    if (isFull()) {
      reason = 2;
      break;
    }
    let end = at;
    let odd = zeros;
    let isOdd = false;
    for (;;) {
      const one = v128.load(end);
      const two = v128.load(end, 16);
      const oneEnds = i8x16.eq(one, newlines);
      const twoEnds = i8x16.eq(two, newlines);
      // NUL, `#` and what is not ASCII: the top bit says so.
      const oneCare = v128.or(one, v128.or(i8x16.eq(one, zeros), i8x16.eq(one, hashes)));
      const twoCare = v128.or(two, v128.or(i8x16.eq(two, zeros), i8x16.eq(two, hashes)));
      if (v128.any_true(v128.or(oneEnds, twoEnds))) {
        const length = ctz(bits(oneEnds) | (bits(twoEnds) << 16));
        isOdd = bits(odd) != 0 || ((bits(oneCare) | (bits(twoCare) << 16)) & ((1 << length) - 1)) != 0;
        end += length;
        break;
      }
      odd = v128.or(odd, v128.or(oneCare, twoCare));
      end += 32;
    }
    const line = firstLine + lines;
    store<i32>(queueIdColumn + lines * 4, 0);
    const mentionsBefore = mentions;
    if (!known(at, end, isOdd, line)) {
      // What reads this line enters them again.
      mentions = mentionsBefore;
      if (reason == 0) reason = 1;
      break;
    }
    if ((line & 63) == 0) {
      store<i32>(strideStarts + strides * 4, <i32>(at - input));
      strides += 1;
    }
    lastStart = <i32>(at - input);
    lastEnd = <i32>(end - input);
    lines += 1;
    at = end + 1;
  }
  leave();
  return <i32>(at - input);
}

/** `#line` of `LineScanner`. */
// @ts-ignore: decorator
@inline
function known(at: usize, lineEnd: usize, isOdd: bool, line: i32): bool {
  const length = <i32>(lineEnd - at);
  if (length < 24 || length > longestLine) return false;
  const end = load<u8>(lineEnd - 1) == 0x0d ? lineEnd - 1 : lineEnd;
  const head = load<u8>(at);
  lineStart = at;
  hasTime = false;
  if (head >= 0x41 && head <= 0x5a) return traditionalStamp(at, line) && afterStamp(at, at + 16, end, isOdd, line);
  const stampEnd = isoStampEnd(at, line);
  return stampEnd != 0 && afterStamp(at, stampEnd + 1, end, isOdd, line);
}
