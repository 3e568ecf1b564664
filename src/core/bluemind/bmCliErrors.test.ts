import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyText } from '../recognise/testAnyText.ts';
import { parseBmCliErrors, readBmCliErrors } from './bmCliErrors.ts';

it.each([
  ['Invalid or unknown domain : nowhere.net', 'unknown-domain', 'nowhere.net'],
  ['user x@y.net not found', 'user-not-found', 'x@y.net'],
  ['No mailbox matches x@y.net', 'no-mailbox', 'x@y.net'],
  ['Target is not a valid email x@', 'invalid-address', 'x@'],
  ["Your search for 'x' did not match anything", 'no-match', 'x'],
  ['Sudo as x@y.net failed: Bad nope', 'sudo-failed', 'x@y.net'],
  ['Error handling x@y.net: something', 'entry-failed', 'x@y.net'],
  ['Failed to repair entry x@y.net', 'repair-failed', 'x@y.net'],
  ['Handled 3 entries. 2 entries have been ignored', 'ignored-entries', '2'],
  ["Unknown option: '--help'", 'unknown-option', "'--help'"],
  ["Missing required option: '--email=<email>'", 'missing-option', "'--email=<email>'"],
  ["Unmatched argument at index 1: 'fo'", 'unknown-command', "'fo'"],
  ['bm-cli is disabled.', 'disabled', 'bm-cli'],
  ['Quota must be greater or equal to 0', 'quota', null],
  ['Invalid quota for 8E5B. Quota must be less than 100 MiB', 'quota', '8E5B'],
  ['bash: bm-cli: command not found', 'tool-missing', null],
  ['cat: /etc/bm/bm-core.tok: Permission denied', 'permission-denied', null],
  [
    'java.net.ConnectException: Connection refused: /127.0.0.1:8090',
    'core-unreachable',
    'java.net.ConnectException',
  ],
])('%s', (text, kind, subject) => {
  expect(parseBmCliErrors(`\u001b[31m${text}\u001b[0m\n`)).toMatchObject([
    { kind, subject, line: 1, sentence: { key: `mailbox:bm-cli.${kind}` } },
  ]);
});

it('takes a stack trace as one finding and knows two by their meaning', () => {
  const trace = (name: string): string[] => [
    'Index 1 out of bounds for length 1',
    `${name}: Index 1 out of bounds for length 1`,
    '\tat net.bluemind.cli.mail.UnexpungeCommand.run(UnexpungeCommand.java:96)',
    'Caused by: java.lang.IllegalStateException: why',
    '\t... 12 more',
  ];
  const array = readBmCliErrors(trace('java.lang.ArrayIndexOutOfBoundsException'));
  expect(array.findings.map(({ kind }) => kind)).toEqual(['address-without-at']);
  expect([...array.lines]).toEqual([2, 3, 4, 5]);
  expect(readBmCliErrors(trace('java.lang.NullPointerException')).findings[0]?.kind).toBe('unknown-folder');
  expect(readBmCliErrors(trace('net.bluemind.core.api.fault.ServerFault')).findings[0]?.kind).toBe(
    'stack-trace',
  );
});

it('takes usage as one finding with all of its lines', () => {
  const lines = [
    "Unknown option: '--help'",
    'Usage: bm-cli mail unexpunge [--dry] <email>',
    '      <email>   the address',
    '      --dry     only list',
    '',
    'after',
  ];
  const { findings, lines: used } = readBmCliErrors(lines);
  expect(findings.map(({ kind }) => kind)).toEqual(['unknown-option', 'usage']);
  expect([...used]).toEqual([1, 2, 3, 4]);
});

it('never throws', () => {
  fc.assert(fc.property(anyText(), (text) => Array.isArray(parseBmCliErrors(text))));
});
