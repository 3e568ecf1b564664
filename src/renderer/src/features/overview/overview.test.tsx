// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { act, configure, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { LogIndexView } from '../../../../shared/ipc/contract.ts';
import type { Result } from '../../../../shared/ipc/errors.ts';
import { failure, success } from '../../../../shared/ipc/errors.ts';
import { LogBridge } from '../../testing/logBridge.ts';
import { openWindow } from '../../testing/openWindow.tsx';
import { closeLogIndex } from './logIndexStore.ts';

/** The log that comes with the app: 31 mails of three days. */
const sample = readFileSync(resolve(import.meta.dirname, '../../../../main/sample/sampleLog.txt'), 'utf8');

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const region = (name: string | RegExp) => screen.findByRole('region', { name });
const chips = () =>
  within(screen.getByRole('list', { name: 'What is filtered' }))
    .getAllByRole('listitem')
    .map((chip) => chip.textContent);

async function openSample(bridge = new LogBridge(sample)) {
  const window = await openWindow(bridge, '/overview');
  await window.user.click(await screen.findByRole('button', { name: 'Use the sample log' }));
  await window.user.click(button('Show the whole log'));
  await screen.findByRole('heading', { level: 1, name: 'The log at a glance' });
  await region('How much');
  return { ...window, bridge };
}

const sender = async (name: string) => within(await region('Who sends most')).getByRole('button', { name });

/** The rows of the list as they are drawn, without its head. */
async function mails() {
  const table = await screen.findByRole('table', { name: /mails?$/ });
  return within(table).getAllByRole('row').slice(1);
}

// A busy computer takes its time over a page of this size.
vi.setConfig({ testTimeout: 120_000 });
configure({ asyncUtilTimeout: 30_000 });
beforeEach(() => closeLogIndex());

test('a log file leads to a choice, and from there to the whole log', async () => {
  const { user } = await openWindow(new LogBridge(sample));
  await user.click(screen.getByRole('link', { name: 'I have a log file' }));
  expect(screen.getByRole('link', { name: 'Find one mail' }).getAttribute('href')).toBe(
    '#/wizard/trace/log-file',
  );
  await user.click(screen.getByRole('link', { name: 'See the whole log at a glance' }));
  await screen.findByRole('heading', { level: 1, name: 'See a whole log at a glance' });
  await user.click(button('Show the whole log'));
  expect(screen.getByText('Please choose first where to look.')).toBeDefined();
});

test('the overview says how much, when, who and why', async () => {
  await openSample();
  const totals = within(await region('How much'));
  expect(totals.getByText('Received').nextSibling?.textContent).toBe('22');
  expect(totals.getByText('Delivered').closest('div')?.textContent).toBe('Delivered20');
  expect(within(await region('Who receives most')).getAllByRole('listitem')[0]?.textContent).toContain(
    'jdoe@bluemind.net',
  );
  expect(within(await region('Why mail did not go through')).getByText('The mailbox is full')).toBeDefined();
  expect(await screen.findByText(/202 lines: 196 understood/)).toBeDefined();
  expect(screen.getByText('Nothing unusual stood out in this log.')).toBeDefined();
});

test('each chart says in a sentence what it shows, and its table does what its bars do', async () => {
  const { user } = await openSample();
  const when = within(await region('When'));
  expect(when.getByRole('img').getAttribute('aria-label')).toMatch(
    /^Bars over time: \d+ deliveries and refusals from Mar 1, 2026/,
  );
  const became = within(await region('What became of the mails'));
  expect(became.getByRole('img').getAttribute('aria-label')).toContain('Delivered: 51.6%');

  await user.click(button('When: show as a table'));
  const rows = when.getAllByRole('row');
  expect(rows[0]?.textContent).toBe('FromDeliveredWaitingReturnedRefusedReceived');
  await user.click(within(rows[1] as HTMLElement).getByRole('button'));
  expect(chips()[0]).toBe('Mar 1, 2026, 8:00:00 AM to Mar 1, 2026, 8:15:00 AM');

  await user.click(button('Show everything again'));
  await user.click(button('What became of the mails: show as a table'));
  await user.click(became.getByRole('button', { name: 'Refused on arrival' }));
  expect(chips()[0]).toBe('What became of it isRefused on arrival');
  expect(await screen.findByText('7 of 31 mails fit the filter.')).toBeDefined();
});

