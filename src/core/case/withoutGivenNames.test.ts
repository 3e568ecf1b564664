import { describe, expect, it } from 'vitest';
import { anonymousCase } from './anonymousCase.ts';
import { openCase, withEntry } from './case.ts';
import type { Case, CaseEntry } from './case.ts';
import { withoutGivenNames } from './withoutGivenNames.ts';

const entryFrom = (
  source: string,
  parts: Partial<CaseEntry> = {},
  files: readonly string[] = [],
): CaseEntry => ({
  at: '2026-03-03T14:20:00Z',
  playbook: 'trace',
  step: 'find-in-logs',
  source,
  sourceKind: 'files',
  commands: [],
  verdict: {
    level: 'ok',
    id: 'trace.delivered',
    because: { key: 'errors:file.cut-short', values: { file: files[0] ?? '' } },
    details: [],
    evidence: files.map((file, index) => ({ file, line: index + 1, text: 'a line' })),
    confidence: 'certain',
    whoActs: 'nobody',
    remedies: [],
  },
  ...parts,
});
const caseWith = (...entries: readonly CaseEntry[]): Case =>
  entries.reduce((before, entry) => withEntry(before, entry, {}), openCase('c1', '2026-03-03T14:00:00Z'));

describe('a case without the names people gave', () => {
  it('calls a file by the same stand-in wherever it stands, and keeps how it was packed', () => {
    const names = ['Kunde Meier.log.gz', 'Kunde Meier.log'];
    const [first, second] = withoutGivenNames(
      caseWith(entryFrom(names.join(', '), {}, names), entryFrom('Kunde Meier.log', {}, ['Kunde Meier.log'])),
    ).entries;
    expect(first?.source).toBe('file 1.log.gz, file 2.log');
    expect(first?.verdict.evidence.map(({ file }) => file)).toEqual(['file 1.log.gz', 'file 2.log']);
    expect(first?.verdict.because.values).toEqual({ file: 'file 1.log.gz' });
    expect(second?.source).toBe('file 2.log');
  });

  it('is not confused by commas, by names inside of names, or by two files of one name', () => {
    const entry = entryFrom('Meier, Anna.txt, Meier.txt, Meier.txt (2)', {}, [
      'Meier, Anna.txt',
      'Meier.txt',
    ]);
    const [made] = withoutGivenNames(caseWith(entry)).entries;
    expect(JSON.stringify(made)).not.toMatch(/Meier|Anna/);
    expect(made?.verdict.evidence.map(({ file }) => file)).toEqual(['file 1.txt', 'file 3.txt']);
  });

  it('leaves names that every server has, and the app’s own words', () => {
    const usual = 'mail.log, mail.log.1.gz, maillog-20260301, core.log, mail.log (2)';
    const [files, pasted, sample] = withoutGivenNames(
      caseWith(
        entryFrom(usual),
        entryFrom('pasted text', { sourceKind: 'pasted' }),
        entryFrom('sample log', { sourceKind: 'sample' }),
      ),
    ).entries;
    expect(files?.source).toBe(usual);
    expect([pasted?.source, sample?.source]).toEqual(['pasted text', 'sample log']);
  });

  it('calls servers by number, also in an older case that does not say where it was answered from', () => {
    const { sourceKind: _, ...older } = entryFrom('Firma Muster, Firma Muster 2', { commands: ['mailq'] }, [
      'Firma Muster 2:/var/log/mail.log',
    ]);
    const [made] = withoutGivenNames(caseWith(older)).entries;
    expect(made?.verdict.evidence[0]?.file).toMatch(/^server \d:\/var\/log\/mail\.log$/);
    expect(JSON.stringify(made)).not.toContain('Muster');
  });

  it('is part of every anonymous case', () => {
    const made = anonymousCase(caseWith(entryFrom('Bäckerei Huber.log', {}, ['Bäckerei Huber.log'])));
    expect(JSON.stringify(made)).not.toMatch(/Huber|Bäckerei/);
    expect(made.entries[0]?.source).toBe('file 1.log');
  });
});
