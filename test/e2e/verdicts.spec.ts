import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { FactName, Facts } from '../../src/core/playbook/facts.ts';
import { findPlaybook } from '../../src/core/playbooks/registry.ts';
import { createPracticeWorld } from '../../src/core/practice/createPracticeWorld.ts';
import { troubled } from '../../src/core/practice/troubles.ts';
import type { Edition, PracticeTrouble } from '../../src/core/practice/world.ts';
import { startPracticeServer } from '../../src/main/practice/practiceServer.ts';
import type { PracticeServer } from '../../src/main/practice/practiceServer.ts';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { knownLine, profileOf, signIn, userDataWith } from './ownServers.ts';
import { at, confirm, verdict } from './practice.ts';

/**
 * Every wizard to every verdict the practice world has a reason for. That a verdict is right is proved beside the judges; here
 * the window gets there: the facts are typed, the step is run, its sentence and what to do next are shown.
 */
test.describe.configure({ timeout: 90_000 });

interface Case {
  /** `wizard/step`. */
  readonly step: string;
  readonly facts?: Facts;
  /** Key of the sentence. */
  readonly told: string;
}

interface TestedServer {
  readonly edition: Edition;
  readonly trouble?: PracticeTrouble;
  readonly cases: readonly Case[];
}

const farid = at(troubled.login);
const emma = at('emma.roth');

const maps = (recipient: string, told: string): Case => ({
  step: 'maps/check-address',
  facts: { recipient },
  told: `maps:verdict.${told}`,
});
const list = (facts: Facts, told: string): Case => ({
  step: 'queue/list',
  facts,
  told: `queue:verdict.${told}`,
});
const quota = (recipient: string, told: string): Case => ({
  step: 'queue/quota',
  facts: { recipient },
  told: `queue:verdict.${told}`,
});
const trace = (facts: Facts, told: string): Case => ({
  step: 'trace/find-in-logs',
  facts,
  told: `trace:${told}`,
});
const word = (recipient: string, keyword: string, told: string): Case => ({
  step: 'history/by-keyword',
  facts: { recipient, keyword },
  told: `history-check:verdict.${told}`,
});
const uid = (facts: Facts, told: string): Case => ({
  step: 'history/by-uid',
  facts,
  told: `history-check:verdict.${told}`,
});
const restore = (step: string, facts: Facts, told: string): Case => ({
  step: `restore/${step}`,
  facts,
  told: `restore:verdict.${told}`,
});
const health = (step: string, facts: Facts, told: string): Case => ({
  step: `health/${step}`,
  facts,
  told: `health:verdict.${told}`,
});

