let serial = 0;

/** A message with the headers that matter; the Message-ID is unique within the run. */
export function message(parts: {
  readonly from: string;
  readonly to: string;
  readonly subject?: string;
  readonly body?: string;
  readonly messageId?: string;
  readonly headers?: readonly string[];
}): string {
  serial += 1;
  const id =
    parts.messageId ??
    `${Date.now().toString(36)}.${String(serial)}@${parts.from.split('@')[1] ?? 'example.org'}`;
  return [
    `From: <${parts.from}>`,
    `To: <${parts.to}>`,
    ...(parts.subject === undefined ? [] : [`Subject: ${parts.subject}`]),
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}>`,
    ...(parts.headers ?? []),
    '',
    parts.body ?? 'Hello from the lab.',
    '',
  ].join('\r\n');
}
