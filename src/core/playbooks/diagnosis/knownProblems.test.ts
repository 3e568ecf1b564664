import { describe, expect, it } from 'vitest';
import type { Facts } from '../../playbook/facts.ts';
import { walkDiagnosis } from '../../practice/testDiagnosis.ts';
import { TestServer, testNow } from '../../practice/testServer.ts';
import { troubled } from '../../practice/troubles.ts';
import type { Edition, PracticeTrouble } from '../../practice/world.ts';
import { mapsPlaybook } from '../maps/playbook.ts';
import { messagesOf, missingIn } from '../testCatalogue.ts';
import { causesNamed } from './diagnosisPath.ts';
import type { SymptomId } from './symptoms.ts';

const at = (login: string): string => `${login}@bluemind.example`;
const farid = at(troubled.login);

/** A problem administrators of BlueMind meet: what they report and know, and what the diagnosis has to conclude. */
interface KnownProblem {
  readonly problem: string;
  readonly editions?: readonly Edition[];
  /** What is wrong with the practice server; left out where its everyday stories show the problem. */
  readonly trouble?: PracticeTrouble;
  readonly symptom?: SymptomId;
  readonly facts?: Facts;
  readonly verdict: string;
  /** Causes of the catalogue the conclusion names; it may name no other. */
  readonly causes?: readonly string[];
  /** Problems found on the way that the conclusion explains more exactly. */
  readonly because?: readonly string[];
}

const both: readonly Edition[] = [4, 5];
const four: readonly Edition[] = [4];
const five: readonly Edition[] = [5];

