import { serverAddress, type PracticeTrouble, type PracticeWorld } from './world.ts';

/** What Postfix says to a mail that it does not even look at, with the lines that stand before. */
export interface Refusal {
  readonly stage: 'RCPT' | 'MAIL';
  readonly word: 'reject' | 'milter-reject';
  readonly text: string;
  /** Lines of the same smtpd before the refusal. */
  readonly before: readonly string[];
}

/** The refusal everybody gets while something of the server is down; null while mail is taken. */
export function refusalByTrouble({ trouble }: PracticeWorld, sender: string, to: string): Refusal | null {
  switch (trouble) {
    case 'core-stopped':
    case 'core-maintenance':
    case 'out-of-memory':
      return rcpt(`450 4.7.1 <${sender}>: Sender address rejected: Service unavailable`);
    case 'ysnp-down':
      return rcpt(`451 4.3.0 <${to}>: Temporary lookup failure`, [
        'warning: connect to 127.0.0.1:25250: Connection refused',
        'warning: table tcp:127.0.0.1:25250: lookup error for the sender',
      ]);
    case 'milter-down':
      return {
        stage: 'RCPT',
        word: 'milter-reject',
        text: '451 4.7.1 Service unavailable - try again later',
        before: ['warning: connect to Milter service inet:127.0.0.1:2500: Connection refused'],
      };
    case 'disk-full':
      return {
        stage: 'MAIL',
        word: 'reject',
        text: '452 4.3.1 Insufficient system storage',
        before: ['warning: not enough free space in mail queue: 41943040 bytes < 1.5*message size limit'],
      };
    default:
      return null;
  }
}

const rcpt = (text: string, before: readonly string[] = []): Refusal => ({
  stage: 'RCPT',
  word: 'reject',
  text,
  before,
});

/** Why no mail gets into a mailbox, as Postfix puts it; null while it does. */
export function deliveryTrouble({
  trouble,
  edition,
}: PracticeWorld): { readonly dsn: string; readonly text: string } | null {
  const host = `${serverAddress}[${serverAddress}]`;
  switch (trouble) {
    case 'lmtp-down':
    case 'out-of-memory':
    case 'core-stopped':
      if (edition === 4 && trouble !== 'lmtp-down') return null;
      return { dsn: '4.4.1', text: `connect to ${host}:2400: Connection refused` };
    case 'cyrus-down':
    case 'lmtp-children':
      return {
        dsn: '4.5.0',
        text: `host ${host} said: 451 4.5.0 Too short response from Cyrus LMTP (in reply to end of DATA command)`,
      };
    case 'index-read-only':
      return edition === 4
        ? null
        : {
            dsn: '4.0.0',
            text: `host ${host} said: 452 Temporary failure, reason: blocked by: [FORBIDDEN/12/index read-only / allow delete (api)] (in reply to end of DATA command)`,
          };
    default:
      return null;
  }
}

const stopped: Readonly<Partial<Record<PracticeTrouble, Readonly<Record<string, string>>>>> = {
  'core-stopped': { 'bm-core': 'failed' },
  'out-of-memory': { 'bm-core': 'failed' },
  'ysnp-down': { 'bm-ysnp': 'failed' },
  'milter-down': { 'bm-milter': 'inactive' },
  'cyrus-down': { 'bm-cyrus-imapd': 'failed' },
};

/** systemd's word for a service that is installed. */
export function stateOfService({ trouble, edition }: PracticeWorld, service: string): string {
  if (trouble === 'lmtp-down' && edition === 4 && service === 'bm-lmtpd') return 'failed';
  return (trouble === null ? undefined : stopped[trouble]?.[service]) ?? 'active';
}

/** BlueMind's SystemState; null while nobody answers. */
export function coreStateOf(world: PracticeWorld): string | null {
  if (stateOfService(world, 'bm-core') !== 'active') return null;
  return world.trouble === 'core-maintenance' ? 'CORE_STATE_MAINTENANCE' : 'CORE_STATE_RUNNING';
}

/** Used share of the disk under /var, in percent. */
export function usedPercentOf({ trouble }: PracticeWorld): number | null {
  return trouble === 'disk-full' ? 100 : trouble === 'index-read-only' ? 96 : null;
}