const everyday: readonly Case[] = [
  maps(at('anna.keller'), 'ok'),
  maps(at('greta.sommer'), 'stale-login'),
  maps(at('nobody'), 'unknown-address'),
  maps(at('henri.dubois'), 'archived'),
  maps(at('ines.santos'), 'external'),
  maps('someone@elsewhere.example', 'domain-unknown'),
  maps('anna.keller@e6e3736c.internal', 'other-domain'),
  { step: 'maps/verify', facts: { recipient: at('nobody') }, told: 'maps:verdict.written-without' },

  list({}, 'several-reasons'),
  list({ recipient: at('anna.keller') }, 'none-for'),
  list({ recipient: at('bruno.lang') }, 'over-quota'),
  list({ recipient: 'einkauf@geschlossen.example' }, 'waiting'),
  list({ recipient: at('luca.ferrari') }, 'held'),
  quota(at('bruno.lang'), 'quota-full'),
  quota(at('anna.keller'), 'quota-room'),
  quota(at('luca.ferrari'), 'no-limit'),
  quota(at('nobody'), 'quota-unknown'),

  trace({ messageId: '<practice.offer@lieferant.example>' }, 'verdict.one.delivered'),
  trace({ messageId: '<practice.waiting-invoice@lieferant.example>' }, 'verdict.one.deferred'),
  trace({ recipient: 'office@streng.example' }, 'verdict.one.bounced'),
  trace({ recipient: at('henri.dubois') }, 'verdict.one.rejected'),
  trace({ sender: 'gewinn@lotterie.example' }, 'verdict.one.held'),
  trace({ recipient: at('team') }, 'verdict.many.delivered'),
  trace({ recipient: at('greta.vogel') }, 'verdict.many.rejected'),
  trace({ recipient: at('bruno.lang') }, 'verdict.mixed'),
  trace({ recipient: at('nobody') }, 'not-found.nothing-matches'),
  trace({ recipient: at('anna.keller'), until: '2001-01-01' }, 'not-found.before-log'),
  trace({ recipient: at('anna.keller'), since: '2099-01-01' }, 'not-found.after-log'),

  word(at('claire.moreau'), 'Angebot', 'moved-to-trash'),
  word(at('david.weber'), 'Pflichtenheft', 'moved-to-shared'),
  word(at('jonas.huber'), 'commande 88213', 'deleted'),
  word(at('bruno.lang'), 'Plans', 'still-there'),
  word(emma, 'e', 'several'),
  word(emma, 'nichts dergleichen', 'nothing-keyword'),
  word(at('nobody'), 'Angebot', 'refused'),
  uid({ recipient: at('anna.keller'), imapUid: '99999' }, 'nothing-uid'),

  // Before the mailbox was looked up, only bm-cli's own list is there, which tells nothing on BlueMind 4.
  restore('after-restore', { recipient: emma }, 'listed-still'),
  restore('find-mailbox', { recipient: emma }, 'mailbox-found'),
  restore('find-mailbox', { recipient: at('nobody') }, 'mailbox-unknown'),
  restore('list-deleted', { recipient: emma }, 'can-restore'),
  restore('list-deleted', { recipient: at('henri.dubois') }, 'nothing-deleted'),
  restore('list-deleted', { recipient: at('henri.dubois'), folder: 'Nirgends' }, 'no-such-folder'),
  restore('list-deleted', { recipient: at('nobody') }, 'not-listed'),
  restore('list-deleted', { recipient: at('projet') }, 'acting-user-needed'),
  restore('list-everywhere', { recipient: emma }, 'can-restore-everywhere'),
  restore('list-everywhere', { recipient: at('henri.dubois') }, 'nothing-deleted-everywhere'),

  health('vital-signs', {}, 'ok'),
  health('sign-in', { person: at('anna.keller') }, 'sign-in-ok'),
  health('sign-in', { person: at('henri.dubois') }, 'account-suspended'),
  health('sign-in', { person: at('nobody') }, 'no-such-user'),
  health('senders', {}, 'senders-ordinary'),
  health('search-index', { person: at('anna.keller') }, 'index-ok'),
  health('search-index', { person: at('nobody') }, 'index-unreadable'),
  health('repeated', { messageId: '<practice.offer@lieferant.example>' }, 'no-duplicate'),
  health('unseen', { sender: 'kunde@gesperrt.example' }, 'unseen'),
];

