import { expect, it } from 'vitest';
import { commandLineWords } from './commandLineWords.ts';

it('opens the window without a verb', () => {
  expect(commandLineWords([])).toBeNull();
  expect(commandLineWords(['--lang=de', '--practice'])).toBeNull();
  expect(commandLineWords(['--no-sandbox', '--'])).toBeNull();
  expect(commandLineWords(['-psn_0_12345'])).toBeNull(); // what older macOS passes to an app that is double-clicked
});

it('hands every word from the verb on to the command line', () => {
  expect(commandLineWords(['trace', 'mail.log', '--all'])).toEqual(['trace', 'mail.log', '--all']);
  expect(commandLineWords(['--no-sandbox', '--', 'queue', '-'])).toEqual(['queue', '-']);
  expect(commandLineWords(['--log-level=3', 'summary', '--', '-odd-name'])).toEqual([
    'summary',
    '--',
    '-odd-name',
  ]);
});

it('opens log files in the window', () => {
  expect(commandLineWords(['/var/log/mail.log'])).toBeNull();
  expect(commandLineWords(['--no-sandbox', '--', 'mail.log', 'mail.log.1'])).toBeNull();
  expect(commandLineWords(['C:\\Logs\\maillog'])).toBeNull();
});

it('leaves a mistyped verb to the command line, which knows what to say about it', () => {
  expect(commandLineWords(['tarce', 'mail.log'])).toEqual(['tarce', 'mail.log']);
});

it('answers --help and --version without a window', () => {
  expect(commandLineWords(['--help'])).toEqual(['--help']);
  expect(commandLineWords(['--no-sandbox', '--', '--version'])).toEqual(['--version']);
});
