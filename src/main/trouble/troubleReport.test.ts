import { describe, expect, it } from 'vitest';
import { firstSettings } from '../../shared/firstSettings.ts';
import { sayIn } from '../words.ts';
import { FaultLog } from './faultLog.ts';
import { troubleReport } from './troubleReport.ts';

const faults = new FaultLog(() => new Date('2026-11-23T05:00:00Z'));
faults.note(
  'wizard.run failed',
  new Error('no answer from mail.customer.fr (10.1.2.3) for anna@customer.fr'),
);

const report = (language: 'en' | 'de' | 'fr' = 'en') =>
  troubleReport(
    {
      at: new Date('2026-11-23T05:01:00Z'),
      runtime: { MailTriage: '0.1.0', Electron: '33.2.1', Chromium: '130.0.6723.137' },
      settings: { ...firstSettings, logFolder: '/home/bertha/logs', serverLogPaths: ['/srv/mail.log'] },
      faults: faults.latest,
      logLines: [
        'warn session of Kundin Müller was lost',
        'at open (file:///home/bertha/apps/mailtriage/out/main/index.js:12:3)',
        'backend1 said no to bertha on desk-42',
      ],
      personal: {
        home: '/home/bertha',
        user: 'bertha',
        computer: 'desk-42',
        servers: ['Kundin Müller', 'backend1', 'mail.customer.fr'],
      },
    },
    sayIn(language),
  );

describe('troubleReport', () => {
  it('holds what helps', () => {
    for (const part of [
      '130.0.6723.137',
      'newServerAccess: "read-only"',
      'wizard.run failed',
      '/srv/mail.log',
      'index.js:12:3',
    ])
      expect(report()).toContain(part);
  });

  it('names nobody', () => {
    for (const name of ['bertha', 'Müller', 'backend1', 'customer', 'anna', '10.1.2.3', 'desk-42'])
      expect(report()).not.toContain(name);
    expect(report()).toContain('logFolder: "~/logs"');
  });

  it('is introduced in the language of the user', () => {
    expect(report('de').split('\n')[0]).not.toBe(report('fr').split('\n')[0]);
  });
});

describe('FaultLog', () => {
  it('keeps the latest only, and no more of each than can be read', () => {
    const many = new FaultLog(() => new Date(0));
    for (let each = 0; each < 100; each += 1) many.note(`fault ${each}`, 'x'.repeat(100_000));
    expect(many.latest.length).toBeLessThanOrEqual(50);
    expect(many.latest.at(-1)?.what).toBe('fault 99');
    expect(JSON.stringify(many.latest).length).toBeLessThan(500_000);
  });
});
