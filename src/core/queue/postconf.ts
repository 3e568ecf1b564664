import type { Parsed } from '../lineRef.ts';

export interface PostconfSetting {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

/** `values` holds the last value of each parameter. */
export interface PostconfOutput extends Parsed<PostconfSetting> {
  readonly values: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/** Reads `postconf NAME...` (`name = value` lines). Total. */
export function parsePostconf(_text: string): PostconfOutput {
  return { items: [], notUnderstood: [], values: {}, warnings: [] };
}

export type TimeUnit = 's' | 'm' | 'h' | 'd' | 'w';

/** A Postfix time value (`300s`, `5d`, `1h`) in seconds, null when it is not one. `defaultUnit` is used for a bare number. */
export function parsePostfixTime(_value: string, _defaultUnit: TimeUnit): number | null {
  return null;
}