const servers: Readonly<Record<string, TestedServer>> = {
  Everyday: { edition: 4, cases: everyday },
  'Everyday 5': {
    edition: 5,
    cases: [
      restore('after-restore', { recipient: emma }, 'still-deleted'),
      word(at('david.weber'), 'Pflichtenheft', 'moved-to-shared'),
      list({ recipient: at('bruno.lang') }, 'over-quota'),
      health('vital-signs', {}, 'ok'),
    ],
  },
  'No transport': { edition: 4, trouble: 'no-transport', cases: [maps(farid, 'no-transport')] },
  'Maps not written': { edition: 4, trouble: 'maps-not-written', cases: [] },
  'Core in maintenance': {
    edition: 5,
    trouble: 'core-maintenance',
    cases: [health('vital-signs', {}, 'core-not-ready')],
  },
  'Core stopped': { edition: 4, trouble: 'core-stopped', cases: [health('vital-signs', {}, 'core-down')] },
  'Disk full': { edition: 4, trouble: 'disk-full', cases: [health('vital-signs', {}, 'disk-full')] },
  'Search locked': {
    edition: 5,
    trouble: 'index-read-only',
    cases: [health('vital-signs', {}, 'index-read-only')],
  },
  'Search incomplete': {
    edition: 5,
    trouble: 'index-incomplete',
    cases: [health('search-index', { person: farid }, 'index-incomplete')],
  },
  'Out of memory': {
    edition: 4,
    trouble: 'out-of-memory',
    cases: [health('vital-signs', {}, 'out-of-memory')],
  },
  'No delivery': {
    edition: 4,
    trouble: 'lmtp-down',
    cases: [
      health('vital-signs', {}, 'lmtp-down'),
      trace({ recipient: farid, sender: 'ventes@client.example' }, 'verdict.many.deferred'),
    ],
  },
  'No look-up': { edition: 4, trouble: 'ysnp-down', cases: [health('vital-signs', {}, 'ysnp-down')] },
  'No milter': { edition: 5, trouble: 'milter-down', cases: [health('vital-signs', {}, 'milter-down')] },
  'No Cyrus': { edition: 4, trouble: 'cyrus-down', cases: [health('vital-signs', {}, 'cyrus-down')] },
  'Deliveries used up': {
    edition: 4,
    trouble: 'lmtp-children',
    cases: [health('vital-signs', {}, 'lmtp-children')],
  },
  'Connections used up': {
    edition: 4,
    trouble: 'imap-children',
    cases: [health('sign-in', { person: farid }, 'imap-children')],
  },
  'Old password': {
    edition: 4,
    trouble: 'sign-in-fails',
    cases: [health('sign-in', { person: farid }, 'sign-in-blocked')],
  },
  'Account misused': {
    edition: 5,
    trouble: 'account-misused',
    cases: [health('senders', {}, 'account-misused')],
  },
  'Computer misused': {
    edition: 4,
    trouble: 'computer-misused',
    cases: [health('senders', {}, 'computer-misused')],
  },
  'Sent again': {
    edition: 5,
    trouble: 'mail-repeated',
    cases: [health('repeated', { messageId: troubled.repeatedId }, 'duplicate-dropped')],
  },
  'Too large': {
    edition: 4,
    trouble: 'too-large',
    cases: [health('unseen', { person: farid }, 'too-large')],
  },
  'Filter in front': {
    edition: 4,
    trouble: 'filter-in-front',
    cases: [health('unseen', { sender: 'kunde@gesperrt.example' }, 'filter-in-front')],
  },
};

/** What the tests of changes below reach. */
const reachedByChanging = [
  'maps:verdict.stale',
  'maps:verdict.regenerate-started',
  'maps:verdict.regenerate-failed',
  'maps:verdict.verified',
  'maps:verdict.write-failed',
  'queue:verdict.retry-started',
  'queue:verdict.left',
  'restore:verdict.restored',
  'restore:verdict.restored-none',
  'restore:verdict.verified',
] as const;

