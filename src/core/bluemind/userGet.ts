import type { Parsed } from '../lineRef.ts';
import { jsonObjects } from '../recognise/jsonObjects.ts';
import { isPromptLine } from '../recognise/promptLine.ts';
import { stripAnsi, textLines } from '../recognise/textLines.ts';
import { readBmCliErrors, type BmCliFinding } from './bmCliErrors.ts';

/** One user as `bm-cli user get` prints it. Absent fields are null or empty. */
export interface BlueMindUser {
  readonly email: string | null;
  readonly uid: string | null;
  readonly login: string | null;
  readonly aliases: readonly string[];
  /** KiB; null for none (0 or absent). */
  readonly quotaKib: number | null;
  /** null when not printed. */
  readonly archived: boolean | null;
  readonly hidden: boolean | null;
  /** `internal`, `external`, `none`; null when not printed. */
  readonly routing: string | null;
  readonly displayName: string | null;
  readonly line: number;
}

export interface UserGet extends Parsed<BlueMindUser> {
  readonly findings: readonly BmCliFinding[];
}

/*
 * Format (UserGetCommand): one JSON object a user and line, not an array. With `--display`:
 *   {"email":"john@domain.net","login":"john","aliases":["johnny@domain.net"],"quota":4096}
 * Without: the whole user, with the parts nested:
 *   {"login":"john","archived":false,"routing":"internal","emails":[{"address":"john@domain.net","isDefault":true}],
 *    "contactInfos":{"identification":{"formatedName":{"value":"John Doe"}}},"quota":0, ...}
 */
/** Reads `bm-cli user get` with or without `--display`. Total. */
export function parseUserGet(text: string): UserGet {
  const lines = textLines(stripAnsi(text));
  const errors = readBmCliErrors(lines);
  const items: BlueMindUser[] = [];
  const notUnderstood: { line: number; text: string }[] = [];
  for (const piece of jsonObjects(lines)) {
    const user = piece.kind === 'object' ? readUser(piece.value, piece.line) : null;
    if (user !== null) items.push(user);
    else if (piece.kind === 'object')
      notUnderstood.push({ line: piece.line, text: lines[piece.line - 1] ?? '' });
    else
      for (const [offset, words] of piece.text.split('\n').entries())
        if (words.trim() !== '' && !errors.lines.has(piece.line + offset) && !isPromptLine(words))
          notUnderstood.push({ line: piece.line + offset, text: words });
  }
  return { items, notUnderstood, findings: errors.findings };
}

type Json = Readonly<Record<string, unknown>>;

function readUser(outer: Json, line: number): BlueMindUser | null {
  // The whole user comes as an item: the user under `value`, its uid beside it.
  const user = isObject(outer['value']) ? outer['value'] : outer;
  const emails = Array.isArray(user['emails']) ? user['emails'].filter(isObject) : [];
  const main = emails.find((email) => email['isDefault'] === true) ?? emails[0];
  const email = textOf(user['email']) ?? textOf(main?.['address']) ?? textOf(outer['email']);
  const login = textOf(user['login']);
  const uid = textOf(outer['uid']) ?? textOf(user['uid']) ?? textOf(user['entryUid']);
  if (email === null && login === null && uid === null) return null;
  const given = user['aliases'];
  const aliases =
    given === undefined
      ? emails.filter((other) => other !== main).flatMap((other) => textOf(other['address']) ?? [])
      : Array.isArray(given)
        ? given.flatMap((alias) => textOf(alias) ?? (isObject(alias) ? (textOf(alias['address']) ?? []) : []))
        : (textOf(given)
            ?.split(/[\s,;]+/)
            .filter((alias) => alias !== '') ?? []);
  const quota = Number(user['quota'] ?? 0);
  return {
    email,
    uid,
    login,
    aliases: aliases.filter((alias) => alias !== email),
    quotaKib: Number.isFinite(quota) && quota > 0 ? quota : null,
    archived: booleanOf(user['archived']),
    hidden: booleanOf(user['hidden']),
    routing: textOf(user['routing'])?.toLowerCase() ?? null,
    displayName: displayNameOf(user, outer),
    line,
  };
}

function displayNameOf(user: Json, outer: Json): string | null {
  const contact = isObject(user['contactInfos']) ? user['contactInfos'] : {};
  const identification = isObject(contact['identification']) ? contact['identification'] : {};
  const formatted = isObject(identification['formatedName'])
    ? textOf(identification['formatedName']['value'])
    : null;
  const names = [textOf(user['givenNames']), textOf(user['familyNames'])]
    .filter((name) => name !== null)
    .join(' ');
  return formatted ?? textOf(outer['displayName']) ?? (names === '' ? null : names);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function booleanOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}
