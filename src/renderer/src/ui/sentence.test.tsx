// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { cleanup, configure, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { switchLanguage } from '../i18n/words.ts';
import { Page } from './Page.tsx';
import { Sentence } from './Sentence.tsx';

// A busy computer takes its time.
configure({ asyncUtilTimeout: 10_000 });

beforeAll(async () => {
  Object.assign(window, {
    matchMedia: () => ({
      matches: false,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }),
    ResizeObserver: class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
    scrollTo: () => undefined,
  });
  await switchLanguage('en');
});
afterEach(cleanup);

const page = (sentences: readonly string[]) => (
  <MemoryRouter>
    <MantineProvider>
      <Page title="A page">
        {sentences.map((sentence) => (
          <p key={sentence}>
            <Sentence>{sentence}</Sentence>
          </p>
        ))}
      </Page>
    </MantineProvider>
  </MemoryRouter>
);

const marked = (): readonly (string | null)[] =>
  screen.queryAllByRole('button').map((button) => button.textContent);

test('a word is explained where the page has it first, and by the next sentence once that one is gone', () => {
  const first = 'The queue is long.';
  const second = 'Postfix looks into the queue again.';
  const { rerender } = render(page([first, second]));
  expect(marked()).toEqual(['queue', 'Postfix']);
  expect(screen.getByText(/is long/).querySelector('button')?.textContent).toBe('queue');
  rerender(page([second]));
  expect(marked()).toEqual(['Postfix', 'queue']);
  // One that comes later takes nothing away: the focus may be on it.
  rerender(page([first, second]));
  expect(screen.getByText(/is long/).querySelector('button')).toBeNull();
});

test('a marked word keeps the sentence whole, and explains itself by keyboard', async () => {
  const user = userEvent.setup({ delay: null });
  render(page(['The mailbox is over quota.']));
  expect(screen.getByText(/The mailbox is over/).textContent).toBe('The mailbox is over quota.');
  const term = screen.getByRole('button', { name: 'quota' });
  expect(term.getAttribute('aria-description')).toBe('Quota: what does that mean?');
  await user.tab();
  expect(document.activeElement).toBe(term);
  await user.keyboard('{Enter}');
  const explanation = await screen.findByRole('dialog', { name: 'Quota', hidden: true });
  expect(explanation.textContent).toContain('The most space a mailbox may use.');
  expect(explanation.textContent).toContain('For example: A mailbox of 2 GB');
});