/** What the practice world gives no reason for, and why. The unit tests beside the judges reach these. */
const notHere: readonly (readonly [why: string, ...keys: readonly string[]])[] = [
  [
    'root may read everything, and every tool is there and answers',
    'maps:verdict.not-in-map',
    'maps:verdict.unreadable',
    'maps:verdict.partly-unreadable',
    'queue:verdict.unreadable',
    'queue:verdict.retry-failed',
    'health:verdict.unreadable',
    'health:verdict.sign-in-unreadable',
    'health:verdict.senders-unreadable',
    'health:verdict.repeated-unreadable',
    'health:verdict.too-large-limit-unknown',
  ],
  ['half a minute of waiting for tables that do not come', 'maps:verdict.unchanged'],
  [
    'only with an API key, which connections.spec.ts has; a key that is not accepted is asked for again',
    'maps:verdict.key-refused',
    'maps:verdict.only-admin0',
    'maps:verdict.key-not-allowed',
    'maps:verdict.rest-failed',
    'maps:verdict.rest-not-reached',
    'maps:verdict.no-curl',
    'maps:verdict.rest-unreadable',
  ],
  [
    'nobody of its directory is set up like this',
    'maps:verdict.no-routing',
    'maps:verdict.alias-to-nowhere',
    'queue:verdict.quota-near',
  ],
  [
    'a mail on hold lies in its queue for good, and the others wait with a known reason',
    'queue:verdict.empty',
    'queue:verdict.empty-for',
    'queue:verdict.left-all',
    'queue:verdict.corrupt',
    'queue:verdict.waiting-unknown',
    'queue:verdict.waiting-no-reason',
  ],
  [
    'its Postfix runs, keeps whole logs, and has no mail that ended like this',
    'queue:verdict.mail-down',
    'health:verdict.postfix-down',
    'trace:not-found.empty',
    'trace:not-found.period-unknown',
    'trace:not-found.not-a-mail-log',
    'trace:verdict.no-recipient',
    ...['forwarded', 'expired', 'discarded', 'queued', 'unknown'].flatMap((status) => [
      `trace:verdict.one.${status}`,
      `trace:verdict.many.${status}`,
    ]),
    'trace:verdict.many.bounced',
    'trace:verdict.many.held',
  ],
  [
    'its people either leave a mail, delete it, or move it to the trash or to a shared mailbox',
    'history-check:verdict.received',
    'history-check:verdict.read',
    'history-check:verdict.moved-to-folder',
    'history-check:verdict.copied',
    'history-check:verdict.unclear',
  ],
  [
    'the technical domain is found, not typed, and no mail is refused on its way back',
    'restore:verdict.no-such-mailbox',
    'restore:verdict.restored-partly',
  ],
  [
    'a cause that is over, or that the log alone tells: its troubles last and show everywhere',
    'health:verdict.disk-full-log',
    'health:verdict.was-out-of-memory',
    'health:verdict.core-refuses',
    'health:verdict.wrong-password',
  ],
];

/** Part of a verdict's text, not its sentence. */
const isDetail = (key: string): boolean =>
  /^trace:(?:verdict\.(?:reply|incomplete|part\.)|not-found\.reasons\.)/.test(key);

type Words = Readonly<Record<string, unknown>>;
const catalogue = (namespace: string): Words =>
  JSON.parse(
    readFileSync(join(import.meta.dirname, `../../src/locales/en/${namespace}.json`), 'utf8'),
  ) as Words;

