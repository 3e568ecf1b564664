import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

const reasons = [
  'host 192.168.124.72[192.168.124.72] said: 452 4.2.2 Over quota (in reply to RCPT TO command)',
  'connect to mx.slow.example[203.0.113.9]:25: Connection timed out',
];

const two = (value: number): string => String(value).padStart(2, '0');

/** One mail as Postfix logs it: eleven in twelve delivered, the others put off for one of two reasons. */
function mailLines(n: number, perDay: number): string {
  const day = 1 + Math.floor(n / perDay);
  const second = Math.floor(((n % perDay) / perDay) * 86_400);
  const stamp = `Mar ${String(day).padStart(2, ' ')} ${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)} mail`;
  const id = (0x100000 + n).toString(16).toUpperCase();
  const from = `sender${String(n % 97)}@from${String(n % 13)}.example`;
  const to = `user${String(n % 211)}@to${String(n % 7)}.example`;
  const head =
    `${stamp} postfix/smtpd[101]: ${id}: client=mx${String(n % 13)}.example[198.51.100.${String(n % 200)}]\n` +
    `${stamp} postfix/cleanup[102]: ${id}: message-id=<${String(n)}@from.example>\n` +
    `${stamp} postfix/qmgr[103]: ${id}: from=<${from}>, size=${String(1000 + ((n * 37) % 90_000))}, nrcpt=1 (queue active)\n`;
  const put = `${stamp} postfix/lmtp[104]: ${id}: to=<${to}>, relay=192.168.124.72[192.168.124.72]:2400, delay=${String(n % 40)}, delays=0/0/0/0, `;
  return n % 12 === 0
    ? `${head}${put}dsn=4.2.2, status=deferred (${reasons[n % 24 === 0 ? 0 : 1] ?? ''})\n`
    : `${head}${put}dsn=2.1.5, status=sent (250 2.1.5 Ok)\n${stamp} postfix/qmgr[103]: ${id}: removed\n`;
}

/** Writes a log of so many mails, spread over a week of March; the same every time. */
export async function writeWeek(path: string, mails: number): Promise<void> {
  const file = createWriteStream(path);
  const perDay = Math.ceil(mails / 7);
  for (let n = 0; n < mails; n += 1) {
    if (!file.write(mailLines(n, perDay))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

/** Composed: mails whose names have every form that names have in a log: a login alone, a domain and a server without a dot. */
export const namedMails = [
  ['root', 'anna.meier@firma.pl', 'mx.firma.pl[10.1.2.3]:25'],
  ['root', 'Anna.Meier@intranet', 'srv01[10.1.2.3]:25'],
  ['anna.meier@firma.pl', 'kunde@intranet', 'srv01[10.1.2.3]:25'],
  ['anna.meier@firma.pl', 'post@bluemind.net', 'none'],
  ['', 'post@bluemind.net', '10.1.2.3[10.1.2.3]:2400'],
]
  .flatMap(([from = '', to = '', relay = ''], number) => {
    const head = `Mar  1 1${String(number)}:45:32 srv01 postfix`;
    const id = `C5BF3135FA${String(number)}`;
    return [
      `${head}/smtpd[1]: ${id}: client=srv01[10.1.2.3]`,
      `${head}/cleanup[1]: ${id}: message-id=<${String(number)}@firma.pl>`,
      `${head}/qmgr[1]: ${id}: from=<${from}>, size=2294, nrcpt=1 (queue active)`,
      `${head}/smtp[1]: ${id}: to=<${to}>, relay=${relay}, delay=${String(number)}, delays=0/0/0/0, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued)`,
      `${head}/qmgr[1]: ${id}: removed\n`,
    ];
  })
  .join('\n');
