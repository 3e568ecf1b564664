// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CallOutput } from '../../../../shared/ipc/contract.ts';
import { failure, success } from '../../../../shared/ipc/errors.ts';
import type { Result } from '../../../../shared/ipc/errors.ts';
import { FakeBridge } from '../../testing/fakeBridge.ts';
import { openWindow } from '../../testing/openWindow.tsx';
import { sampleLog } from '../../testing/sampleLog.ts';
import { useCase } from './caseStore.ts';

const button = (name: RegExp | string) => screen.getByRole('button', { name });
const field = (name: string) => screen.getByRole('textbox', { name });
const verdict = () => screen.findByRole('status', { name: 'Verdict' });

async function openTrace(bridge = new FakeBridge()) {
  const opened = await openWindow(bridge);
  await opened.user.click(screen.getByRole('link', { name: 'A mail never arrived' }));
  return opened;
}

test('from the symptom to the verdict on the sample, with the UID, the file and the lines', async () => {
  const { user, bridge } = await openTrace();
  await user.click(button('Use the sample log'));
  await user.type(field('Recipient'), 'user@bluemind.net');
  await user.type(field('Sender'), 'user2@domain.net');
  await user.click(button('Find the mail'));

  const answer = await verdict();
  expect(answer.textContent).toContain('In order');
  expect(answer.textContent).toContain('user2@domain.net was delivered to user@bluemind.net');
  expect(answer.textContent).toContain('Mar 1, 2026, 8:45:32 PM');
  expect(bridge.inputsOf('wizard.run')[0]).toMatchObject({
    wizard: 'trace',
    facts: { recipient: 'user@bluemind.net', sender: 'user2@domain.net' },
    source: { kind: 'sample' },
  });

  const story = screen.getByRole('region', { name: 'What happened to the mail to user@bluemind.net' });
  expect(within(story).getByText('2294')).toBeDefined();
  expect(story.textContent).toMatch(/\/var\/spool\/cyrus\/data\/.*\/user\/user\/2294\./);
  const lines = within(story).getByRole('list', { name: 'The lines this rests on' });
  expect(within(lines).getAllByRole('listitem')).toHaveLength(5);
  expect([...lines.querySelectorAll('mark')].map((mark) => mark.textContent)).toContain('status=sent');
});

test('several results are rows, and the chosen one is told', async () => {
  const { user } = await openTrace();
  await user.click(button('Use the sample log'));
  await user.type(field('Recipient'), 'user@bluemind.net{Enter}');
  await verdict();

  const table = screen.getByRole('table');
  expect(within(table).getAllByRole('row')).toHaveLength(3);
  const refused = within(table).getByRole('row', { name: /Refused on arrival/ });
  await user.click(within(refused).getByRole('button', { name: 'user@bluemind.net' }));
  const story = screen.getByRole('region', { name: /What happened/ });
  expect(story.textContent).toContain('User unknown in virtual mailbox table');
  expect(within(refused).getByRole('button').getAttribute('aria-expanded')).toBe('true');
});

test('a cause is explained, with who acts and what to do', async () => {
  const { user } = await openTrace();
  await user.click(button('Use the sample log'));
  await user.type(field('Recipient'), 'full@bluemind.net{Enter}');
  await verdict();
  const story = screen.getByRole('region', { name: /What happened/ });
  expect(story.textContent).toContain('The mailbox is full');
  expect(story.textContent).toContain('The user has to act');
  expect(story.textContent).toContain('452 4.2.2 Over quota');
});

test('nothing found is told with what was looked at, never as an empty list', async () => {
  const { user } = await openTrace();
  await user.click(button('Use the sample log'));
  await user.type(field('Recipient'), 'nobody@bluemind.net{Enter}');
  const answer = await verdict();
  expect(answer.textContent).toContain('Between Mar 1, 2026, 8:45:32 PM and Mar 1, 2026, 9:12:00 PM');
  expect(answer.textContent).toContain('spam filter');
  const read = screen.getByRole('region', { name: 'What was read' });
  expect(read.textContent).toContain('12 lines: 10 understood, 1 from other programs, 1 not');
  expect(within(read).getByText(/something nobody has seen before/)).toBeDefined();
});

test('bad input says what is wrong beside the field, starts nothing and loses nothing', async () => {
  const { user, bridge } = await openTrace();
  await user.click(button('Find the mail'));
  expect(screen.getByText(/Please choose first where to look/)).toBeDefined();
  await user.click(button('Use the sample log'));
  await user.click(button('Find the mail'));
  expect(screen.getByText(/at least one of these/)).toBeDefined();

  await user.type(field('Recipient'), 'user');
  await user.type(field('Sender'), 'two words@example.org');
  await user.click(button('Find the mail'));
  expect(field('Recipient').getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText(/An address has an @ in it/)).toBeDefined();
  expect(screen.getByText(/An address has no spaces/)).toBeDefined();
  expect(document.activeElement).toBe(field('Recipient'));
  expect(bridge.inputsOf('wizard.run')).toHaveLength(0);

  await user.click(screen.getByRole('link', { name: 'Glossary' }));
  await user.click(screen.getByRole('link', { name: 'Home' }));
  await user.click(screen.getByRole('link', { name: /Carry on/ }));
  expect(field('Recipient').getAttribute('value')).toBe('user');
  expect(field('Sender').getAttribute('value')).toBe('two words@example.org');
  expect(button('Use the sample log').getAttribute('aria-pressed')).toBe('true');
});