function textsOf(words: Words, prefix: string): readonly (readonly [key: string, text: string])[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${name}`, value] as const]
      : textsOf(value as Words, `${prefix}${name}.`),
  );
}

const sentences = [
  'maps:verdict',
  'queue:verdict',
  'trace:verdict',
  'trace:not-found',
  'history-check:verdict',
  'restore:verdict',
  'health:verdict',
].flatMap((name) => {
  const [namespace = '', part = ''] = name.split(':');
  return textsOf(catalogue(namespace)[part] as Words, `${name}.`).map(
    ([key, text]) => [key.replace(/_(?:one|other)$/, ''), text] as const,
  );
});

/** The sentence as the catalogue has it: what was typed stands where it names it, anything else that is filled in is open. */
function sentence(key: string, facts: Facts): string {
  const known: Words = { ...facts, address: facts.recipient ?? facts.person };
  const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const forms = sentences
    .filter(([name]) => name === key)
    .map(([, text]) =>
      text
        .split(/\{\{(\w+)[^}]*\}\}/)
        .map((piece, index) => {
          if (index % 2 === 0) return escaped(piece);
          const value = known[piece];
          return typeof value === 'string' ? escaped(value) : '.+';
        })
        .join(''),
    );
  if (forms.length === 0) throw new Error(`no sentence ${key}`);
  return `(?:${forms.join('|')})`;
}

let app: RunningApp;
let running: Readonly<Record<string, PracticeServer>> = {};
let signedIn: Set<string>;
let folder = '';

/** The log of the day must hold enough mail to tell where it comes from, at whatever hour this runs. */
function sinceAfternoon(): () => number {
  const shift = new Date().setHours(15, 0, 0, 0) - Date.now();
  return () => Date.now() + shift;
}

const greylisted = 'anmeldung@stadt.example';

/** When the server itself tries a waiting mail again is drawn by lot: a moment is chosen that leaves time to be first. */
function longBeforeNextAttempt(): () => number {
  for (let minutes = 0; minutes < 600; minutes += 1) {
    const shift = -minutes * 60_000;
    const now = Date.now() + shift;
    const clock = { zone: 'Etc/UTC', offsetMinutes: -new Date(now).getTimezoneOffset() };
    const { queue } = createPracticeWorld(now, { edition: 4, clock });
    const waiting = queue.find(({ recipients }) => recipients.some(({ address }) => address === greylisted));
    if (waiting !== undefined && waiting.nextAttemptAt - now > 200_000) return () => Date.now() + shift;
  }
  throw new Error('no moment of ten hours leaves that mail waiting');
}

function clockOf(name: string, trouble: PracticeTrouble | undefined): () => number {
  if (name === 'Everyday') return longBeforeNextAttempt();
  return trouble === 'filter-in-front' ? sinceAfternoon() : Date.now;
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const started: [string, PracticeServer][] = [];
  for (const [name, { edition, trouble }] of Object.entries(servers)) {
    const now = clockOf(name, trouble);
    const server = await startPracticeServer({ now, edition, ...(trouble === undefined ? {} : { trouble }) });
    started.push([name, server]);
  }
  running = Object.fromEntries(started);
  signedIn = new Set();
  folder = userDataWith({
    profiles: started.map(([name, server], index) =>
      profileOf(server, { id: `profile-${String(index)}`, name, access: 'changes-allowed' }),
    ),
    knownHosts: started.map(([, server]) => knownLine(server, server.hostKey)),
  });
  app = await launchApp({ userDataDir: folder });
});
test.afterAll(async () => {
  await app.close();
  for (const server of Object.values(running)) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const labelOf = (fact: FactName): string => {
  const fields = catalogue('wizard')['field'] as Readonly<Record<string, { readonly label: string }>>;
  return fields[fact]?.label ?? fact;
};

/** Chooses the step and the server, and types what is known; what another case typed goes. */
async function enter(server: string, wizardStep: string, facts: Facts): Promise<void> {
  const { page } = app;
  const [wizard = '', id = ''] = wizardStep.split('/');
  const steps = findPlaybook(wizard)?.steps ?? [];
  const index = steps.findIndex((one) => one.id === id);
  await page.evaluate((to) => {
    window.location.hash = to;
  }, `#/wizard/${wizard}`);
  const button = page.getByRole('navigation', { name: 'Steps' }).getByRole('button');
  await expect(button).toHaveCount(steps.length);
  await button.nth(index).click();
  await expect(button.nth(index)).toHaveAttribute('aria-current', 'step');
  const which = page.getByRole('combobox', { name: 'Which server?' });
  const aServer = page.getByRole('button', { name: 'A server', exact: true });
  await expect(which.or(aServer).first()).toBeVisible();
  if (!(await which.isVisible())) await aServer.click();
  await which.selectOption(server);
  for (const { fact, kind } of steps[index]?.fields ?? []) {
    const value = facts[fact] ?? '';
    const label = labelOf(fact);
    const field =
      kind === 'dateTime'
        ? page.getByLabel(`${label}: day`, { exact: true })
        : page.getByRole('textbox', { name: label, exact: true });
    if (!(await field.isVisible())) {
      if (value === '') continue;
      await page.getByRole('button', { name: 'More ways to find it' }).click();
    }
    await field.fill(value);
  }
}

async function start(server: string): Promise<void> {
  const { page } = app;
  await page.locator('form button[type=submit]').click();
  if (signedIn.has(server)) return;
  await signIn(page, 'root on 127.0.0.1', running[server]?.secret.reveal() ?? '');
  signedIn.add(server);
}

async function expectTold(told: string, facts: Facts): Promise<void> {
  const { page } = app;
  const heading = verdict(page).getByRole('heading', { level: 2 });
  await expect(heading).toHaveText(new RegExp(`^${sentence(told, facts)}$`), { timeout: 40_000 });
  const next = page.getByRole('region', { name: 'What to do next' }).getByRole('listitem');
  await expect(next.first()).toHaveText(/\S/);
}

