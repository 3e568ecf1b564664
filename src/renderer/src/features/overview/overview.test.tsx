// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { screen, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { LogBridge } from '../../testing/logBridge.ts';
import { openWindow } from '../../testing/openWindow.tsx';
import { closeLogIndex } from './logIndexStore.ts';

/** The log that comes with the app: a few dozen mails of three days. */
const sample = readFileSync(resolve(import.meta.dirname, '../../../../main/sample/sampleLog.txt'), 'utf8');

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const region = (name: string | RegExp) => screen.findByRole('region', { name });

async function openSample(bridge = new LogBridge(sample)) {
  const window = await openWindow(bridge, '/overview');
  await window.user.click(await screen.findByRole('button', { name: 'Use the sample log' }));
  await window.user.click(button('Show the whole log'));
  await screen.findByRole('heading', { level: 1, name: 'The log at a glance' });
  return window;
}

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
  expect(within(await region('How much')).getByText('Received')).toBeDefined();
  expect(screen.getByRole('region', { name: 'When' })).toBeDefined();
});