test('a row of a list narrows the view, or leaves itself out; a chip turns round and goes away', async () => {
  const { user, bridge } = await openSample();
  await user.click(await sender('office@partner.example'));
  expect(await screen.findByText('5 of 31 mails fit the filter.')).toBeDefined();
  await user.click(button(/^Sender: office@partner.example \(turn round/));
  expect(chips()[0]).toBe('Sender is notoffice@partner.example');
  expect(await screen.findByText('26 of 31 mails fit the filter.')).toBeDefined();
  await user.click(button('Take away the filter Sender: not office@partner.example'));
  expect(screen.queryByRole('list', { name: 'What is filtered' })).toBeNull();
  await user.click(
    await within(await region('Who receives most')).findByRole('button', {
      name: 'Leave out jdoe@bluemind.net',
    }),
  );
  expect(bridge.inputsOf('logs.overview').at(-1)?.filter.terms).toMatchObject([
    { value: 'jdoe@bluemind.net', exclude: true },
  ]);
});

test('back leads to what was seen before', async () => {
  await openSample();
  const office = await sender('office@partner.example');
  await act(async () => office.click());
  await act(async () => button(/^Mail by mail/).click());
  expect(await mails()).toHaveLength(5);
  await act(async () => window.history.back());
  expect(await region('How much')).toBeDefined();
  expect(chips()[0]).toContain('office@partner.example');
  await act(async () => window.history.back());
  await vi.waitFor(() => expect(screen.queryByRole('list', { name: 'What is filtered' })).toBeNull());
});

test('the list is sorted by its heads, filtered by words, and opens a mail with its way on', async () => {
  const { user } = await openSample();
  await user.click(button(/^Mail by mail/));
  expect((await mails())[0]?.textContent).toContain('client@example.org');
  const head = screen.getByRole('columnheader', { name: 'Size' });
  await user.click(within(head).getByRole('button'));
  expect(head.getAttribute('aria-sort')).toBe('descending');
  expect((await mails())[0]?.textContent).toContain('88.4 kB');
  await user.click(within(screen.getByRole('columnheader', { name: 'Size' })).getByRole('button'));
  expect(screen.getByRole('columnheader', { name: 'Size' }).getAttribute('aria-sort')).toBe('ascending');

  await user.type(screen.getByRole('textbox', { name: 'Search in all mails' }), 'user2@domain.net{Enter}');
  const [only] = await mails();
  await user.click(within(only as HTMLElement).getByRole('button'));
  const story = within(await region('What happened to the mail to user@bluemind.net'));
  expect(story.getByText('2294')).toBeDefined();
  const next = within(screen.getByRole('region', { name: 'What to do next' }));
  await user.click(next.getAllByRole('link', { name: 'Start this check' })[1] as HTMLElement);
  expect(window.location.hash).toBe('#/wizard/trace');
  expect((screen.getByRole('textbox', { name: 'Recipient' }) as HTMLInputElement).value).toBe(
    'user@bluemind.net',
  );
});

test('arrow keys go from mail to mail, and Tab stops once in the list', async () => {
  const { user } = await openSample();
  await user.click(button(/^Mail by mail/));
  const rows = await mails();
  const openers = rows.map((row) => within(row).getByRole('button'));
  expect(openers.filter((opener) => opener.tabIndex === 0)).toHaveLength(1);
  openers[0]?.focus();
  await user.keyboard('{ArrowDown}{ArrowDown}');
  expect(document.activeElement?.closest('[role=row]')?.getAttribute('aria-rowindex')).toBe('4');
  await user.keyboard('{Home}');
  expect(document.activeElement?.closest('[role=row]')?.getAttribute('aria-rowindex')).toBe('2');
});

test('a filter is put together: what, which value, left out or not, and from when to when', async () => {
  const { user, bridge } = await openSample();
  await user.click(button('Filter by…'));
  await user.selectOptions(screen.getByRole('combobox', { name: 'What' }), 'Reason');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Value' }), 'The mailbox is full');
  await user.click(screen.getByRole('checkbox', { name: 'Leave these out' }));
  await user.click(button('Filter'));
  expect(chips()[0]).toBe('Reason is notThe mailbox is full');
  await user.click(button('Filter by…'));
  fireEvent.change(screen.getByLabelText('Came in from'), { target: { value: '2026-03-02T00:00' } });
  await user.click(button('Show only this time'));
  expect(chips()[1]).toBe('From Mar 2, 2026, 12:00:00 AM');
  expect(bridge.inputsOf('logs.overview').at(-1)?.filter).toEqual({
    terms: [{ field: 'cause', value: 'over-quota', exclude: true }],
    from: '2026-03-02T00:00:00',
    to: null,
  });
});

test('a filter nothing fits says what to do', async () => {
  const { user } = await openSample();
  await user.type(screen.getByRole('textbox', { name: 'Search in all mails' }), 'no such words{Enter}');
  expect(await screen.findByText('0 of 31 mails fit the filter.')).toBeDefined();
  await user.click(button('Mail by mail (0)'));
  expect(await screen.findByText(/No mail fits the filter/)).toBeDefined();
});

test('what stands out comes first, in a sentence, and shows its mails', async () => {
  const bridge = new LogBridge(sample);
  bridge.unusual = [
    {
      kind: 'quota-repeats',
      level: 'warning',
      message: { key: 'causes:over-quota.meaning' },
      filter: { terms: [{ field: 'cause', value: 'over-quota', exclude: false }], from: null, to: null },
      from: '2026-03-01T20:00:00',
      to: '2026-03-02T20:00:00',
    },
    {
      kind: 'service-restarts',
      level: 'problem',
      message: { key: 'causes:over-quota.title' },
      filter: null,
      from: null,
      to: null,
    },
  ];
  const { user } = await openSample(bridge);
  const things = within(await region('What stands out'));
  expect(things.getAllByRole('listitem')).toHaveLength(2);
  await user.click(things.getByRole('button', { name: 'Show these mails' }));
  expect(chips()[0]).toBe('Reason isThe mailbox is full');
  expect((await mails()).length).toBeGreaterThan(0);
});

test('while logs are read: how far, the first mails, and a way out that keeps nothing', async () => {
  const bridge = new LogBridge(sample);
  let answer: (result: Result<LogIndexView>) => void = () => undefined;
  bridge.handlers['logs.open'] = () => new Promise((resolveOpen) => (answer = resolveOpen));
  const { user } = await openWindow(bridge, '/overview');
  await user.click(await screen.findByRole('button', { name: 'Use the sample log' }));
  await user.click(button('Show the whole log'));
  const jobId = bridge.inputsOf('logs.open')[0]?.jobId ?? '';
  act(() => {
    bridge.send('job.progress', { jobId, doneBytes: 40_000_000, totalBytes: 100_000_000, label: 'mail.log' });
    bridge.send('logs.firstRows', {
      jobId,
      rows: [
        {
          row: 0,
          firstSeen: '2026-03-01T20:45:32',
          queueId: 'A',
          sender: '',
          recipient: 'first@example.org',
          furtherRecipients: 2,
          status: 'delivered',
          cause: null,
          size: null,
          delaySeconds: null,
        },
      ],
    });
  });
  expect(screen.getByText(/40 MB of 100 MB/)).toBeDefined();
  expect(within(screen.getByRole('table')).getByText('first@example.org')).toBeDefined();
  await user.click(button(/Stop/));
  expect(screen.getByText('Reading was stopped. Nothing is kept of it.')).toBeDefined();
  expect(bridge.inputsOf('job.cancel')).toEqual([{ jobId }]);
  // An answer that comes all the same opens nothing, and what main keeps for it is let go.
  await act(async () => {
    answer(success({ index: 'index-late', files: [], messages: 0, problems: [], following: false }));
    await Promise.resolve();
  });
  expect(window.location.hash).toBe('#/overview');
  await vi.waitFor(() => expect(bridge.inputsOf('logs.close')).toEqual([{ index: 'index-late' }]));
});

test('logs that cannot be read, and an index that is gone, say so', async () => {
  const bridge = new LogBridge(sample);
  const usual = bridge.handlers['logs.open'];
  bridge.handlers['logs.open'] = () =>
    Promise.resolve(failure({ code: 'unreadable-input', message: { key: 'log-index:gone' } }));
  const { user } = await openWindow(bridge, '/overview');
  await user.click(await screen.findByRole('button', { name: 'Use the sample log' }));
  await user.click(button('Show the whole log'));
  expect((await screen.findByRole('alert')).textContent).toContain('The logs could not be read');
  if (usual !== undefined) bridge.handlers['logs.open'] = usual;
  bridge.handlers['logs.overview'] = () =>
    Promise.resolve(failure({ code: 'not-found', message: { key: 'log-index:gone' } }));
  await user.click(button('Show the whole log'));
  expect((await screen.findByRole('alert')).textContent).toContain('Please open the logs again.');
  expect(button('Try again')).toBeDefined();
});

test('where the reading broke down, trying again reads the logs once more and comes back', async () => {
  const { user, bridge } = await openSample();
  const usual = bridge.handlers['logs.rows'];
  bridge.handlers['logs.rows'] = () =>
    Promise.resolve(failure({ code: 'internal', message: { key: 'errors:reading-stopped' } }));
  await user.click(button(/^Mail by mail/));
  expect((await screen.findByRole('alert')).textContent).toContain('Reading the logs stopped unexpectedly');
  if (usual !== undefined) bridge.handlers['logs.rows'] = usual;
  await user.click(button('Try again'));
  expect(await screen.findByRole('table')).toBeDefined();
  expect(bridge.inputsOf('logs.open')).toHaveLength(2);
  expect(window.location.hash).toContain('view=mails');
});

test('an address of an overview without open logs leads to the choice of logs', async () => {
  await openWindow(new LogBridge(sample), '/overview/log?view=mails');
  expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('See a whole log at a glance');
});

test('what is seen is saved as it is seen, with or without names', async () => {
  const { user, bridge } = await openSample();
  await user.click(await sender('office@partner.example'));
  await user.click(button('Save what is seen'));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText('5 mails that fit the filter: Sender: office@partner.example')).toBeDefined();
  await user.click(dialog.getByRole('radio', { name: /JSON/ }));
  await user.click(dialog.getByRole('checkbox', { name: /Without names/ }));
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  expect(await dialog.findByText(/mails\.json/)).toBeDefined();
  expect(bridge.inputsOf('logs.export')[0]).toMatchObject({
    format: 'json',
    anonymous: true,
    language: 'en',
    filter: { terms: [{ field: 'sender', value: 'office@partner.example' }] },
  });
});

