import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteForPosixShell } from '../command/quoteForPosixShell.ts';
import { endRunArgv, RUN_TAG } from '../command/remoteLine.ts';
import { readCommandLine, readsStandardInput, splitWords } from './commandLine.ts';

describe('readCommandLine', () => {
  it('undoes the quoting of any arguments', () => {
    const word = fc.string({ unit: 'binary', maxLength: 30 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (argv) => {
        expect(splitWords(quoteForPosixShell(argv))).toEqual(argv);
      }),
    );
  });

  it('takes locale, run tag and sudo off', () => {
    expect(readCommandLine(`env LC_ALL=C ${RUN_TAG}=a1 sudo -n -- postqueue -j`)).toEqual({
      kind: 'run',
      argv: ['postqueue', '-j'],
      runTag: 'a1',
    });
    expect(readCommandLine("env LC_ALL=C sudo -k -S -p 'sudo-1:' -- grep x /var/log/mail.log")).toMatchObject(
      {
        argv: ['grep', 'x', '/var/log/mail.log'],
      },
    );
    expect(readCommandLine('env LC_ALL=C sudo -n -v')).toMatchObject({ argv: ['true'] });
  });

  it('recognises the end of a run', () => {
    expect(readCommandLine(quoteForPosixShell(['env', 'LC_ALL=C', ...endRunArgv('a1b2')]))).toEqual({
      kind: 'end-run',
      runTag: 'a1b2',
    });
  });

  it.each([
    'cat /etc/passwd | sh',
    'echo $HOME',
    'a; b',
    'a && b',
    'a > b',
    'echo `id`',
    'ls *',
    "a 'b",
    'a \\',
  ])('refuses what only a shell understands: %s', (line) => {
    expect(readCommandLine(line).kind).toBe('not-understood');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        expect(['run', 'end-run', 'not-understood']).toContain(readCommandLine(line).kind);
      }),
    );
  });
});

describe('readsStandardInput', () => {
  it.each([
    [['grep', '-F', '-f', '-', 'x'], true],
    [['zgrep', '-hFf-', 'x'], true],
    [['grep', 'x', '/var/log/mail.log'], false],
  ])('%j: %s', (argv, expected) => {
    expect(readsStandardInput(argv)).toBe(expected);
  });
});