const problems: readonly KnownProblem[] = [
  { problem: '1 map stale', facts: { recipient: at('greta.vogel') }, verdict: 'maps.stale' },
  {
    problem: '3 over quota',
    facts: { recipient: at('bruno.lang') },
    verdict: 'queue.quota-full',
    because: ['queue.over-quota'],
  },
  { problem: '4 no such address', facts: { recipient: at('clara.moreau') }, verdict: 'maps.unknown-address' },
  { problem: '4 suspended user', facts: { recipient: at('henri.dubois') }, verdict: 'maps.archived' },
  {
    problem: '5 mailbox without transport',
    trouble: 'no-transport',
    facts: { recipient: farid },
    verdict: 'maps.no-transport',
  },
  {
    problem: '6 core in maintenance, nobody gets mail',
    trouble: 'core-maintenance',
    symptom: 'nothing-works',
    verdict: 'health.core-not-ready',
    causes: ['core-down'],
  },
  {
    problem: '6 core in maintenance, one mail is missed',
    trouble: 'core-maintenance',
    facts: { recipient: farid, sender: 'ventes@client.example', since: '2026-03-03T13:00' },
    verdict: 'health.core-not-ready',
    causes: ['core-down'],
    because: ['trace.rejected'],
  },
  {
    problem: '6 core stopped',
    trouble: 'core-stopped',
    symptom: 'nothing-works',
    verdict: 'health.core-down',
    causes: ['core-down'],
  },
  {
    problem: '7 ysnp down',
    trouble: 'ysnp-down',
    symptom: 'nothing-works',
    verdict: 'health.ysnp-down',
    causes: ['lookup-down'],
  },
  {
    problem: '7 ysnp down, one mail is missed',
    trouble: 'ysnp-down',
    facts: { recipient: farid, since: '2026-03-03T13:00' },
    verdict: 'health.ysnp-down',
    causes: ['lookup-down'],
    because: ['trace.rejected'],
  },
  {
    problem: '7 milter down',
    trouble: 'milter-down',
    symptom: 'nothing-works',
    verdict: 'health.milter-down',
    causes: ['milter-down'],
  },
  {
    problem: '8 mailbox delivery service down',
    trouble: 'lmtp-down',
    symptom: 'nothing-works',
    verdict: 'health.lmtp-down',
    causes: ['lmtp-down'],
  },
  {
    problem: '8 mailbox delivery service down, one mail is missed',
    trouble: 'lmtp-down',
    facts: { recipient: farid },
    verdict: 'health.lmtp-down',
    causes: ['lmtp-down'],
    because: ['queue.waiting'],
  },
  {
    problem: '9 Cyrus down',
    editions: four,
    trouble: 'cyrus-down',
    facts: { recipient: farid },
    verdict: 'health.cyrus-down',
    causes: ['lmtp-down'],
    because: ['queue.waiting'],
  },
  {
    problem: '9 Cyrus takes no further delivery',
    editions: four,
    trouble: 'lmtp-children',
    facts: { recipient: farid },
    verdict: 'health.lmtp-children',
    because: ['queue.waiting'],
  },
  {
    problem: '10 Cyrus takes no further connection',
    editions: four,
    trouble: 'imap-children',
    symptom: 'sign-in',
    facts: { person: farid },
    verdict: 'health.imap-children',
  },
  {
    problem: '11 mail too large',
    trouble: 'too-large',
    symptom: 'sending',
    facts: { person: farid, recipient: 'contact@client.example', since: '2026-03-03T13:00' },
    verdict: 'health.too-large',
    causes: ['message-too-large'],
  },
  {
    problem: '11 mail too large, nothing else is known',
    trouble: 'too-large',
    symptom: 'sending',
    facts: { person: farid },
    verdict: 'health.too-large',
    causes: ['message-too-large'],
  },
  {
    problem: '12 a printer outside "my networks"',
    trouble: 'printer-refused',
    symptom: 'sending',
    facts: { person: troubled.printer, recipient: troubled.archive },
    verdict: 'trace.rejected',
    causes: ['relay-denied'],
  },
  {
    problem: '13 no way out',
    trouble: 'outgoing-blocked',
    symptom: 'sending',
    facts: { person: farid, recipient: 'contact@client.example' },
    verdict: 'queue.waiting',
    causes: ['connection-timed-out'],
  },
  {
    problem: '14 wrong password, then blocked',
    trouble: 'sign-in-fails',
    symptom: 'sending',
    facts: { person: farid },
    verdict: 'health.sign-in-blocked',
  },
  {
    problem: '14 suspended user',
    symptom: 'sign-in',
    facts: { person: at('henri.dubois') },
    verdict: 'health.account-suspended',
  },
  {
    problem: '15 account misused',
    trouble: 'account-misused',
    symptom: 'flood',
    verdict: 'health.account-misused',
  },
  {
    problem: '15 computer misused',
    trouble: 'computer-misused',
    symptom: 'flood',
    verdict: 'health.computer-misused',
  },
  {
    problem: '16 two systems send mail to each other',
    trouble: 'split-loop',
    facts: { recipient: at('ines.santos') },
    verdict: 'trace.bounced',
    causes: ['mail-loop'],
  },
  {
    problem: '17 delivered, but moved to the trash',
    editions: four,
    facts: { recipient: at('claire.moreau'), messageId: '<practice.offer@lieferant.example>' },
    verdict: 'history.moved-to-trash',
  },
  {
    problem: '17 delivered, but moved to a shared mailbox',
    facts: { recipient: at('david.weber'), subject: 'Pflichtenheft' },
    verdict: 'history.moved-to-shared',
  },
  {
    problem: '18 sent again with the same Message-ID',
    trouble: 'mail-repeated',
    facts: { recipient: farid, messageId: troubled.repeatedId },
    verdict: 'health.duplicate-dropped',
  },
  {
    problem: '19 the search does not know the mail',
    trouble: 'index-incomplete',
    symptom: 'search',
    facts: { person: farid },
    verdict: 'health.index-incomplete',
  },
  {
    problem: '20 search store read-only',
    trouble: 'index-read-only',
    symptom: 'nothing-works',
    verdict: 'health.index-read-only',
  },
  {
    problem: '20 search store read-only, one mail is missed',
    editions: five,
    trouble: 'index-read-only',
    facts: { recipient: farid },
    verdict: 'health.index-read-only',
    because: ['queue.waiting'],
  },
  {
    problem: '21 disk full, one mail is missed',
    trouble: 'disk-full',
    facts: { recipient: farid, sender: 'ventes@client.example', since: '2026-03-03T13:00' },
    verdict: 'health.disk-full',
    causes: ['disk-full'],
  },
  {
    problem: '21 disk full, only the recipient is known',
    trouble: 'disk-full',
    facts: { recipient: farid },
    verdict: 'health.disk-full',
    causes: ['disk-full'],
  },
  {
    problem: '21 disk full, nobody gets mail',
    trouble: 'disk-full',
    symptom: 'nothing-works',
    verdict: 'health.disk-full',
    causes: ['disk-full'],
  },
  {
    problem: '22 a filter in front',
    trouble: 'filter-in-front',
    facts: { recipient: farid, sender: 'kunde@gesperrt.example' },
    verdict: 'health.filter-in-front',
  },
  {
    problem: '22 never came, and nobody knows why',
    facts: { recipient: farid, sender: 'kunde@gesperrt.example' },
    verdict: 'health.unseen',
  },
  {
    problem: '23 out of memory',
    trouble: 'out-of-memory',
    symptom: 'nothing-works',
    verdict: 'health.out-of-memory',
  },
];

