import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyText } from '../recognise/testAnyText.ts';
import { parsePostconf, parsePostfixTime } from './postconf.ts';

it('reads settings, continued lines, empty values and warnings', () => {
  const output = parsePostconf(
    '# postconf -n\nmaximal_queue_lifetime = 5d\nmynetworks = 127.0.0.0/8,\n    10.0.0.0/8\nrelayhost =\n' +
      'postconf: warning: /etc/postfix/main.cf: unused parameter: foo=bar\nhm\n',
  );
  expect(output.values).toEqual({
    maximal_queue_lifetime: '5d',
    mynetworks: '127.0.0.0/8, 10.0.0.0/8',
    relayhost: '',
  });
  expect(output.warnings).toHaveLength(1);
  expect(output.notUnderstood).toEqual([{ line: 7, text: 'hm' }]);
});

it('reads times in every unit', () => {
  expect(['300s', '5m', '2h', '5d', '1w', '7'].map((value) => parsePostfixTime(value, 'd'))).toEqual([
    300, 300, 7200, 432_000, 604_800, 604_800,
  ]);
  expect(parsePostfixTime('7', 's')).toBe(7);
  for (const broken of ['', 'd', '-1', '5 d', '$other', '1h30m'])
    expect(parsePostfixTime(broken, 's')).toBeNull();
});

it('never throws', () => {
  fc.assert(fc.property(anyText(), (text) => parsePostconf(text).items.length >= 0));
});