test('a picture of a list has no real name in it when none is wanted', async () => {
  const { user, bridge } = await openSample();
  await user.click(await screen.findByRole('button', { name: 'Who sends most: save as a picture' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('radio', { name: /SVG/ }));
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  await dialog.findByText(/Who sends most\.svg/);
  await user.click(dialog.getByRole('checkbox', { name: /Without names/ }));
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  await vi.waitFor(() => expect(bridge.inputsOf('text.saveAs')).toHaveLength(2));
  const [named, nameless] = bridge.inputsOf('text.saveAs').map(({ text }) => text);
  expect(named).toContain('office@partner.example');
  // Other programs read it strictly.
  const read = new DOMParser().parseFromString(named ?? '', 'image/svg+xml');
  expect(read.querySelector('parsererror')?.textContent).toBeUndefined();
  expect(nameless).toContain('person1@domain1.example');
  expect(nameless).not.toMatch(/partner\.example|bluemind\.net|example\.org/);
});

test('logs that grow are counted anew, quietly', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { bridge } = await openSample();
    const before = bridge.inputsOf('logs.overview').length;
    const index = bridge.inputsOf('logs.overview')[0]?.index ?? '';
    act(() => {
      for (let n = 32; n < 60; n += 1) bridge.send('logs.grown', { index, messages: n });
    });
    // At once, and what came since two seconds later; then no more.
    await vi.waitFor(() => expect(bridge.inputsOf('logs.overview').length).toBe(before + 1));
    await act(() => vi.advanceTimersByTimeAsync(2500));
    expect(bridge.inputsOf('logs.overview').length).toBe(before + 2);
    await act(() => vi.advanceTimersByTimeAsync(5000));
    expect(bridge.inputsOf('logs.overview').length).toBe(before + 2);
    expect(await screen.findByText(/^59 mails from/)).toBeDefined();
    const problem = { key: 'log-index:follow.gone', values: { file: 'mail.log' } };
    act(() => bridge.send('logs.grown', { index, messages: 59, problem }));
    expect(screen.getByText(/mail\.log is no longer there/)).toBeDefined();
  } finally {
    vi.useRealTimers();
  }
});
