// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openWindow } from '../../testing/openWindow.tsx';
import { PracticeBridge } from '../../testing/practiceBridge.ts';
import { chooseServers } from '../wizard/caseStore.ts';

const at = (login: string): string => `${login}@bluemind.example`;
const verdict = () => screen.findByRole('status', { name: 'Verdict' });
const button = (name: RegExp | string) => screen.getByRole('button', { name });
const region = (name: RegExp | string) => screen.getByRole('region', { name });

/** A wizard whose steps the simulated server answers, its first step asked with these fields. */
async function ask(wizard: string, fields: Readonly<Record<string, string>>, run: RegExp | string) {
  const opened = await openWindow(new PracticeBridge(), `/wizard/${wizard}`);
  chooseServers(['practice-4']);
  await screen.findByText('Connected');
  for (const [name, value] of Object.entries(fields)) {
    await opened.user.type(screen.getByRole('textbox', { name: new RegExp(`^${name}`) }), value);
  }
  const buttons = screen.getAllByRole('button', { name: run });
  await opened.user.click(buttons.at(-1) as HTMLElement);
  await verdict();
  return { ...opened, bridge: opened.bridge as PracticeBridge };
}

test('maps: the chain up to the missing link, how old the tables are, and who it is', async () => {
  await ask('maps', { Recipient: at('greta.vogel') }, 'Look the address up');
  const path = within(region(/The way of greta.vogel/));
  const links = path.getAllByRole('listitem');
  expect(links).toHaveLength(2);
  expect(links[0]?.textContent).toContain('responsible for the domain?bluemind.exampleyes');
  expect(links[1]?.textContent).toContain('is not in this table');
  expect(region(/The way of greta.vogel/).textContent).toMatch(/last written on .*2026/);
  expect(region('What BlueMind’s own directory says').textContent).toContain('Greta Vogel');
});

test('maps: a complete chain shows mailbox and way of delivery', async () => {
  await ask('maps', { Recipient: at('anna.keller') }, 'Look the address up');
  const links = within(region(/The way of anna.keller/)).getAllByRole('listitem');
  expect(links).toHaveLength(4);
  expect(links[1]?.textContent).toContain('belongs to anna.keller@e6e3736c.internal');
  expect(links[3]?.textContent).toContain('lmtp:');
});

test('maps: a change is shown word by word, confirmed, and then proved by itself', async () => {
  const { user, bridge } = await ask('maps', { Recipient: at('greta.vogel') }, 'Look the address up');
  await user.click(within(region('What to do next')).getByRole('button', { name: 'See what will happen' }));
  const dialog = await screen.findByRole('dialog', { name: 'Write the delivery maps anew?' });
  expect(dialog.textContent).toContain('On the server Practice server Practice');
  expect(dialog.textContent).toContain('bm-cli maintenance repair greta.vogel@bluemind.example');
  expect(document.activeElement?.textContent).toBe('Change nothing');
  expect(bridge.inputsOf('wizard.run')).toHaveLength(1);

  await user.click(within(dialog).getByRole('button', { name: 'Write the delivery maps anew' }));
  await waitFor(async () => expect((await verdict()).textContent).toContain('is in them'));
  expect(bridge.inputsOf('wizard.run').map(({ step }) => step)).toEqual([
    'check-address',
    'regenerate',
    'verify',
  ]);
  expect(bridge.inputsOf('wizard.run')[1]?.token).toBe('may regenerate');
  // The age from before the change goes along: only newer tables prove it.
  expect(bridge.inputsOf('wizard.run')[2]?.facts.mapsTime).toMatch(/^\d+$/);
  expect(screen.getByText(/BlueMind accepted the task/)).toBeDefined();
});

