import { withTexts } from '../message.ts';
import type { Message } from '../message.ts';
import type { Verdict } from '../playbook/verdict.ts';
import type { Case, CaseEntry } from './case.ts';

/**
 * The case with servers called `server 1`, `server 2` ... and files `file 1.log`, `file 2.log.gz` ... instead of by the names
 * their owners gave them: those are free words, often a customer's name, which no pattern recognises.
 */
export function withoutGivenNames(report: Case): Case {
  const standIns = standInsFor(report.entries);
  // The longest first: `Muster 2` must not become `server 1 2`.
  const names = [...standIns.keys()].sort((a, b) => b.length - a.length);
  const renamed = (text: string): string => standIns.get(text) ?? text;
  /** `NAME:/var/log/mail.log` */
  const place = (file: string): string => {
    const name = names.find((candidate) => file.startsWith(`${candidate}:`));
    return name === undefined ? renamed(file) : renamed(name) + file.slice(name.length);
  };
  const message = (before: Message): Message => withTexts(before, place);
  const verdict = (before: Verdict): Verdict => ({
    ...before,
    because: message(before.because),
    details: before.details.map(message),
    evidence: before.evidence.map((line) => ({ ...line, file: place(line.file) })),
    remedies: before.remedies.map((remedy) => ({ ...remedy, text: message(remedy.text) })),
  });
  return {
    ...report,
    entries: report.entries.map((entry) => ({
      ...entry,
      source: namesIn(entry)
        .reduce((source, name) => source.replaceAll(name, () => `\u0000${renamed(name)}\u0000`), entry.source)
        .replaceAll('\u0000', ''),
      verdict: verdict(entry.verdict),
    })),
  };
}

/** What a log is called on every server names nobody: `mail.log`, `maillog-20260301.gz`, `core.log.1`, `mail.log (2)`. */
const USUAL_NAME =
  /^(?:mail|maillog|syslog|messages|mail\.(?:log|err|info|warn)|core\.log)(?:[.-]\d{1,8}){0,2}(?:\.(?:gz|xz|bz2|zst))?(?: \(\d{1,4}\))?$/;
/** Kept, because it tells how a file was read. */
const ENDING = /(?:\.(?:log|txt|json|csv|eml|out|gz|xz|bz2|zst)){1,3}(?= ?(?:\(\d{1,4}\))?$)/i;

function standInsFor(entries: readonly CaseEntry[]): ReadonlyMap<string, string> {
  const standIns = new Map<string, string>();
  let servers = 0;
  let files = 0;
  for (const entry of entries) {
    for (const name of namesIn(entry)) {
      if (standIns.has(name)) continue;
      standIns.set(
        name,
        kindOf(entry) === 'server' ? `server ${++servers}` : `file ${++files}${ENDING.exec(name)?.[0] ?? ''}`,
      );
    }
  }
  return standIns;
}

/** Longest first. Of several, the names stand side by side; one with a comma in it is known from its evidence. */
function namesIn(entry: CaseEntry): readonly string[] {
  const kind = kindOf(entry);
  if (kind === 'own-words') return [];
  const parts = entry.source.split(', ');
  if (kind === 'server') return parts.toSorted((a, b) => b.length - a.length);
  const shown = entry.verdict.evidence.map(({ file }) => file).filter((file) => entry.source.includes(file));
  return [...new Set([...shown, ...parts])]
    .filter((name) => name !== '' && !USUAL_NAME.test(name))
    .sort((a, b) => b.length - a.length);
}

/** Entries of older cases do not say what they were answered from: what was read from a server has commands. */
function kindOf({ sourceKind, commands }: CaseEntry): 'server' | 'files' | 'own-words' {
  if (sourceKind === 'pasted' || sourceKind === 'sample') return 'own-words';
  return sourceKind ?? (commands.length > 0 ? 'server' : 'files');
}
