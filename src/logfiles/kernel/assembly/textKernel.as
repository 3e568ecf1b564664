/*
 * What is done with all texts of an index at once, in AssemblyScript, built into WebAssembly by `node scripts/buildKernel.mjs`.
 *
 * To find those that hold something, sixteen bytes at a time are compared with its first and its last byte; only where both
 * fit, the bytes between are. Where it stands is a bit for each byte; then each text is asked whether any bit of its own is set,
 * without a branch on what was found: where every other text holds it, guessing wrong costs more than asking. Capital and small
 * letters of ASCII are the same: a bit tells them apart, and it is set before comparing.
 */

/** The texts, one behind the other; behind them room for loads that reach beyond the last one. */
const texts: usize = memory.data(256 * 1024 + 2048, 64);
/** Where each begins, relative to any place, and where the last one ends. */
const starts: usize = memory.data(65537 * 4, 16);
/** By byte of the texts a bit: whether what is looked for begins there. Behind them room for loads that reach beyond. */
const places: usize = memory.data(32 * 1024 + 256 + 16, 16);
/** By text: one when it holds what is looked for, see also `hash`. */
const marks: usize = memory.data(65536, 16);
const hashes: usize = memory.data(65536 * 4, 16);
/** What is looked for, in lower case. */
const needle: usize = memory.data(1024 + 16, 16);
/** For each byte of it the bit to set before comparing: 0x20 for letters, else none. */
const caseBits: usize = memory.data(1024 + 16, 16);

/** Tells the caller where things lie. */
export function placeOf(number: i32): usize {
  switch (number) {
    case 0: return texts;
    case 1: return starts;
    case 2: return marks;
    case 3: return needle;
    case 4: return caseBits;
    default: return hashes;
  }
}

/** Whether what is behind the first sixteen bytes of the needle stands at a place, too. */
function stands(at: usize, length: i32): boolean {
  for (let done = 16; done < length; done += 16) {
    const bytes = v128.or(v128.load(at + done), v128.load(caseBits + done));
    const unlike = ~i8x16.bitmask(i8x16.eq(bytes, v128.load(needle + done))) & 0xffff;
    if (unlike === 0) continue;
    return done + ctz(unlike) >= length;
  }
  return true;
}

/** Leaves in `places` where the needle stands in the first `stop` bytes. Returns whether it does. */
function look(stop: i32, length: i32): boolean {
  const first = i8x16.splat(load<u8>(needle));
  const firstBit = i8x16.splat(load<u8>(caseBits));
  const last = i8x16.splat(load<u8>(needle + length - 1));
  const lastBit = i8x16.splat(load<u8>(caseBits + length - 1));
  const reach: usize = length - 1;
  let found: i64 = 0;
  for (let at = 0; at < stop; at += 64) {
    const place: usize = texts + at;
    let a = i8x16.eq(v128.or(v128.load(place), firstBit), first);
    let b = i8x16.eq(v128.or(v128.load(place, 16), firstBit), first);
    let c = i8x16.eq(v128.or(v128.load(place, 32), firstBit), first);
    let d = i8x16.eq(v128.or(v128.load(place, 48), firstBit), first);
    if (length > 1) {
      const end = place + reach;
      a = v128.and(a, i8x16.eq(v128.or(v128.load(end), lastBit), last));
      b = v128.and(b, i8x16.eq(v128.or(v128.load(end, 16), lastBit), last));
      c = v128.and(c, i8x16.eq(v128.or(v128.load(end, 32), lastBit), last));
      d = v128.and(d, i8x16.eq(v128.or(v128.load(end, 48), lastBit), last));
    }
    let hits: i64 = 0;
    if (v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
      hits = <i64>i8x16.bitmask(a) | (<i64>i8x16.bitmask(b) << 16);
      hits |= (<i64>i8x16.bitmask(c) << 32) | (<i64>i8x16.bitmask(d) << 48);
      if (length > 2) hits = standing(place, hits, length);
    }
    store<i64>(places + (at >> 3), hits);
    found |= hits;
  }
  return found !== 0;
}

/** Which of the places, a bit each, the whole needle stands at. */
function standing(from: usize, hits: i64, length: i32): i64 {
  const head = v128.load(needle);
  const headBits = v128.load(caseBits);
  const headMask = length < 16 ? (1 << length) - 1 : 0xffff;
  for (let left = hits; left !== 0; left &= left - 1) {
    const hit = ctz(left);
    const place = from + <usize>hit;
    const alike = i8x16.bitmask(i8x16.eq(v128.or(v128.load(place), headBits), head));
    const isUnlike = (~alike & headMask) !== 0 || (length > 16 && !stands(place, length));
    hits ^= i64(isUnlike) << hit;
  }
  return hits;
}

/** Whether any of `count` bits is set, from a place on: one or zero. */
function isAny(from: i32, count: i32): i32 {
  let bits: u64 = 0;
  // Of eight bytes, a few bits lie before the place.
  for (; count > 56; from += 56, count -= 56)
    bits |= (load<u64>(places + (from >> 3)) >> (from & 7)) << 8;
  bits |= (load<u64>(places + (from >> 3)) >> (from & 7)) & ((1 << <u64>count) - 1);
  return i32(bits !== 0);
}

/** Marks those of the first `count` texts that hold the needle; false when none does. */
export function mark(count: i32, length: i32): boolean {
  const base: i32 = load<i32>(starts);
  if (!look(load<i32>(starts + (<usize>count << 2)) - base, length)) return false;
  let start = 0;
  let found = 0;
  for (let text = 0; text < count; text += 1) {
    const end: i32 = load<i32>(starts + (<usize>(text + 1) << 2)) - base;
    const holds = isAny(start, max(0, end - start - length + 1));
    store<u8>(marks + text, holds);
    found |= holds;
    start = end;
  }
  return found !== 0;
}

/** From here sixteen bytes of ones, then as many zeros: the first `n` bytes of a load are kept by what stands at 16 - n. */
const keep: usize = memory.data(32, 16);
v128.store(keep, i8x16.splat(-1));

/**
 * Leaves a hash of each of the first `count` texts, in lower case, and marks those that have capital letters (1) or are more
 * than ASCII (2), others with 0.
 */
export function hash(count: i32): void {
  const base: i32 = load<i32>(starts);
  let start: i32 = 0;
  for (let text = 0; text < count; text += 1) {
    const end: i32 = load<i32>(starts + (<usize>(text + 1) << 2)) - base;
    let kind: i32 = 0;
    let mixed: i64 = (end - start) ^ 0x51ed270b;
    for (let at = start; at < end; at += 16) {
      let bytes = v128.load(texts + at);
      if (end - at < 16) bytes = v128.and(bytes, v128.load(keep + 16 - (end - at)));
      const capitals = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), i8x16.splat(26));
      if (v128.any_true(capitals)) kind |= 1;
      if (i8x16.bitmask(bytes) !== 0) kind |= 2;
      bytes = v128.or(bytes, v128.and(capitals, i8x16.splat(0x20)));
      mixed = (mixed ^ i64x2.extract_lane(bytes, 0)) * 0x2545f4914f6cdd1d;
      mixed ^= mixed >>> 29;
      mixed = (mixed ^ i64x2.extract_lane(bytes, 1)) * 0x369dea0f31a53f85;
      mixed ^= mixed >>> 31;
    }
    store<i32>(hashes + (<usize>text << 2), <i32>(mixed ^ (mixed >>> 32)));
    store<u8>(marks + text, kind >= 2 ? 2 : kind);
    start = end;
  }
}
