/*
 * Hashes of many texts at once, in AssemblyScript, built into WebAssembly by `node scripts/buildKernel.mjs`. Capital and small
 * letters of ASCII are the same.
 */

/** The texts, one behind the other; behind them room for loads that reach beyond the last one. */
const texts: usize = memory.data(256 * 1024 + 64, 64);
/** Where each begins, relative to any place, and where the last one ends. */
const starts: usize = memory.data(65537 * 4, 16);
/** By text, see `hash`. */
const kinds: usize = memory.data(65536, 16);
const hashes: usize = memory.data(65536 * 4, 16);

/** Tells the caller where things lie. */
export function placeOf(number: i32): usize {
  switch (number) {
    case 0: return texts;
    case 1: return starts;
    case 2: return kinds;
    default: return hashes;
  }
}

/** From here sixteen bytes of ones, then as many zeros: the first `n` bytes of a load are kept by what stands at 16 - n. */
const keep: usize = memory.data(32, 16);
v128.store(keep, i8x16.splat(-1));

/**
 * Leaves a hash of each of the first `count` texts, in lower case, and the kind of each: those that have capital letters (1) or are more
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
    store<u8>(kinds + text, kind >= 2 ? 2 : kind);
    start = end;
  }
}
