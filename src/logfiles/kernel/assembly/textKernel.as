/*
 * What is done with all texts of an index at once, in AssemblyScript, built into WebAssembly by `node scripts/buildKernel.mjs`.
 *
 * To find those that hold something, sixteen bytes at a time are compared with its first and its last byte; only where both
 * fit, the bytes between are. Capital and small letters of ASCII are the same: a bit tells them apart, and it is set before
 * comparing.
 */

/** The texts, one behind the other; behind them room for loads that reach beyond the last one. */
const texts: usize = memory.data(256 * 1024 + 2048, 64);
/** Where each begins, relative to any place, and where the last one ends. */
const starts: usize = memory.data(65537 * 4, 16);
/** One for every text that holds what is looked for, see also `hash`; must be zero before a call. */
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

/** Whether the needle stands at a place. */
function stands(at: usize, length: i32): boolean {
  for (let done = 0; done < length; done += 16) {
    const bytes = v128.or(v128.load(at + done), v128.load(caseBits + done));
    const unlike = ~i8x16.bitmask(i8x16.eq(bytes, v128.load(needle + done))) & 0xffff;
    if (unlike === 0) continue;
    return done + ctz(unlike) >= length;
  }
  return true;
}

/** Marks those of the first `count` texts that hold the needle. Returns how many do. */
export function mark(count: i32, length: i32): i32 {
  const first = i8x16.splat(load<u8>(needle));
  const firstBit = i8x16.splat(load<u8>(caseBits));
  const last = i8x16.splat(load<u8>(needle + length - 1));
  const lastBit = i8x16.splat(load<u8>(caseBits + length - 1));
  const base: i32 = load<i32>(starts);
  const stop: i32 = load<i32>(starts + (<usize>count << 2)) - base;
  const reach: usize = length - 1;
  let found = 0;
  let text = 0;
  let end: i32 = load<i32>(starts + 4) - base;
  let at = 0;
  while (at < stop) {
    const place: usize = texts + at;
    const isFirst = i8x16.eq(v128.or(v128.load(place), firstBit), first);
    const isLast = i8x16.eq(v128.or(v128.load(place + reach), lastBit), last);
    let mask = i8x16.bitmask(v128.and(isFirst, isLast));
    at += 16;
    while (mask !== 0) {
      const hit = at - 16 + ctz(mask);
      mask &= mask - 1;
      if (hit + length > stop) return found;
      while (end <= hit) {
        text += 1;
        end = load<i32>(starts + (<usize>(text + 1) << 2)) - base;
      }
      if (hit + length > end || !stands(texts + hit, length)) continue;
      store<u8>(marks + text, 1);
      found += 1;
      // The rest of this text does not matter any more.
      if (end >= at) {
        at = end;
        break;
      }
      mask &= -1 << (end - at + 16);
    }
  }
  return found;
}

/** From here sixteen bytes of ones, then as many zeros: the first `n` bytes of a load are kept by what stands at 16 - n. */
const keep: usize = memory.data(32, 16);
v128.store(keep, i8x16.splat(-1));

/**
 * Leaves a hash of each of the first `count` texts, in lower case, and marks those that have capital letters (1) or are more
 * than ASCII (2).
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
    if (kind !== 0) store<u8>(marks + text, kind >= 2 ? 2 : 1);
    start = end;
  }
}
