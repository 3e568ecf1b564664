import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandOutput } from '../command/commandOutput.ts';
import { interpretProbe } from './interpretProbe.ts';
import type { ProbeAnswer, ProbeAnswers } from './interpretProbe.ts';
import { probeCommands } from './probeCommands.ts';
import type { ProbeName } from './probeCommands.ts';
import { probeMeaning, probeWarnings } from './probeMeaning.ts';

function answer(stdout: string, exitCode = 0, stderr = ''): ProbeAnswer {
  const output: CommandOutput = {
    stdout,
    stderr,
    exitCode,
    signal: null,
    truncated: false,
    timedOut: false,
    cancelled: false,
    durationMs: 200,
  };
  return { output, askedAt: 1_772_393_100_000, answeredAt: 1_772_393_100_200 };
}

/** A Debian server with BlueMind 4, as its own tools print it. */
const blueMind4: ProbeAnswers = {
  system: answer('PRETTY_NAME="Debian GNU/Linux 11 (bullseye)"\nID=debian\n'),
  host: answer('mail.example.org\n'),
  user: answer('uid=1001(helpdesk) gid=1001(helpdesk) groups=1001(helpdesk),4(adm)\n'),
  sudo: answer('', 0),
  clock: answer('1772393225 +0100 CET\n'),
  tools: answer(
    'bm-cli /usr/bin/bm-cli\npostqueue /usr/sbin/postqueue\npostmap /usr/sbin/postmap\nunexpunge /usr/sbin/unexpunge\ngzip /usr/bin/gzip\nxz \n',
  ),
  debianPackage: answer('4.1.71342'),
  redHatPackage: answer('', 127, 'env: ‘rpm’: No such file or directory\n'),
  services: answer('active\nactive\nactive\nfailed\n', 3),
  settings: answer(
    'maximal_queue_lifetime = 3d\nbounce_queue_lifetime = 12h\nmessage_size_limit = 10485760\n',
    0,
    'postconf: warning: maillog_file: unknown parameter\n',
  ),
  logs: answer(
    '2048 1772393000.0 /var/log/mail.log\n1024 1772300000.0 /var/log/mail.log.1\n512 1772200000.0 /var/log/mail.log.2.xz\n1 1772393001.0 /var/log/mail.err\n',
  ),
  files: answer(
    'no /var/log/mail.log\nabsent /var/log/maillog\nno /etc/bm/bm-core.tok\nno /etc/postfix/virtual_alias.db\n',
  ),
  disks: answer(
    'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 1000 500 500 50% /\n/dev/sdb1 1000 950 50 95% /var/spool/cyrus\n',
    1,
    'df: /x: No such file or directory\n',
  ),
  partitions: answer(
    'partition-bm-master__e6e3736c_internal:/var/spool/cyrus/data/bm-master__e6e3736c_internal\n',
  ),
  retention: answer('  expire cmd="/usr/sbin/cyr_expire -E 3 -X 14" at=0401\n'),
  domains: answer('', 2, "sed: can't read\n"),
};

const levels = (answers: ProbeAnswers) =>
  probeMeaning(interpretProbe(answers, 0)).map(
    ({ wizard, level, message }) => `${wizard} ${level} ${message.key}`,
  );

describe('interpretProbe', () => {
  it('reads what a server says', () => {
    expect(interpretProbe(blueMind4, 7)).toMatchObject({
      probedAt: 7,
      system: { name: 'Debian GNU/Linux 11 (bullseye)', family: 'debian' },
      hostName: 'mail.example.org',
      rootRights: 'sudo',
      blueMind: { kind: 'bluemind-4' },
      tools: { 'bm-cli': '/usr/bin/bm-cli', xz: null },
      services: { 'bm-core': 'active', postfix: 'failed' },
      mailLog: { path: '/var/log/mail.log', readable: false },
      queue: { lifetimeSeconds: 259_200, bounceLifetimeSeconds: 43_200, messageSizeLimit: 10_485_760 },
      retention: { days: 14, from: 'server' },
      technicalDomains: ['e6e3736c.internal'],
      clock: { zone: 'CET', zoneOffsetMinutes: 60, aheadSeconds: 125 },
    });
    expect(interpretProbe(blueMind4, 0).mailLog?.files.map(({ path }) => path)).toEqual([
      '/var/log/mail.log',
      '/var/log/mail.log.1',
      '/var/log/mail.log.2.xz',
    ]);
  });

  it('leaves unknown what it could not find out', () => {
    const facts = interpretProbe({}, 0);
    expect(facts).toMatchObject({
      system: null,
      mailLog: null,
      retention: null,
      clock: null,
      disks: [],
      services: {},
    });
    expect(facts.blueMind.kind).toBe('unknown');
    expect(probeMeaning(facts).map(({ level }) => level)).toEqual(Array.from({ length: 5 }, () => 'unknown'));
  });

  it('says what it means for each wizard', () => {
    expect(levels(blueMind4)).toEqual([
      'maps ok probe:maps.ok',
      'queue ok probe:queue.lifetime',
      'trace ok probe:trace.ok',
      'trace warning probe:trace.no-tool',
      'history ok probe:history.ok',
      'restore ok probe:restore.cyrus',
      'restore ok probe:restore.retention',
    ]);
    const { sudo: _sudo, ...withoutSudo } = blueMind4;
    expect(levels(withoutSudo).filter((line) => line.includes('problem'))).toEqual([
      'maps problem probe:maps.unreadable',
      'trace problem probe:trace.unreadable',
      'history problem probe:bm-cli.rights',
    ]);
    const asks = { ...blueMind4, sudo: answer('', 1, 'sudo: a password is required\n') };
    expect(levels(asks)).toContain('history warning probe:bm-cli.with-password');
  });

  it('warns about full disks, failed services and a wrong clock', () => {
    expect(probeWarnings(interpretProbe(blueMind4, 0)).map(({ message }) => message)).toEqual([
      { key: 'probe:disk-full', values: { place: '/var/spool/cyrus', percent: 95 } },
      { key: 'probe:service-failed', values: { service: 'postfix' } },
      { key: 'probe:clock-ahead', values: { seconds: 125 } },
    ]);
  });

  it('takes the usual retention for BlueMind 5, and says so', () => {
    const facts = interpretProbe({ debianPackage: answer('5.1.9000'), retention: answer('', 1) }, 0);
    expect(facts.retention).toEqual({ days: 7, from: 'product' });
  });

  it('never throws, whatever a server answers', () => {
    const names = [...(Object.keys(probeCommands) as ProbeName[]), 'sudo' as const];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.tuple(fc.string(), fc.integer())), (texts) => {
        const answers = Object.fromEntries(
          Object.entries(texts).map(([name, [text, code]]) => [name, answer(text, code, text)]),
        );
        const facts = interpretProbe(answers, 0);
        expect(probeMeaning(facts).length).toBeGreaterThanOrEqual(5);
        probeWarnings(facts);
      }),
    );
  });
});