test('a day alone means the whole day, and a time needs its day', async () => {
  const { user, bridge } = await openTrace();
  await user.click(button('Use the sample log'));
  await user.type(field('Recipient'), 'Some User <user@bluemind.net>');
  await user.type(screen.getByLabelText('Not after: time (optional)'), '20:46');
  await user.click(button('Find the mail'));
  expect(screen.getByText('Please give the day as well, not only the time.')).toBeDefined();
  await user.type(screen.getByLabelText('Not after: day'), '2026-03-01');
  await user.type(screen.getByLabelText('Not before: day'), '2026-03-01');
  await user.click(button('Find the mail'));
  await verdict();
  expect(bridge.inputsOf('wizard.run')[0]?.facts).toEqual({
    recipient: 'user@bluemind.net',
    since: '2026-03-01T00:00:00',
    until: '2026-03-01T20:46:59',
  });
});

test('chosen files are listed, can be taken away, and are what is read', async () => {
  const bridge = new FakeBridge();
  bridge.handlers['files.choose'] = async () =>
    success([bridge.grant('mail.log', sampleLog), bridge.grant('mail.log.1', '')]);
  const { user } = await openTrace(bridge);
  await user.click(button('Choose log files'));
  expect(await screen.findByText('2 files are used')).toBeDefined();
  await user.click(button('Remove mail.log.1'));
  await user.type(field('Recipient'), 'user@bluemind.net{Enter}');
  await verdict();
  expect(bridge.inputsOf('wizard.run')[0]?.source).toEqual({ kind: 'files', files: ['file-1'] });
});

test('pasted lines are read', async () => {
  const { user } = await openTrace();
  await user.click(button('Paste log lines'));
  await user.click(field('Log lines'));
  await user.paste(sampleLog);
  expect(screen.getByText('12 pasted lines are used.')).toBeDefined();
  await user.type(field('Recipient'), 'full@bluemind.net{Enter}');
  expect((await verdict()).textContent).toContain('is waiting');
});

test('a pasted header block fills the fields', async () => {
  const { user } = await openTrace();
  await user.click(button(/Have the header of the mail/));
  await user.click(field('Header or bounce message'));
  await user.paste(
    'From: A <a@example.com>\nTo: B <user@bluemind.net>\nMessage-ID: <x.1@example.com>\nSubject: Offer\n\n',
  );
  const found = screen.getByRole('region', { name: 'Found in this text' });
  expect(found.textContent).toContain('Offer');
  await user.click(within(found).getByRole('button', { name: 'Fill these in' }));
  expect(field('Recipient').getAttribute('value')).toBe('user@bluemind.net');
  expect(field('Message-ID').getAttribute('value')).toBe('x.1@example.com');
  // The message-ID is enough; the From line often differs from the sender the log knows.
  expect(field('Sender').getAttribute('value')).toBe('');
});

test('text without anything useful says what to paste instead', async () => {
  const { user } = await openTrace();
  await user.click(button(/Have the header of the mail/));
  await user.type(field('Header or bounce message'), 'hello');
  expect(screen.getByText(/No address and no message-ID found/)).toBeDefined();
});

test('long work shows how far it is and can be stopped; a late answer changes nothing', async () => {
  const bridge = new FakeBridge();
  let answer: (result: Result<CallOutput<'wizard.run'>>) => void = () => undefined;
  bridge.handlers['wizard.run'] = () => new Promise((resolve) => (answer = resolve));
  const { user } = await openTrace(bridge);
  await user.click(button('Use the sample log'));
  await user.type(field('Recipient'), 'user@bluemind.net{Enter}');
  const jobId = bridge.inputsOf('wizard.run')[0]?.jobId ?? '';
  act(() =>
    bridge.send('job.progress', { jobId, doneBytes: 5_000_000, totalBytes: 20_000_000, label: 'mail.log' }),
  );
  expect(screen.getByText(/Reading mail.log · 5 MB of 20 MB read/)).toBeDefined();
  expect(screen.getByRole('progressbar', { name: 'Reading the log' }).getAttribute('aria-valuenow')).toBe(
    '25',
  );

  await user.click(button('Stop reading'));
  expect(bridge.inputsOf('job.cancel')).toEqual([{ jobId }]);
  await act(async () => answer(failure({ code: 'internal', message: { key: 'common:error.unreachable' } })));
  expect(screen.getAllByText(/This was stopped/).length).toBeGreaterThan(0);
  expect(screen.queryByText('That did not work')).toBeNull();
  expect(field('Recipient').getAttribute('value')).toBe('user@bluemind.net');
});

