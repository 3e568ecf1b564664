import { z } from 'zod';

/**
 * Schemas of the values that templates share. Each refuses a leading dash, so a value can never be read as an option,
 * and control characters, so that the line shown is the line run.
 */

const CONTROL = /[\u0000-\u001f\u007f]/;

/** One argument that is not an option: no leading dash, no control characters, not empty. */
export const plainArgument = z
  .string()
  .min(1)
  .max(4096)
  .refine((value) => !value.startsWith('-') && !CONTROL.test(value));

/**
 * `local@domain`, as strict as a command line needs and no stricter: quoted local parts with spaces are refused
 * (no mail system here uses them), UTF-8 local parts (RFC 6531) are not.
 */
export const emailAddressValue = plainArgument
  .max(320)
  .refine((value) => /^[^\s@<>"\\]+@[^\s@<>"\\]+$/.test(value));

/** A domain name, technical ones such as `e6e3736c.internal` included. */
export const domainValue = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?$/);

/**
 * Postfix queue ID: short form is hexadecimal (`C5BF3135FAF`), long form (enable_long_queue_ids) base 52 with digits
 * and no vowels (`4Q8mJ41wRzz1x`), postconf(5).
 */
export const queueIdValue = z.string().regex(/^[0-9A-Za-z]{5,30}$/);

/** Message number in a mailbox: IMAP UID (RFC 3501: 32 bits, not 0) or a BlueMind item id. */
export const messageNumberValue = z.number().int().min(1).max(4_294_967_295);

/** Absolute path without `..`, so that a path stays below the folder it names. */
export const absolutePathValue = plainArgument.refine(
  (value) => value.startsWith('/') && !value.split('/').includes('..'),
);

/** Mailbox folder as the tools name it, e.g. `INBOX` or `Sent/2026`. */
export const folderValue = plainArgument.max(1024);
