import type { Happening } from './traffic.ts';
import { log, logCore, receiveMail, type Way } from './mailFlow.ts';
import { nextHex, nextInteger } from './seededRandom.ts';
import { DAY, HOUR, mailDomain, MINUTE, technicalDomain, type Mail, type PracticeTrouble } from './world.ts';

/** When a trouble begins, counted back from the present. */
export function beginOfTrouble(trouble: PracticeTrouble, now: number): number {
  if (trouble === 'filter-in-front') return now - 30 * DAY;
  return now - (trouble === 'split-loop' ? 12 * HOUR : 90 * MINUTE);
}

/** Somebody who has no other story, and the mail that makes a trouble felt. */
export const troubled = {
  login: 'farid.benali',
  /** Of the mail that comes twice. */
  repeatedId: '<practice.resent@lieferant.example>',
  printer: `scan@${mailDomain}`,
  archive: 'archiv@dokumente.example',
} as const;

const at = (login: string): string => `${login}@${mailDomain}`;
const supplier: Way = { kind: 'internet', host: 'mx.lieferant.example', ip: '198.51.100.10' };
const client: Way = { kind: 'internet', host: 'mx1.client.example', ip: '198.51.100.11' };

/** False for what a trouble keeps from happening: whose password is refused sends nothing. */
export function canHappen(
  { at: when, login }: Happening,
  trouble: PracticeTrouble | undefined,
  now: number,
): boolean {
  return trouble !== 'sign-in-fails' || login !== troubled.login || when < beginOfTrouble(trouble, now);
}

/** What happens besides the everyday in a world with this trouble. */
export function happeningsOf(trouble: PracticeTrouble, now: number): readonly Happening[] {
  const begin = beginOfTrouble(trouble, now);
  const begins: Happening = {
    at: begin,
    run: (world) => {
      world.trouble = trouble;
    },
  };
  return [begins, ...feltBy(trouble, begin, now)];
}

function feltBy(trouble: PracticeTrouble, begin: number, now: number): readonly Happening[] {
  switch (trouble) {
    case 'account-misused':
      return flood(now, { kind: 'submission', login: 'katrin.berg', ip: '203.0.113.200' }, at('katrin.berg'));
    case 'computer-misused':
      return flood(now, { kind: 'network', host: 'unknown', ip: '192.168.124.66' }, 'win@gewinn.example');
    case 'no-transport':
      return [
        {
          at: begin,
          run: (world) => {
            const { [`${troubled.login}@${technicalDomain}`]: _gone, ...transport } =
              world.maps.tables.transport;
            world.maps = { ...world.maps, tables: { ...world.maps.tables, transport } };
          },
        },
        arrival(now - 30 * MINUTE, 'practice.no-route', client, 'ventes@client.example', troubled.login),
      ];
    case 'index-read-only':
      return [30, 20, 10].map((minutes) => ({
        at: now - minutes * MINUTE,
        run: (world) => {
          const text =
            'ClusterBlockException[blocked by: [FORBIDDEN/12/index read-only / allow delete (api)];]';
          logCore(world, now - minutes * MINUTE, 'n.b.b.m.r.i.MailIndexService', text, 'ERROR');
        },
      }));
    case 'mail-repeated':
      return [
        sent(now - 80 * MINUTE, supplier, repeated, troubled.login),
        sent(now - 40 * MINUTE, supplier, repeated, troubled.login),
      ];
    case 'printer-refused':
      return [
        sent(
          now - 20 * MINUTE,
          { kind: 'internet', host: 'printer.bluemind.example', ip: '192.168.130.20' },
          mailOf('practice.scan', troubled.printer, troubled.archive, 'Scan', 900_000),
          troubled.archive,
        ),
      ];
    case 'sign-in-fails':
      return [8, 6, 5, 3].map((minutes) => ({
        at: now - minutes * MINUTE,
        run: failedSignIn(now - minutes * MINUTE),
      }));
    case 'too-large':
      return [
        sent(
          now - 15 * MINUTE,
          { kind: 'submission', login: troubled.login, ip: '192.168.124.41' },
          mailOf('practice.video', at(troubled.login), 'contact@client.example', 'Video', 80_000_000),
          'contact@client.example',
        ),
      ];
    case 'outgoing-blocked':
      return [
        sent(
          now - 25 * MINUTE,
          { kind: 'submission', login: troubled.login, ip: '192.168.124.41' },
          mailOf('practice.report', at(troubled.login), 'contact@client.example', 'Bericht', 30_000),
          'contact@client.example',
        ),
      ];
    default:
      // Somebody must write for the trouble to be felt.
      return [50, 30, 12].map((minutes) =>
        arrival(
          now - minutes * MINUTE,
          `practice.felt-${String(minutes)}`,
          client,
          'ventes@client.example',
          troubled.login,
        ),
      );
  }
}

function mailOf(id: string, sender: string, to: string, subject: string, size: number): Mail {
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  return {
    messageId: `<${id}@${domain}>`,
    sender,
    from: `<${sender}>`,
    to: `<${to}>`,
    subject,
    preview: '',
    size,
  };
}

const repeated: Mail = {
  ...mailOf('practice.resent', 'rechnung@lieferant.example', at(troubled.login), 'Rechnung 2061', 31_000),
  messageId: troubled.repeatedId,
};

function sent(when: number, way: Way, mail: Mail, to: string): Happening {
  const address = to.includes('@') ? to : at(to);
  return { at: when, run: (world) => receiveMail(world, mail, [address], when, way) };
}

function arrival(when: number, id: string, way: Way, sender: string, login: string): Happening {
  return sent(when, way, mailOf(id, sender, at(login), 'Guten Tag', 4000), login);
}

/** Spam to everybody, one mail every few seconds; most of the other servers put it off. */
function flood(now: number, way: Way, sender: string): readonly Happening[] {
  return Array.from({ length: 140 }, (_, index): Happening => {
    const when = now - HOUR + index * 20_000;
    return {
      at: when,
      run: (world) => {
        const to = `user${String(nextInteger(world, 100, 999))}@massen${String(index % 17)}.example`;
        const mail = {
          ...mailOf('x', sender, to, 'You have WON', 2100),
          messageId: `<${nextHex(world, 12)}@x>`,
        };
        receiveMail(world, mail, [to], when, way);
      },
    };
  });
}

/** A phone that still has the old password. */
function failedSignIn(when: number): Happening['run'] {
  return (world) => {
    const smtpd = `postfix/submission/smtpd[${String(nextInteger(world, 20_000, 31_999))}]`;
    const phone = 'unknown[192.168.124.77]';
    log(world, when, `${smtpd}: connect from ${phone}`);
    log(
      world,
      when + 40,
      `${smtpd}: warning: ${phone}: SASL PLAIN authentication failed: authentication failure, sasl_username=${at(troubled.login)}`,
    );
    log(world, when + 80, `${smtpd}: disconnect from ${phone} ehlo=1 auth=0/1 quit=1 commands=2/3`);
  };
}
