import { describe, expect, it } from 'vitest';
import type { LogFileProblem, LogFileProblemKind } from '../../logfiles/logFileProblem.ts';
import { sayIn } from '../words.ts';
import { fileProblemError, fileProblemMessage } from './fileProblemError.ts';

const kinds: Readonly<Record<LogFileProblemKind, true>> = {
  missing: true,
  folder: true,
  'not-allowed': true,
  'not-text': true,
  archive: true,
  'too-large': true,
  unreadable: true,
  'cut-short': true,
  damaged: true,
  shrank: true,
};
const problem = (kind: string, linesRead: number): LogFileProblem => ({
  kind: kind as LogFileProblemKind,
  file: 'mail.log',
  linesRead,
  detail: 'EIO',
});

describe('fileProblemError', () => {
  it.each(Object.keys(kinds))('has a sentence for %s in every language', (kind) => {
    for (const language of ['en', 'de', 'fr'] as const) {
      for (const lines of [0, 1234]) {
        const { key, values } = fileProblemMessage(problem(kind, lines));
        const sentence = sayIn(language)(key, values);
        expect(sentence).toContain('mail.log');
        expect(sentence).not.toMatch(/errors:|\{\{/);
      }
    }
  });

  it('says how much of a damaged file was read', () => {
    const { key, values } = fileProblemMessage(problem('damaged', 1234));
    expect(sayIn('de')(key, values)).toContain('1.234');
    expect(fileProblemError(problem('damaged', 0)).message.key).toBe('errors:file.nothing-left');
  });
});
