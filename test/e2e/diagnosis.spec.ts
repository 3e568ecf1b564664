import { expect, test } from '@playwright/test';
import type { RunningApp } from './app.ts';
import { axeFindings } from './axe.ts';
import { picture } from './pictures.ts';
import { at, fill, launchOnPractice, verdict } from './practice.ts';

/** A server is simulated besides the window: on a busy machine both take their time. */
test.describe.configure({ timeout: 120_000 });

let app: RunningApp;
test.beforeEach(async () => {
  app = await launchOnPractice(4);
  await app.page.getByRole('link', { name: 'Not sure? Check everything' }).click();
});
test.afterEach(() => app.close());

interface Exercise {
  readonly exercise: string;
  readonly symptom: string;
  readonly facts?: Readonly<Record<string, string>>;
  readonly concluded: string;
  readonly evidence: string;
  readonly acts: string;
  readonly blueMind?: 4 | 5;
}

const steps = () => app.page.getByRole('region', { name: 'What was checked' });

for (const [name, login, extra, concluded, path] of [
  ['a renamed user', 'greta.vogel', {}, 'they are out of date', ['Look the address up']],
  [
    'a full mailbox',
    'bruno.lang',
    {},
    'is full',
    ['Look the address up', 'Look into the queue', 'Check how full the mailbox is'],
  ],
  ['somebody who left', 'henri.dubois', {}, 'is suspended', ['Look the address up']],
  [
    'a mail in the trash',
    'claire.moreau',
    { 'Message-ID': '<practice.offer@lieferant.example>' },
    'moved to the trash',
    ['Look the address up', 'Look into the queue', 'Follow one message'],
  ],
] as const) {
  test(`${name}: stops at the cause and tells the way there`, async () => {
    const { page } = app;
    await fill(page, 'Recipient', at(login));
    for (const [field, value] of Object.entries(extra)) await fill(page, field, value);
    await page.getByRole('button', { name: 'Find the cause' }).click();
    await expect(verdict(page)).toContainText(concluded, { timeout: 60_000 });
    for (const step of path) await expect(steps()).toContainText(step);
    await picture(page, `diagnosis-${login}`, { whole: true });
  });
}

for (const { exercise, symptom, facts = {}, concluded, evidence, acts, blueMind = 4 } of [
  {
    exercise: 'Mail from outside is refused, and nobody knows why',
    symptom: 'A mail did not arrive',
    facts: { Recipient: at('farid.benali') },
    concluded: 'is full',
    evidence: '100% /var',
    acts: 'You have to act',
  },
  {
    exercise: 'Nobody has received mail since the upgrade',
    symptom: 'Nobody receives or sends anything',
    concluded: 'core service is not ready',
    evidence: 'Sender address rejected: Service unavailable',
    acts: 'You have to act',
    blueMind: 5,
  },
  {
    exercise: 'Thousands of mails wait, and others block us',
    symptom: 'Mails pile up, or other servers block us',
    concluded: 'The account katrin.berg',
    evidence: 'sasl_username=katrin.berg',
    acts: 'You have to act',
  },
  {
    exercise: 'Farid Benali can no longer send (farid.benali)',
    symptom: 'Somebody cannot send',
    facts: { Person: at('farid.benali') },
    concluded: 'failed 4 times in a row',
    evidence: 'authentication failed',
    acts: 'The user has to act',
  },
  {
    exercise: 'Farid Benali’s search finds nothing (farid.benali)',
    symptom: 'The search does not find a mail',
    facts: { Person: at('farid.benali') },
    concluded: 'knows only 41%',
    evidence: '"ratio":41',
    acts: 'You have to act',
    blueMind: 5,
  },
] as readonly Exercise[]) {
  test(`${symptom}: ${concluded}`, async () => {
    await app.close();
    app = await launchOnPractice(blueMind, {}, exercise);
    const { page } = app;
    await page.getByRole('link', { name: 'Not sure? Check everything' }).click();
    await page.getByRole('radio', { name: symptom }).check();
    for (const [field, value] of Object.entries(facts)) await fill(page, field, value);
    await page.getByRole('button', { name: 'Find the cause' }).click();
    await expect(verdict(page)).toContainText(concluded, { timeout: 60_000 });
    await expect(verdict(page)).toContainText(acts);
    await page
      .getByRole('button', { name: /Show the (?:line|\d+ lines) this rests on/ })
      .first()
      .click();
    await expect(page.getByText(evidence, { exact: false }).first()).toBeVisible();
    await picture(page, `diagnosis-${symptom.replaceAll(/[^a-z]+/gi, '-').toLowerCase()}`, { whole: true });
    expect(await axeFindings(page)).toEqual([]);
  });
}

test('the conclusion leads to its remedy, with what is known', async () => {
  const { page } = app;
  await fill(page, 'Recipient', at('greta.vogel'));
  await page.getByRole('button', { name: 'Find the cause' }).click();
  await page.getByRole('button', { name: 'See what will happen' }).first().click({ timeout: 60_000 });
  await expect(page.getByRole('dialog')).toContainText('bm-cli maintenance repair greta.vogel');
  await page.getByRole('button', { name: 'Change nothing' }).click();
  await expect(page.getByRole('textbox', { name: 'Recipient' })).toHaveValue(at('greta.vogel'));
});

test('without a server and an address it says what is missing', async () => {
  await app.close();
  app = await launchOnPractice(5);
  const { page } = app;
  await page.getByRole('link', { name: 'Not sure? Check everything' }).click();
  await page.getByRole('button', { name: 'Find the cause' }).click();
  await expect(
    page.getByText('Please give an e-mail address.').or(page.getByText('Please fill this in.')),
  ).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Recipient' })).toBeFocused();
});

test('a case is kept, carried on after a restart, and saved without names', async () => {
  const { page } = app;
  await fill(page, 'Recipient', at('greta.vogel'));
  await page.getByRole('button', { name: 'Find the cause' }).click();
  await expect(verdict(page)).toContainText('they are out of date', { timeout: 60_000 });
  await page
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('link', { name: 'Cases' })
    .click();
  await page.getByRole('link', { name: at('greta.vogel') }).click();
  await expect(page.getByRole('region', { name: 'What was checked' })).toContainText('they are out of date');
  await page.getByRole('textbox', { name: 'Notes' }).fill('Called her back.');
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await page.getByRole('checkbox', { name: /Without names/ }).check();
  await page.getByRole('button', { name: 'See what is replaced' }).click();
  await expect(page.getByRole('table')).toContainText(at('greta.vogel'));
  await picture(page, 'case', { whole: true });
  await page.getByRole('button', { name: 'Carry on with this case' }).click();
  await expect(page.getByRole('textbox', { name: 'Recipient' })).toHaveValue(at('greta.vogel'));
});