test('maps: thinking better of it runs nothing', async () => {
  const { user, bridge } = await ask('maps', { Recipient: at('greta.vogel') }, 'Look the address up');
  await user.click(within(region('What to do next')).getByRole('button', { name: 'See what will happen' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Change nothing' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(bridge.inputsOf('wizard.run')).toHaveLength(1);
});

test('queue: causes, reasons in words, schedules as intervals, and what cannot be tried', async () => {
  const { user } = await ask('queue', {}, 'Look into the queue');
  const table = screen.getByRole('table', { name: '5 waiting mails' });
  expect(within(table).getAllByRole('row')).toHaveLength(6);
  expect(table.textContent).toContain('The mailbox is full');
  const held = within(table).getByRole('row', { name: /gewinn@lotterie/ });
  expect(held.textContent).toContain('On hold');
  expect(within(held).queryByRole('checkbox')).toBeNull();
  await user.click(within(held).getByRole('button', { name: /When it is tried again/ }));
  expect(held.textContent).toContain('Never, until somebody releases it');
  const full = within(table).getByRole('row', { name: /rechnung@lieferant/ });
  await user.click(within(full).getByRole('button', { name: /When it is tried again/ }));
  expect(full.textContent).toMatch(/Next attemptBetween .+ and .+Given up/);
  expect(full.textContent).toMatch(/At the first failed attempt between .+ and /);
  expect(full.textContent).toContain('452 4.2.2 Over quota');
});

test('queue: one cause only, its mails chosen, the right ones tried', async () => {
  const { user, bridge } = await ask('queue', {}, 'Look into the queue');
  await user.click(button(/^The mailbox is full/));
  const table = screen.getByRole('table', { name: '2 waiting mails' });
  await user.click(within(table).getByRole('checkbox', { name: 'Choose all 2 mails shown' }));
  await user.click(button('Try to deliver the 2 chosen mails now'));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getAllByRole('listitem')).toHaveLength(2);
  await user.click(within(dialog).getByRole('button', { name: 'Try to deliver now' }));
  await waitFor(() => expect(bridge.inputsOf('wizard.run').at(-1)?.step).toBe('after-retry'));
  const tried = bridge.inputsOf('wizard.run').find(({ step }) => step === 'retry-one');
  expect(tried?.facts.pickedQueueIds?.split(',')).toHaveLength(2);
});

test('queue: how full a mailbox is, as a meter with words', async () => {
  const { user } = await ask('queue', { Recipient: at('bruno.lang') }, 'Look into the queue');
  await user.click(within(region('What to do next')).getByRole('button', { name: 'Start this check' }));
  const meter = await screen.findByRole('meter');
  expect(meter.getAttribute('aria-valuenow')).toBe('100');
  expect(meter.getAttribute('aria-valuetext')).toMatch(/of 210 MB are used/);
});

test('history: told in time, and where the mail is now', async () => {
  await ask(
    'history/vanished',
    { Recipient: at('david.weber'), 'Word in the mail': 'Pflichtenheft' },
    'Search by a word',
  );
  const story = region('What happened to the mail');
  expect(story.textContent).toMatch(
    /Received in “INBOX”.*Read.*Moved from “INBOX” to the shared mailbox projet/s,
  );
  expect(story.textContent).toContain('projet of projet (shared mailbox)');
  expect(within(region(/What happened/)).getByText(/IMAP UID \d+ · read/)).toBeDefined();
});

test('restore: mailbox, folder, list with days left, and the picked one comes back', async () => {
  const { user, bridge } = await ask('restore', { Recipient: at('emma.roth') }, 'Find the mailbox');
  expect(region('The mailbox as the server knows it').textContent).toContain('e6e3736c.internal');
  await user.click(button('INBOX'));
  const table = await screen.findByRole('table', { name: /deleted mails in INBOX/ });
  const contract = within(table).getByRole('row', { name: /Vertrag Müller, unterschrieben/ });
  expect(contract.textContent).toMatch(/\d days left to bring it back/);
  expect(within(table).getByRole('row', { name: /Facture 2026-0815/ }).textContent).toContain(
    'may be gone for good today',
  );
  // The technical domain was found by the step before and goes along, unasked.
  expect(bridge.inputsOf('wizard.run')[1]?.facts).toMatchObject({
    folder: 'INBOX',
    login: 'emma.roth',
    technicalDomain: 'e6e3736c.internal',
  });
  await user.click(within(contract).getByRole('checkbox'));
  await user.click(button('Bring back the chosen mail'));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('unexpunge');
  await user.click(within(dialog).getByRole('button', { name: 'Bring back the chosen mail' }));
  await waitFor(async () => expect((await verdict()).textContent).toContain('The mail is back'));
});

test('restore: what was found about one mailbox is never used for another', async () => {
  const { user, bridge } = await ask('restore', { Recipient: at('emma.roth') }, 'Find the mailbox');
  const recipient = screen.getByRole('textbox', { name: /^Recipient/ });
  await user.clear(recipient);
  await user.type(recipient, at('jonas.huber'));
  await user.click(screen.getByRole('button', { name: /^List deleted mail(?! in)/ }));
  await user.click(screen.getAllByRole('button', { name: 'List deleted mail' }).at(-1) as HTMLElement);
  await waitFor(() => expect(bridge.inputsOf('wizard.run')).toHaveLength(2));
  expect(bridge.inputsOf('wizard.run')[1]?.facts).not.toHaveProperty('login');
  expect(bridge.inputsOf('wizard.run')[1]?.facts).not.toHaveProperty('technicalDomain');
});
