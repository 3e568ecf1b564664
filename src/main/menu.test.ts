import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { menuTemplate } from './menu.ts';
import { sayIn } from './words.ts';

vi.mock('electron', () => ({ Menu: {}, shell: {} }));

const flatten = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])]);

describe('menuTemplate', () => {
  it.each(['en', 'de', 'fr'] as const)('has our own words for every entry in %s', (language) => {
    for (const mac of [false, true]) {
      const items = flatten(menuTemplate(sayIn(language), () => undefined, mac)).filter(
        ({ type }) => type !== 'separator',
      );
      for (const { label } of items) {
        expect(label).toBeTruthy();
        expect(label).not.toContain('menu:');
      }
    }
  });

  it.each([false, true])('sends each command of the window once (mac: %s)', (mac) => {
    const sent: string[] = [];
    for (const { id, click } of flatten(menuTemplate(sayIn('en'), (command) => sent.push(command), mac))) {
      if (id !== undefined) click?.(undefined as never, undefined, undefined as never);
    }
    expect(sent.sort()).toEqual([
      'find-mail',
      'glossary',
      'home',
      'open-log',
      'search',
      'settings',
      'shortcuts',
    ]);
  });

  it('gives no shortcut twice', () => {
    const keys = flatten(menuTemplate(sayIn('en'), () => undefined, false)).flatMap(
      ({ accelerator }) => accelerator ?? [],
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});