test('an answer that comes while the user is elsewhere is there on return', async () => {
  const bridge = new FakeBridge();
  const { user } = await openTrace(bridge);
  await user.click(button('Use the sample log'));
  await user.type(field('Recipient'), 'full@bluemind.net{Enter}');
  await user.click(screen.getByRole('link', { name: 'Settings' }));
  await user.click(screen.getByRole('link', { name: 'Home' }));
  await user.click(screen.getByRole('link', { name: /Carry on/ }));
  expect((await verdict()).textContent).toContain('full@bluemind.net');
});

test('a failed run says why in words and keeps everything', async () => {
  const bridge = new FakeBridge();
  bridge.handlers['wizard.run'] = async () =>
    failure({ code: 'unreadable-input', message: { key: 'common:error.unreachable' }, detail: 'EIO' });
  const { user } = await openTrace(bridge);
  await user.click(button('Use the sample log'));
  await user.type(field('Recipient'), 'user@bluemind.net{Enter}');
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('That did not work');
  expect(alert.textContent).toContain('engine did not answer');
  expect(field('Recipient').getAttribute('value')).toBe('user@bluemind.net');
});

test('a changed question marks the old answer as old', async () => {
  const { user } = await openTrace();
  await user.click(button('Use the sample log'));
  await user.type(field('Recipient'), 'user@bluemind.net{Enter}');
  await verdict();
  expect(screen.queryByText(/changed the question/)).toBeNull();
  await user.type(field('Sender'), 'x@example.org');
  expect(screen.getByText(/changed the question/)).toBeDefined();
});

test('what is known is collected, can be cleared, and comes back with undo', async () => {
  const { user } = await openTrace();
  await user.click(button('Use the sample log'));
  await user.type(field('Recipient'), 'full@bluemind.net{Enter}');
  await verdict();
  const known = screen.getByRole('complementary', { name: 'Known so far' });
  expect(known.textContent).toContain('sales@partner.example');
  expect(known.textContent).toContain('offer-77@partner.example');
  // What was found is not put into the fields: it would spoil the next search.
  expect(field('Sender').getAttribute('value')).toBe('');
  await user.click(button('Start over'));
  expect(field('Recipient').getAttribute('value')).toBe('');
  expect(screen.queryByRole('status', { name: 'Verdict' })).toBeNull();
  await user.click(button('Undo'));
  expect(field('Recipient').getAttribute('value')).toBe('full@bluemind.net');
  expect(await verdict()).toBeDefined();
});

test('a large result is fetched in pages, and the count says how many there are', async () => {
  const bridge = new FakeBridge();
  const mail = (n: number) =>
    `Mar  1 10:00:00 mx postfix/qmgr[1]: A${String(n).padStart(9, '0')}: from=<s@example.org>, size=1, nrcpt=1 (queue active)\n` +
    `Mar  1 10:00:01 mx postfix/lmtp[2]: A${String(n).padStart(9, '0')}: to=<u@example.net>, relay=x[1.2.3.4]:24, delay=1, dsn=2.0.0, status=sent (250 ok)\n` +
    `Mar  1 10:00:01 mx postfix/qmgr[1]: A${String(n).padStart(9, '0')}: removed`;
  const text = Array.from({ length: 150 }, (_, n) => mail(n)).join('\n');
  bridge.handlers['files.choose'] = async () => success([bridge.grant('mail.log', text)]);
  const { user } = await openTrace(bridge);
  await user.click(button('Choose log files'));
  await user.type(field('Recipient'), 'u@example.net{Enter}');
  await verdict();
  expect(screen.getByRole('heading', { name: '150 results' })).toBeDefined();
  expect(bridge.inputsOf('wizard.window')).toEqual([]);
  const scrolled = screen.getByRole('table').lastElementChild ?? document.body;
  fireEvent.scroll(scrolled, { target: { scrollTop: 40_000 } });
  await waitFor(() => expect(bridge.inputsOf('wizard.window')).toMatchObject([{ offset: 100, limit: 200 }]));
  await waitFor(() => expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('151'));
});

test('what another wizard found can be emptied at once', async () => {
  const { user } = await openTrace();
  const about = '';
  act(() => {
    useCase.setState({
      learned: { sender: { value: 'sales@partner.example', wizard: 'queue', step: 'list', about } },
    });
  });
  expect(field('Sender').getAttribute('value')).toBe('sales@partner.example');
  await user.clear(field('Sender'));
  expect(field('Sender').getAttribute('value')).toBe('');
});