/** What the server said about the change itself, before its proof. */
async function expectDone(told: string, facts: Facts): Promise<void> {
  await expect(app.page.getByRole('main')).toContainText(new RegExp(sentence(told, facts)));
}

test('every sentence is reached here, or it is said why not', () => {
  const reached = [
    ...Object.values(servers).flatMap(({ cases }) => cases.map(({ told }) => told)),
    ...reachedByChanging,
  ];
  const explained = notHere.flatMap(([, ...keys]) => keys);
  expect(explained.filter((key) => reached.includes(key))).toEqual([]);
  const known = new Set(sentences.map(([key]) => key).filter((key) => !isDetail(key)));
  expect([...new Set([...reached, ...explained])].sort()).toEqual([...known].sort());
});

const next = () => app.page.getByRole('region', { name: 'What to do next' }).getByRole('button').first();

// First, because the server tries this mail again by itself within minutes.
test('queue: one mail is tried again and leaves', async () => {
  const facts = { recipient: greylisted };
  await enter('Everyday', 'queue/list', facts);
  await start('Everyday');
  await expectTold('queue:verdict.waiting', facts);
  await next().click();
  await confirm(app.page, 'Try to deliver now', /postqueue -i/);
  await expectTold('queue:verdict.left', facts);
  await expectDone('queue:verdict.retry-started', facts);
});

for (const [name, { cases }] of Object.entries(servers)) {
  for (const { step, facts = {}, told } of cases) {
    test(`${name}, ${step}: ${told}`, async () => {
      await enter(name, step, facts);
      await start(name);
      await expectTold(told, facts);
    });
  }
}

test('maps: out of date, written anew, and right', async () => {
  const facts = { recipient: at('greta.vogel') };
  await enter('Everyday', 'maps/check-address', facts);
  await start('Everyday');
  await expectTold('maps:verdict.stale', facts);
  await enter('Everyday', 'maps/regenerate', facts);
  await start('Everyday');
  await confirm(app.page, 'Write the delivery maps anew', /bm-cli maintenance repair/);
  await expectTold('maps:verdict.verified', facts);
  await expectDone('maps:verdict.regenerate-started', facts);
  await enter('Everyday', 'maps/check-address', facts);
  await start('Everyday');
  await expectTold('maps:verdict.ok', facts);
});

test('maps: an address nobody has cannot be written', async () => {
  const facts = { recipient: at('nobody') };
  await enter('Everyday', 'maps/regenerate', facts);
  await start('Everyday');
  await confirm(app.page, 'Write the delivery maps anew', /bm-cli maintenance repair/);
  await expectTold('maps:verdict.regenerate-failed', facts);
});

test('maps: the task succeeds, but the writing fails', async () => {
  const facts = { recipient: at('greta.vogel') };
  await enter('Maps not written', 'maps/check-address', facts);
  await start('Maps not written');
  await expectTold('maps:verdict.stale', facts);
  await next().click();
  await confirm(app.page, 'Write the delivery maps anew', /bm-cli maintenance repair/);
  await expectTold('maps:verdict.write-failed', facts);
});

for (const name of ['Everyday', 'Everyday 5']) {
  test(`restore, ${name}: a whole folder comes back`, async () => {
    const facts = { recipient: emma };
    await enter(name, 'restore/find-mailbox', facts);
    await start(name);
    await expectTold('restore:verdict.mailbox-found', facts);
    await enter(name, 'restore/restore-all', facts);
    await start(name);
    await confirm(app.page, 'Bring back everything', /unexpunge/);
    await expectTold('restore:verdict.verified', facts);
    await expectDone('restore:verdict.restored', facts);
  });
}

test('restore: where nothing was deleted nothing comes back', async () => {
  const facts = { recipient: at('anna.keller') };
  await enter('Everyday', 'restore/restore-all', facts);
  await start('Everyday');
  await confirm(app.page, 'Bring back everything', /unexpunge/);
  await expectTold('restore:verdict.restored-none', facts);
});
