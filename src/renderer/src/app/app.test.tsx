// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { failure, success } from '../../../shared/ipc/errors.ts';
import { i18n } from '../i18n/words.ts';
import { FakeBridge } from '../testing/fakeBridge.ts';
import { openWindow } from '../testing/openWindow.tsx';
import { sampleLog } from '../testing/sampleLog.ts';

const title = () => screen.getByRole('heading', { level: 1 });

test('the home page offers what works, in everyday words, and nothing else', async () => {
  await openWindow();
  expect(title().textContent).toBe('What is happening?');
  const cards = within(screen.getByRole('main')).getAllByRole('link');
  expect(cards.map((card) => card.textContent)).toEqual([
    'A mail never arrived',
    'A user receives nothing',
    'A mail vanished from a mailbox',
    'Bring back deleted mail',
    'Mails are piling up',
    'I have a log file',
    'Not sure? Check everything',
    'My servers',
    'Earlier cases',
  ]);
  const pages = within(screen.getByRole('navigation', { name: 'Main navigation' })).getAllByRole('link');
  expect(pages.map((page) => page.textContent)).toEqual(['Home', 'Servers', 'Cases', 'Glossary', 'Settings']);
});

test('going to a page moves the focus to its heading and names it in the title', async () => {
  const { user } = await openWindow();
  await user.click(screen.getByRole('link', { name: 'Glossary' }));
  expect(document.activeElement).toBe(title());
  expect(document.title).toBe('Glossary – MailTriage');
});

test.each([
  ['de', 'Was ist los?', 'Einstellungen'],
  ['fr', 'Que se passe-t-il\u202f?', 'Réglages'],
] as const)('speaks %s when the system does', async (language, heading, settings) => {
  const bridge = new FakeBridge();
  bridge.app = { ...bridge.app, systemLanguage: language };
  await openWindow(bridge);
  expect(title().textContent).toBe(heading);
  expect(document.documentElement.lang).toBe(language);
  expect(screen.getByRole('link', { name: settings })).toBeDefined();
});

test('a stored language beats the system', async () => {
  const bridge = new FakeBridge();
  bridge.app = {
    ...bridge.app,
    systemLanguage: 'de',
    settings: { ...bridge.app.settings, language: 'fr', theme: 'dark' },
  };
  await openWindow(bridge);
  expect(document.documentElement.lang).toBe('fr');
  expect(document.documentElement.getAttribute('data-mantine-color-scheme')).toBe('dark');
});

test('language and colours change at once and are stored', async () => {
  const { user, bridge } = await openWindow();
  await user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'Deutsch');
  expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('Was ist los?');
  await user.click(screen.getByRole('button', { name: 'Zu dunklen Farben wechseln' }));
  expect(document.documentElement.getAttribute('data-mantine-color-scheme')).toBe('dark');
  expect(bridge.inputsOf('settings.save').at(-1)).toMatchObject({ language: 'de', theme: 'dark' });
});

test('settings: back to the system, and a choice that cannot be stored is said', async () => {
  const bridge = new FakeBridge();
  bridge.app = { ...bridge.app, settings: { ...bridge.app.settings, language: 'de', theme: 'dark' } };
  const { user } = await openWindow(bridge, '/settings');
  await user.click(screen.getByRole('radio', { name: 'Wie das System (English)' }));
  expect((await screen.findByRole('heading', { level: 1, name: 'Settings' })).textContent).toBe('Settings');
  expect(bridge.inputsOf('settings.save').at(-1)).toMatchObject({ language: null, theme: 'dark' });
  bridge.handlers['settings.save'] = async () =>
    failure({ code: 'internal', message: { key: 'common:error.unreachable' } });
  await user.click(screen.getByRole('radio', { name: 'Light' }));
  expect(await screen.findByText(/could not be saved/)).toBeDefined();
  expect(document.documentElement.getAttribute('data-mantine-color-scheme')).toBe('light');
});

test('works when main does not answer, and says so when asked for something', async () => {
  const bridge = new FakeBridge();
  bridge.handlers['app.describe'] = () => Promise.reject(new Error('gone'));
  await openWindow(bridge);
  expect(title().textContent).toBe('What is happening?');
});

test('settings set aside are reported until it is understood', async () => {
  const bridge = new FakeBridge();
  const message = { key: 'notices:damaged.settings', values: { file: 'settings.damaged.json' } };
  bridge.handlers['notices.list'] = async () => success([{ id: 'notice-1', level: 'warning', message }]);
  bridge.handlers['notices.dismiss'] = async () => success(null);
  const { user } = await openWindow(bridge);
  expect(await screen.findByText(/settings\.damaged\.json/)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Understood' }));
  expect(screen.queryByText(/settings\.damaged\.json/)).toBeNull();
  expect(bridge.inputsOf('notices.dismiss')).toEqual([{ id: 'notice-1' }]);
  act(() => bridge.send('notices.changed', [{ id: 'notice-2', level: 'info', message }]));
  expect(screen.getByText(/settings\.damaged\.json/)).toBeDefined();
});

test('files dropped anywhere lead to the log search', async () => {
  const { bridge } = await openWindow();
  const file = new File([sampleLog], 'mail.log');
  const dataTransfer = { types: ['Files'], files: [file] };
  fireEvent.dragOver(window, { dataTransfer });
  expect(screen.getByText('Drop the log files here')).toBeDefined();
  fireEvent.drop(window, { dataTransfer });
  expect(await screen.findByText('1 file is used')).toBeDefined();
  expect(title().textContent).toBe('I have a log file');
  expect(bridge.files.size).toBe(1);
});

test('the menu leads to the pages, and to the field for a search', async () => {
  const { bridge } = await openWindow();
  act(() => bridge.send('menu.command', { command: 'glossary' }));
  expect(title().textContent).toBe('Glossary');
  act(() => bridge.send('menu.command', { command: 'find-mail' }));
  await vi.waitFor(() =>
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Recipient' })),
  );
});

test('the glossary is searched by any part of a word or its meaning', async () => {
  const { user } = await openWindow(new FakeBridge(), '/glossary');
  const all = screen.getAllByRole('term').length;
  await user.type(screen.getByRole('searchbox', { name: 'Look for a word' }), 'greylist');
  const left = screen.getAllByRole('term');
  expect(left.map((term) => term.textContent)).toContain('Greylisting');
  expect(left.length).toBeLessThan(all);
  await user.type(screen.getByRole('searchbox'), 'qqq');
  expect(screen.getByText(/No word like this/)).toBeDefined();
});

test('an unknown page and an unknown check say what to do', async () => {
  await openWindow(new FakeBridge(), '/nowhere');
  expect(screen.getByRole('link', { name: 'Back to the start' })).toBeDefined();
  await openWindow(new FakeBridge(), '/wizard/nothing');
  expect(title().textContent).toBe('There is no such check');
});

test('a page that breaks says what to do, and comes back', async () => {
  const { user } = await openWindow();
  const silence = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const bundle = vi.spyOn(i18n, 'getResourceBundle').mockImplementation(() => {
    throw new Error('broken on purpose');
  });
  await user.click(screen.getByRole('link', { name: 'Glossary' }));
  expect(title().textContent).toBe('This part of the window stopped working');
  bundle.mockRestore();
  await user.click(screen.getByRole('button', { name: 'Show the page again' }));
  expect(title().textContent).toBe('Glossary');
  silence.mockRestore();
});
