import { describe, expect, it } from 'vitest';
import { fillTemplate } from './fillTemplate.ts';

const catalogues = {
  menu: {
    open: 'Open {{file}}',
    deep: { er: 'found' },
    mails_one: '{{count}} mail',
    mails_other: '{{count, number}} mails',
  },
};
const write = (value: string | number, format: string | undefined): string =>
  format === undefined ? String(value) : `${format}(${value})`;
const say = (key: string, values?: Readonly<Record<string, string | number>>): string =>
  fillTemplate(values === undefined ? { key } : { key, values }, catalogues, write);

describe('fillTemplate', () => {
  it('fills placeholders, formats and plurals', () => {
    expect(say('menu:open', { file: 'a $& b' })).toBe('Open a $& b');
    expect(say('menu:deep.er')).toBe('found');
    expect(say('menu:mails', { count: 1 })).toBe('1 mail');
    expect(say('menu:mails', { count: 3 })).toBe('number(3) mails');
  });

  it('gives back the key of what nobody translated', () => {
    for (const key of ['menu:nothing', 'menu:deep', 'menu:toString', 'other:open', 'plain'])
      expect(say(key)).toBe(key);
  });
});
