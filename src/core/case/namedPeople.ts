import type { Case } from './case.ts';

/** Names of people as bm-cli prints them: `"displayName":"Greta Vogel"`, `"givenNames":"Greta"`, `"formatedName":{"value":"..."}`. */
const NAME_FIELD =
  /"(?:displayName|givenNames|familyNames|additionalNames)":"([^"\\]{1,200})"|"formatedName":\{"value":"([^"\\]{1,200})"/g;
/** `"login":"greta.vogel"`, and where a mailbox lies: names without an @, so they do not look like addresses. */
const LOGIN_FIELD = /"(login|dataLocation)":"([^"\\]{1,200})"/g;
/** `Subj: Vertrag Müller` (Cyrus' unexpunge -l), `subject: ...` (bm-cli mail unexpunge), `"subject":"..."`. */
const SUBJECT_PART = /^(\s*(?:Subj|Subject|subject)\s*[:=]\s*)(\S.{0,2000})$/gm;
/** `From: "Greta Vogel" <greta@example.org>`: the name beside an address. */
const BESIDE_ADDRESS = /"([^"<>\r\n]{1,200})"(?=\s{0,3}<[^<>\s]{1,320}>)/g;
/** `| David Weber (USER) |`: the owner's cell of a history table. */
const OWNER_CELL = /\|\s{0,80}([^|\r\n]{1,200}?)\s{1,80}\((?:USER|MAILSHARE|GROUP|RESOURCE)\)/g;

interface StandIns {
  readonly login: (login: string) => string;
  readonly subject: (subject: string) => string;
  /** What replaces addresses and hosts. */
  readonly text: (input: string) => string;
}

/**
 * Takes the names of people out of a case's texts, which no pattern could tell from other words: they are learned from
 * the fields that hold them (bm-cli's JSON, owners of mailboxes, names beside addresses) and replaced wherever they stand.
 */
export function namelessText(report: Case, { login, subject, text }: StandIns): (input: string) => string {
  // The longest first: "Anna Keller" must not become "Anna Person 1".
  const names = [...namesIn(report)].sort((a, b) => b.length - a.length);
  const numbers = new Map(names.map((name, index) => [name, `Person ${String(index + 1)}`]));
  const withoutPeople = (input: string): string => {
    let left = input;
    for (const [name, standIn] of numbers) left = left.replaceAll(name, standIn);
    return left;
  };
  return (input) =>
    text(
      withoutPeople(
        input
          .replace(SUBJECT_PART, (_, before: string, words: string) => `${before}${subject(words)}`)
          .replace(
            LOGIN_FIELD,
            (_, field: string, name: string) => `"${field}":"${field === 'login' ? login(name) : 'server'}"`,
          ),
      ),
    );
}

function namesIn({ entries }: Case): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (name: string | undefined): void => {
    // One or two letters would be found inside of other words; what has an @ is an address and replaced as one.
    if (name !== undefined && name.trim().length > 2 && !name.includes('@')) names.add(name.trim());
  };
  for (const { verdict } of entries) {
    for (const { text } of verdict.evidence) {
      for (const [, name, formatted] of text.matchAll(NAME_FIELD)) add(name ?? formatted);
      for (const pattern of [BESIDE_ADDRESS, OWNER_CELL]) {
        for (const [, name] of text.matchAll(pattern)) add(name);
      }
    }
    for (const { values } of [verdict.because, ...verdict.details]) {
      const owner = values?.['owner'];
      if (typeof owner === 'string') add(owner);
    }
  }
  return names;
}
