import { withTexts } from '../message.ts';
import type { Evidence, Verdict } from '../playbook/verdict.ts';
import { createAnonymiser, type Anonymiser } from '../redact/anonymise.ts';
import type { Case } from './case.ts';
import { namelessText } from './namedPeople.ts';
import { withoutGivenNames } from './withoutGivenNames.ts';

/** The same case without names of people, servers, files, hosts and subjects, for support. Consistent, so that lines still belong together. */
export function anonymousCase(original: Case): Case {
  const report = withoutGivenNames(original);
  const anonymiser = createAnonymiser();
  const { subject } = anonymiser;
  const text = namelessText(report, {
    ...anonymiser,
    login: (login) => plainFact('login', login, anonymiser),
  });
  const facts = Object.fromEntries(
    Object.entries(report.facts).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [
            [
              name,
              name === 'subject' || name === 'keyword' ? subject(value) : plainFact(name, value, anonymiser),
            ],
          ],
    ),
  );
  return {
    ...report,
    facts,
    // Notes are free words about people: they do not travel.
    notes: '',
    entries: report.entries.map(({ servers: _, ...entry }) => ({
      ...entry,
      source: text(entry.source),
      commands: entry.commands.map(text),
      verdict: anonymousVerdict(entry.verdict, text),
    })),
  };
}

/** Logins and bare domains do not look like addresses, so they are dressed as one, replaced, and undressed. */
function plainFact(name: string, value: string, { text }: Anonymiser): string {
  if (name === 'login') return text(`${value}@login.invalid`).split('@')[0] ?? '';
  if (name === 'technicalDomain') return text(`x@${value}`).split('@')[1] ?? '';
  if (name === 'serverUid') return 'server';
  return text(value);
}

function anonymousVerdict(verdict: Verdict, text: (input: string) => string): Verdict {
  return {
    ...verdict,
    because: withTexts(verdict.because, text),
    details: verdict.details.map((detail) => withTexts(detail, text)),
    evidence: verdict.evidence.map((line): Evidence => ({
      file: text(line.file),
      line: line.line,
      text: text(line.text),
    })),
    remedies: verdict.remedies.map((remedy) => ({ ...remedy, text: withTexts(remedy.text, text) })),
  };
}
