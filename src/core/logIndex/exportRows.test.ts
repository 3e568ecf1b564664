import { expect, it } from 'vitest';
import { RowAnonymiser } from './exportRows.ts';
import type { TopField } from './logOverview.ts';
import type { FilterTerm } from './messageFilter.ts';

const top = (field: TopField, values: readonly string[]): string[] =>
  new RowAnonymiser()
    .top(
      field,
      values.map((value) => ({ value, messages: 1, bytes: 0 })),
    )
    .map(({ value }) => value);

it('gives everybody in a list a stand-in, also a login without a domain; the null sender stays', () => {
  expect(top('sender', ['anna@firma.pl', 'root', '', 'Anna@Firma.pl'])).toEqual([
    'person1@domain1.example',
    'person2',
    '',
    'person1@domain1.example',
  ]);
});

it('gives every domain a stand-in, also one without a dot', () => {
  const domains = ['bluemind.net', 'firma.pl', 'intranet', 'größe.de', '[198.51.100.7]'];
  const given = top('recipientDomain', domains);
  expect(given.slice(0, 4)).toEqual([1, 2, 3, 4].map((number) => `domain${String(number)}.example`));
  expect(given[4]).not.toContain('198.51.100');
});

it('gives every server a stand-in, and leaves what names none', () => {
  expect(top('relay', ['none', 'local', 'srv01[10.1.2.3]:25', 'mx.firma.pl[198.51.100.1]:25'])).toEqual([
    'none',
    'local',
    'domain1.example[198.18.0.1]:25',
    'host1.domain2.example[198.18.0.2]:25',
  ]);
  expect(top('client', ['unknown[10.1.2.3]', 'localhost[127.0.0.1]', 'srv01[10.1.2.3]'])).toEqual([
    'unknown[198.18.0.1]',
    'localhost[127.0.0.1]',
    'domain1.example[198.18.0.1]',
  ]);
});

it('says what is filtered with the stand-ins of the list, and no word that was searched for', () => {
  const anonymiser = new RowAnonymiser();
  anonymiser.top('sender', [{ value: 'root', messages: 1, bytes: 0 }]);
  const term = (field: FilterTerm['field'], value: string): FilterTerm => ({ field, value, exclude: false });
  const terms = [
    term('sender', 'root'),
    term('any', 'Meier'),
    term('domain', 'intranet'),
    term('relay', 'srv01[10.1.2.3]:25'),
    term('reason', 'mailbox of anna@firma.pl is full'),
    term('status', 'bounced'),
    term('cause', 'mailbox-full'),
  ];
  const given = anonymiser.filter({ terms, from: null, to: null });
  const values = given.terms.map(({ value }) => value);
  expect(values[0]).toBe('person1');
  expect(values.slice(1, 2).concat(values.slice(5))).toEqual(['…', 'bounced', 'mailbox-full']);
  expect(values.join('\n')).not.toMatch(/Meier|intranet|srv01|10\.1\.2\.3|anna|firma/);
});
