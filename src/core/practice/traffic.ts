import { log, receiveMail, type Way } from './mailFlow.ts';
import { nextHex, nextInteger, nextRandom, pick } from './seededRandom.ts';
import { wallClock } from './serverClock.ts';
import { HOUR, mailDomain, technicalDomain, type Mail, type PracticeWorld } from './world.ts';

/** Something that happens at a moment of the past. */
export interface Happening {
  readonly at: number;
  /** Who has to sign in for it. */
  readonly login?: string;
  readonly run: (world: PracticeWorld) => void;
}

/** Whose everyday mail fills the log; people with a story of their own get none that would disturb it. */
const busy = [
  'anna.keller',
  'claire.moreau',
  'david.weber',
  'emma.roth',
  'farid.benali',
  'jonas.huber',
  'katrin.berg',
  'luca.ferrari',
  'projet',
] as const;

const correspondents = [
  ['rechnung', 'lieferant.example', 'mx.lieferant.example', '198.51.100.10'],
  ['support', 'lieferant.example', 'mx.lieferant.example', '198.51.100.10'],
  ['contact', 'client.example', 'mx1.client.example', '198.51.100.11'],
  ['m.petit', 'client.example', 'mx1.client.example', '198.51.100.11'],
  ['institut', 'uni.example', 'mail.uni.example', '198.51.100.12'],
  ['news', 'magazin.example', 'out.magazin.example', '198.51.100.40'],
  ['k.braun', 'partner.example', 'relay.partner.example', '198.51.100.25'],
] as const;

const subjects = [
  'Terminvorschlag',
  'Re: Terminvorschlag',
  'Question sur la commande',
  'Monatsbericht',
  'Compte rendu',
  'Status update',
  'Lieferverzug',
  'Rückfrage zu Position 3',
  'Merci pour votre visite',
  'Agenda for Thursday',
] as const;

/** Mails a working hour and a quiet hour bring, so that two to three days come to about four hundred. */
const PER_WORKING_HOUR = 13;
const PER_QUIET_HOUR = 3;

/** Everyday mail from `from` to `to`, hour by hour, more of it in working hours. */
export function everydayTraffic(world: PracticeWorld, from: number, to: number): readonly Happening[] {
  const happenings: Happening[] = [];
  for (let hour = from; hour < to; hour += HOUR) {
    const clock = wallClock(hour, world.clock);
    const weekend = clock.getUTCDay() === 0 || clock.getUTCDay() === 6;
    const working = !weekend && clock.getUTCHours() >= 7 && clock.getUTCHours() < 19;
    const usual = working ? PER_WORKING_HOUR : PER_QUIET_HOUR;
    const count = nextInteger(world, usual - 2, usual + 2);
    for (let index = 0; index < count; index += 1) {
      const at = hour + nextInteger(world, 0, HOUR - 1);
      if (at < to) happenings.push({ at, ...oneMail(world, at) });
    }
    const extra = hour + nextInteger(world, 0, HOUR - 1);
    if (extra < to) happenings.push({ at: extra, ...besides(world, extra) });
  }
  return happenings;
}

function oneMail(world: PracticeWorld, at: number): Omit<Happening, 'at'> {
  const kind = nextRandom(world);
  const [name, domain, host, ip] = pick(world, correspondents);
  const login = pick(world, busy);
  const outside = `${name}@${domain}`;
  const inside = `${login}@${mailDomain}`;
  const subject = pick(world, subjects);
  const size = nextInteger(world, 1800, 90_000);
  const id = nextHex(world, 12).toLowerCase();
  const incoming: Way = { kind: 'internet', host, ip };
  const writer = login === 'projet' ? 'anna.keller' : login;
  const written: Way = {
    kind: 'submission',
    login: writer,
    ip: `192.168.124.${String(nextInteger(world, 30, 60))}`,
  };
  const own = `${writer}@${mailDomain}`;
  const mail = (sender: string, to: string): Mail => ({
    messageId: `<${id}@${sender.slice(sender.indexOf('@') + 1)}>`,
    sender,
    from: `<${sender}>`,
    to: `<${to}>`,
    subject,
    preview: '',
    size,
  });
  const received = (sender: string, to: string, way: Way) => (draft: PracticeWorld) =>
    receiveMail(draft, mail(sender, to), [to], at, way);
  if (kind < 0.55) return { run: received(outside, inside, incoming) };
  if (kind < 0.75) return { login: writer, run: received(own, outside, written) };
  if (kind < 0.93) {
    const colleague = `${pick(world, busy)}@${mailDomain}`;
    return { login: writer, run: received(own, colleague, written) };
  }
  const guessed = `${pick(world, ['info', 'admin', 'verkauf', 'compta'])}@${mailDomain}`;
  const stranger: Way = {
    kind: 'internet',
    host: 'unknown',
    ip: `203.0.113.${String(nextInteger(world, 70, 99))}`,
  };
  const target = kind < 0.97 ? guessed : 'someone@elsewhere.example';
  return { run: received('spammer@junk.example', target, stranger) };
}

/** Lines of other programs, and of Postfix about connections without mail. */
function besides(world: PracticeWorld, at: number): Omit<Happening, 'at'> {
  const process = String(nextInteger(world, 20_000, 31_999));
  const login = pick(world, busy);
  const session = `SESSIONID=<cyrus-${process}-${String(Math.floor(at / 1000))}-1-${String(nextInteger(world, 1e9, 9e9))}>`;
  const ip = `203.0.113.${String(nextInteger(world, 70, 99))}`;
  const text = pick(world, [
    [
      `cyrus/imap[${process}]: login: localhost [127.0.0.1] ${login}@${technicalDomain} plaintext User logged in ${session}`,
    ],
    [
      `postfix/smtpd[${process}]: connect from unknown[${ip}]`,
      `postfix/smtpd[${process}]: lost connection after EHLO from unknown[${ip}]`,
      `postfix/smtpd[${process}]: disconnect from unknown[${ip}] ehlo=1 commands=1`,
    ],
    [
      `postfix/submission/smtpd[${process}]: connect from unknown[${ip}]`,
      `postfix/submission/smtpd[${process}]: warning: unknown[${ip}]: SASL LOGIN authentication failed: authentication failure, sasl_username=admin`,
      `postfix/submission/smtpd[${process}]: disconnect from unknown[${ip}] ehlo=1 auth=0/1 quit=1 commands=2/3`,
    ],
    [`CRON[${process}]: (root) CMD (/usr/share/bm-checks/bm_check_all.sh)`],
  ]);
  return {
    login,
    run: (draft) => {
      // Cyrus is BlueMind 4's.
      const lines = text.filter((line) => draft.edition === 4 || !line.startsWith('cyrus/'));
      for (const [index, line] of lines.entries()) log(draft, at + index * 30, line);
    },
  };
}
