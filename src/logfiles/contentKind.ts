export type Compression = 'gzip' | 'xz' | 'bzip2' | 'zstd';

const startsWith = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  bytes.length >= magic.length && magic.every((byte, index) => bytes[index] === byte);

/** By magic bytes, because rotated logs are renamed freely: `mail.log.2` may be compressed, `x.gz` may not. */
export function sniffCompression(head: Uint8Array): Compression | null {
  // RFC 1952: 1f 8b, method 8 (deflate).
  if (startsWith(head, 0x1f, 0x8b, 0x08)) return 'gzip';
  if (startsWith(head, 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)) return 'xz';
  // `BZh`, block size 1-9, then the block magic (pi) or, in an empty file, the end magic (square root of pi).
  if (startsWith(head, 0x42, 0x5a, 0x68) && (head[4] === 0x31 || head[4] === 0x17)) return 'bzip2';
  // RFC 8878: a frame, or a skippable frame in front of it.
  if (startsWith(head, 0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  if (head.length >= 4 && ((head[0] ?? 0) & 0xf0) === 0x50 && startsWith(head.subarray(1), 0x2a, 0x4d, 0x18))
    return 'zstd';
  return null;
}

/** A container of several files; a tar has its name at offset 257 of the first header (POSIX ustar). */
export function isArchive(head: Uint8Array): boolean {
  return (
    startsWith(head, 0x50, 0x4b, 0x03, 0x04) ||
    startsWith(head, 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c) ||
    startsWith(head, 0x52, 0x61, 0x72, 0x21, 0x1a, 0x07) ||
    startsWith(head.subarray(257), 0x75, 0x73, 0x74, 0x61, 0x72)
  );
}

export type WideEncoding = 'utf-16le' | 'utf-16be';

/** Windows PowerShell's `>` writes UTF-16 with a byte order mark; such a file is text, though half of it is NUL. */
export function sniffWideEncoding(head: Uint8Array): WideEncoding | null {
  if (startsWith(head, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(head, 0xfe, 0xff)) return 'utf-16be';
  return null;
}

// `Mar  1 20:45:32 `, `2026-03-01T20:45:32`, `<22>1 2026-03-01T...`, `{"MESSAGE":...`
const logLikeLine =
  /^\0*(?:<\d{1,3}>)?(?:\d )?(?:\p{L}{3,5}\.? {1,2}\d{1,2} \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\{ ?")/mu;

/** Control bytes text does not have; tab, line ends, form feed and ESC (terminal colours) are all right. */
const junkBytes = /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/g;

/**
 * True when these first bytes are no text. A log damaged by a crash has runs of NUL in it and still is a log, so one
 * line that looks like a log line outweighs all the junk.
 */
export function isJunk(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length);
  // A search is quicker than a loop that runs but once.
  const junk = bytes.toString('latin1').match(junkBytes)?.length ?? 0;
  return junk * 50 > head.length && !logLikeLine.test(bytes.toString('utf8'));
}
