/*
 * The loops over all texts and all rows of an index, in AssemblyScript, built into WebAssembly by `node scripts/buildKernel.mjs`.
 * Texts, columns and marks lie in its memory for as long as the index lives; where, the caller says each time.
 *
 * To find the texts that hold something, sixteen bytes at a time are compared with its first and its last byte; only where both
 * fit, the bytes between are. Where it stands is a bit for each byte; then each text is asked whether any bit of its own is set,
 * without a branch on what was found: where every other text holds it, guessing wrong costs more than asking. Capital and small
 * letters of ASCII are the same: a bit tells them apart, and it is set before comparing.
 */

/** So many bytes of texts are looked at, then the texts in them: what was found stays in the processor's nearest cache. */
const windowBytes: i32 = 64 * 1024;
/** By byte of such a window a bit: whether what is looked for begins there. Behind them room for loads that reach beyond. */
const places: usize = memory.data(64 * 1024 / 8 + 16, 16);
/** What is looked for, in lower case. */
const needle: usize = memory.data(1024 + 16, 16);
/** For each byte of it the bit to set before comparing: 0x20 for letters, else none. */
const caseBits: usize = memory.data(1024 + 16, 16);
/** Where the window begins. */
let window: usize = 0;

/** Tells the caller where things lie; from the last place on all is his. */
export function placeOf(number: i32): usize {
  switch (number) {
    case 0: return needle;
    case 1: return caseBits;
    default: return __heap_base;
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

/** Leaves in `places` where the needle stands in the first `stop` bytes of the window. Returns whether it does. */
function look(stop: i32, length: i32): boolean {
  const first = i8x16.splat(load<u8>(needle));
  const firstBit = i8x16.splat(load<u8>(caseBits));
  const last = i8x16.splat(load<u8>(needle + length - 1));
  const lastBit = i8x16.splat(load<u8>(caseBits + length - 1));
  const reach: usize = length - 1;
  let found: i64 = 0;
  for (let at = 0; at < stop; at += 64) {
    const place: usize = window + at;
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

/** Whether the needle stands in a text that is longer than a window. */
function isInLong(from: usize, size: i32, length: i32): i32 {
  for (let at = 0; at <= size - length; at += windowBytes) {
    window = from + at;
    const stop = min(windowBytes, size - length + 1 - at);
    // What is found behind `stop` belongs to no text.
    if (look(stop, length) && isAny(0, stop)) return 1;
  }
  return 0;
}

/** The last text, `text` .. `count`, that begins within a window that begins with `text`: those before it end there. */
function endOfWindow(starts: usize, text: i32, count: i32): i32 {
  const limit = load<i32>(starts + (<usize>text << 2)) + windowBytes;
  let low = text;
  let high = count;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (load<i32>(starts + (<usize>middle << 2)) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Sets to one the marks of those of `count` texts that hold the needle, of `length` bytes; the others are to be zero before. Text n
 * stands at starts[n] .. starts[n + 1] of `texts`. False when none does.
 */
export function markHolding(texts: usize, starts: usize, count: i32, length: i32, marks: usize): boolean {
  let found = 0;
  for (let text = 0; text < count;) {
    const end = endOfWindow(starts, text, count);
    const base = load<i32>(starts + (<usize>text << 2));
    if (end === text) {
      const size = load<i32>(starts + (<usize>(text + 1) << 2)) - base;
      const holds = isInLong(texts + base, size, length);
      store<u8>(marks + text, holds);
      found |= holds;
      text += 1;
      continue;
    }
    window = texts + base;
    if (look(load<i32>(starts + (<usize>end << 2)) - base, length)) {
      for (let start = 0; text < end; text += 1) {
        const stop: i32 = load<i32>(starts + (<usize>(text + 1) << 2)) - base;
        const holds = isAny(start, max(0, stop - start - length + 1));
        store<u8>(marks + text, holds);
        found |= holds;
        start = stop;
      }
    }
    text = end;
  }
  return found !== 0;
}

/*
 * Rows. `mask`, `fits`, `wanted`: bytes of zero or one; `wanted` begins with a zero for the number -1. Everything else is a column of
 * numbers of four bytes.
 */

/** Of each row the number; where that is wanted, the row fits. */
export function markWhere(numbers: usize, wanted: usize, fits: usize, count: i32): void {
  for (let row = 0; row < count; row += 1) {
    const number = load<i32>(numbers + (<usize>row << 2));
    store<u8>(fits + row, load<u8>(fits + row) | load<u8>(wanted + number, 1));
  }
}

/** As such, of members, of which a row may have several. */
export function markMembers(rows: usize, numbers: usize, wanted: usize, fits: usize, count: i32): void {
  for (let at = 0; at < count; at += 1) {
    const row = load<i32>(rows + (<usize>at << 2));
    const number = load<i32>(numbers + (<usize>at << 2));
    store<u8>(fits + row, load<u8>(fits + row) | load<u8>(wanted + number, 1));
  }
}

/** How many of `rows`, `from` .. `to`, a mask lets through. */
export function countRows(mask: usize, rows: usize, from: i32, to: i32): i32 {
  let count = 0;
  for (let at = from; at < to; at += 1) count += load<u8>(mask + load<i32>(rows + (<usize>at << 2)));
  return count;
}

/** As such, group by group: one ends where the next begins. */
export function countGroups(mask: usize, rows: usize, ends: usize, counts: usize, groups: i32): void {
  let from = 0;
  for (let group = 0; group < groups; group += 1) {
    const to = load<i32>(ends + (<usize>group << 2));
    store<i32>(counts + (<usize>group << 2), countRows(mask, rows, from, to));
    from = to;
  }
}

/**
 * Adds to `counts` how many rows of each class, a byte by row, a mask lets through. Counted in four columns of 256 by turns: most rows
 * are of one class, and each count would wait for the one before.
 */
export function countClasses(mask: usize, classes: usize, counts: usize, count: i32): void {
  for (let row = 0; row < count; row += 1) {
    const place = counts + ((row & 3) << 10) + (<usize>load<u8>(classes + row) << 2);
    store<i32>(place, load<i32>(place) + load<u8>(mask + row));
  }
}

/** Leaves in `through` the numbers of those rows that a mask lets through, and zero for the others. */
export function keepThrough(mask: usize, numbers: usize, through: usize, count: i32): void {
  for (let row = 0; row < count; row += 1) {
    const place = <usize>row << 2;
    store<i32>(through + place, load<i32>(numbers + place) & -(<i32>load<u8>(mask + row)));
  }
}

/** The sum of the numbers of `rows`, `from` .. `to`. */
export function sumRows(numbers: usize, rows: usize, from: i32, to: i32): f64 {
  let sum: i64 = 0;
  for (let at = from; at < to; at += 1) sum += load<i32>(numbers + (<usize>load<i32>(rows + (<usize>at << 2)) << 2));
  return <f64>sum;
}
