import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteForPosixShell, UnquotableArgumentError } from './quoteForPosixShell.ts';

/** Has a real /bin/sh run the line, and answers the arguments as the process received them. */
function throughShell(argv: readonly string[]): readonly string[] {
  const printer = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
  const line = quoteForPosixShell([process.execPath, '-e', printer, '--', ...argv]);
  return JSON.parse(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' })) as string[];
}

/** printf is a shell builtin, so that many lists are checked without starting a process for each. */
function throughBuiltin(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const script = lists
    .map((argv) => `set -- ${quoteForPosixShell(['x', ...argv])}; shift; printf '%s\\000' "$#" "$@"`)
    .join('\n');
  const words = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', maxBuffer: 64 << 20 }).split(
    '\0',
  );
  const answer: string[][] = [];
  for (let at = 0; at < words.length - 1;) {
    const count = Number(words[at]);
    answer.push(words.slice(at + 1, at + 1 + count));
    at += 1 + count;
  }
  return answer;
}

const HARD = [
  '',
  ' ',
  '-rf',
  '--',
  "'",
  "''",
  `"`,
  '\\',
  '\n',
  '\r\n',
  'a\nb',
  '$(id)',
  '`id`',
  '$HOME',
  '~',
  '~root',
  '*',
  '?',
  '[a-z]',
  '{a,b}',
  '!x',
  '#',
  'a=b',
  '&',
  '|',
  ';',
  '<',
  '>',
  '(',
  ')',
  '\t',
  '\u0001',
  '\u001b[31m',
  '\u007f',
  'ä€😀',
  '\u2028',
  'e\u0301',
  '\ufeff',
  '%s',
  '\\0',
];

describe('quoteForPosixShell', () => {
  it('hands every hard argument to a process unchanged', () => {
    expect(throughShell(HARD)).toEqual(HARD);
  });

  it('hands any list of Unicode strings over unchanged (through /bin/sh)', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(...HARD), maxLength: 8 }),
    );
    const argv = fc.array(
      text.filter((value) => !value.includes('\0')),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.array(argv, { minLength: 40, maxLength: 40 }), (lists) => {
        expect(throughBuiltin(lists)).toEqual(lists);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps a readable line where nothing needs quoting', () => {
    expect(quoteForPosixShell(['env', 'LC_ALL=C', 'postqueue', '-j'])).toBe('env LC_ALL=C postqueue -j');
    expect(quoteForPosixShell(['grep', 'user@example.org', '/var/log/mail.log'])).toBe(
      'grep user@example.org /var/log/mail.log',
    );
  });

  it('quotes a first word that would be an assignment', () => {
    expect(quoteForPosixShell(['A=b', 'c'])).toBe("'A=b' c");
  });

  it.each([
    ['nul', 'a\0b'],
    ['lone-surrogate', 'a\ud800b'],
  ] as const)('refuses %s with a typed error that does not repeat the text', (reason, text) => {
    const refuse = () => quoteForPosixShell(['tool', text]);
    expect(refuse).toThrow(UnquotableArgumentError);
    expect(refuse).toThrow(expect.objectContaining({ reason, index: 1 }));
    expect(refuse).not.toThrow(text);
  });
});
