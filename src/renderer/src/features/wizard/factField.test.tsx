// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openWindow } from '../../testing/openWindow.tsx';
import { fieldId } from './FactField.tsx';

test('a field called by a word of the trade explains it by keyboard, and keeps its plain name', async () => {
  const { user } = await openWindow(undefined, '/diagnosis');
  const field = screen.getByRole('textbox', { name: 'Message-ID' });
  expect(document.getElementById(fieldId('messageId'))).toBe(field);
  field.focus();
  await user.tab({ shift: true });
  const explain = screen.getByRole('button', { name: 'Message-ID: what does that mean?' });
  expect(document.activeElement).toBe(explain);
  await user.keyboard('{Enter}');
  expect(explain.getAttribute('aria-expanded')).toBe('true');
  expect(await screen.findByText('Open the glossary')).toBeDefined();
});

test('a field with an everyday name is labelled as ever', async () => {
  const { user } = await openWindow(undefined, '/diagnosis');
  await user.click(screen.getByText('Recipient'));
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /^Recipient/ }));
});
