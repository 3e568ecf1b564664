import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { RunningApp } from './app.ts';

/** Yesterday's part of a log, rotated and compressed: a mail comes in and cannot be delivered yet. */
const rotated = `Mar  1 23:58:01 bluemind postfix/smtpd[101]: 7C01A135FB1: client=mx.partner.example[198.51.100.7]
Mar  1 23:58:01 bluemind postfix/cleanup[102]: 7C01A135FB1: message-id=<offer-77@partner.example>
Mar  1 23:58:01 bluemind postfix/qmgr[364]: 7C01A135FB1: from=<sales@partner.example>, size=120433, nrcpt=1 (queue active)
Mar  1 23:58:02 bluemind postfix/lmtp[103]: 7C01A135FB1: to=<late@bluemind.net>, relay=192.168.124.72[192.168.124.72]:2400, delay=0.4, delays=0.2/0.02/0.1/0.08, dsn=4.2.2, status=deferred (host 192.168.124.72[192.168.124.72] said: 452 4.2.2 Over quota SESSIONID=<cyrus-1-1-1> (in reply to RCPT TO command))
`;

/** Today's part: the same mail goes through. */
const current = `Mar  2 00:28:02 bluemind postfix/qmgr[364]: 7C01A135FB1: from=<sales@partner.example>, size=120433, nrcpt=1 (queue active)
Mar  2 00:28:03 bluemind postfix/lmtp[203]: 7C01A135FB1: to=<late@bluemind.net>, relay=192.168.124.72[192.168.124.72]:2400, delay=1802, delays=1801/0.02/0.1/0.08, dsn=2.1.5, status=sent (250 2.1.5 Ok SESSIONID=<cyrus-2-2-2> [bluemind.net!user.late.INBOX () 17])
Mar  2 00:28:03 bluemind postfix/qmgr[364]: 7C01A135FB1: removed
`;

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'mailtriage-logs-'));

function write(folder: string, name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A log and its rotated, compressed predecessor, as a server keeps them; the newer one first. */
export function rotatedPair(): readonly string[] {
  const folder = newFolder();
  return [write(folder, 'mail.log', current), write(folder, 'mail.log.1.gz', gzipSync(rotated))];
}

/** A compressed log whose end was lost on the way. */
export function damagedLog(): string {
  const whole = gzipSync(rotated.repeat(200));
  return write(newFolder(), 'mail.log.2.gz', whole.subarray(0, Math.floor(whole.length / 2)));
}

/** Bytes that are no log at all. */
export function junkFile(): string {
  return write(
    newFolder(),
    'mail.log',
    Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 7919) % 256)),
  );
}

/** Lets the system's file dialog answer with these files: Playwright cannot click in it. */
export async function answerFileDialog({ electron }: RunningApp, paths: readonly string[]): Promise<void> {
  await electron.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] });
  }, paths);
}