const rows = problems.flatMap((known) =>
  (known.editions ?? both).map((edition) => [known.problem, edition, known] as const),
);

describe('problems administrators of BlueMind meet', () => {
  it.each(rows)('%s (BlueMind %i)', async (_name, edition, known) => {
    const server = new TestServer(edition, testNow, known.trouble);
    const { taken, path, verdict } = await walkDiagnosis(server, known.facts ?? {}, known.symptom);
    expect(verdict.id, path.join('\n')).toBe(known.verdict);
    // No other cause is claimed, neither in the conclusion nor on the way to it.
    expect([...causesNamed(verdict)].sort()).toEqual(known.causes ?? []);
    const claimed = taken.flatMap(({ result }) =>
      result.verdict.level === 'problem' ? [result.verdict.id] : [],
    );
    expect(claimed.filter((id) => id !== known.verdict && !(known.because ?? []).includes(id))).toEqual([]);
    // It says what it rests on, who has to act and what to do, in words everybody has.
    if (verdict.level !== 'unknown') expect(verdict.evidence.length).toBeGreaterThan(0);
    expect(verdict.remedies.length).toBeGreaterThan(0);
    expect(taken.flatMap(({ result }) => messagesOf(result)).flatMap(missingIn)).toEqual([]);
  });

  it.each(both)(
    '14 whose password is refused sends nothing, whenever one practises (BlueMind %i)',
    async (edition) => {
      for (let hour = 0; hour < 24; hour += 1) {
        const server = new TestServer(edition, testNow + hour * 3_607_000, 'sign-in-fails');
        const { verdict, path } = await walkDiagnosis(server, { person: farid }, 'sending');
        expect(verdict.id, `${String(hour)}\n${path.join('\n')}`).toBe('health.sign-in-blocked');
      }
    },
    30_000,
  );

  it.each(both)(
    '22 a filter in front shows whenever one practises, the log of the day just begun included (BlueMind %i)',
    async (edition) => {
      for (let hour = 0; hour < 72; hour += 3) {
        const server = new TestServer(edition, testNow + hour * 3_607_000, 'filter-in-front');
        const facts = { recipient: farid, sender: 'kunde@gesperrt.example' };
        const { verdict, path } = await walkDiagnosis(server, facts);
        expect(verdict.id, `${String(hour)}\n${path.join('\n')}`).toBe('health.filter-in-front');
      }
    },
    30_000,
  );

  it.each(both)('2 the maps were ordered, but not written (BlueMind %i)', async (edition) => {
    const server = new TestServer(edition, testNow, 'maps-not-written');
    const recipient = at('greta.vogel');
    const before = await server.step(mapsPlaybook, 'check-address', { recipient });
    await server.step(mapsPlaybook, 'regenerate', before.facts);
    const { verdict } = await server.step(mapsPlaybook, 'verify', before.facts);
    expect(verdict).toMatchObject({ id: 'maps.write-failed', level: 'problem', whoActs: 'you' });
    expect(verdict.evidence.at(-1)?.text).toContain('No relay host defined');
    // It does not wait for tables that will not come: a writing begins within 10 s, and twelve looks would be thirty.
    expect(server.lines.filter((line) => line.includes('stat -c')).length).toBeLessThan(10);
  });

  it.each(both)('2 an old failure is not taken for a new one (BlueMind %i)', async (edition) => {
    const server = new TestServer(edition);
    const recipient = at('greta.vogel');
    const before = await server.step(mapsPlaybook, 'check-address', { recipient });
    expect((await server.step(mapsPlaybook, 'verify', before.facts)).verdict.id).toBe('maps.unchanged');
  });

  it.each(both)('claims nothing about a server that has no problem (BlueMind %i)', async (edition) => {
    for (const [symptom, facts] of [
      ['sign-in', { person: at('anna.keller') }],
      ['search', { person: at('anna.keller') }],
      ['sending', { person: at('jonas.huber') }],
    ] as const) {
      const { verdict, path } = await walkDiagnosis(new TestServer(edition), facts, symptom);
      expect(['ok', 'unknown'], path.join('\n')).toContain(verdict.level);
    }
  });
});
