import type { Parsed } from '../lineRef.ts';
import { isPromptLine } from '../recognise/promptLine.ts';
import { stripAnsi, textLines } from '../recognise/textLines.ts';

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

/*
 * Format (postconf(1)):
 *   maximal_queue_lifetime = 5d
 *   mynetworks = 127.0.0.0/8,
 *       10.0.0.0/8                       (a line that begins with a blank continues the one before)
 *   postconf: warning: /etc/postfix/main.cf: unused parameter: foo=bar
 */
const settingLine = /^([A-Za-z_][\w.-]{0,200}) ?=(?: (.*)|)$/s;

/** Reads `postconf NAME...`, `postconf -n`, and main.cf itself. Total. */
export function parsePostconf(text: string): PostconfOutput {
  const items: { name: string; value: string; line: number }[] = [];
  const notUnderstood: { line: number; text: string }[] = [];
  const warnings: string[] = [];
  for (const [index, raw] of textLines(stripAnsi(text)).entries()) {
    const line = index + 1;
    if (raw.trim() === '' || /^\s*#(?!\s*postconf)/.test(raw)) continue;
    const last = items.at(-1);
    if (/^\s/.test(raw) && last !== undefined) {
      last.value = `${last.value} ${raw.trim()}`.trim();
      continue;
    }
    const setting = settingLine.exec(raw.trim());
    if (setting !== null) items.push({ name: setting[1] ?? '', value: (setting[2] ?? '').trim(), line });
    else if (/^(?:\S{0,60}\/)?postconf: (?:warning|fatal|error): /.test(raw)) warnings.push(raw.trim());
    else if (!isPromptLine(raw)) notUnderstood.push({ line, text: raw });
  }
  return {
    items,
    notUnderstood,
    values: Object.fromEntries(items.map(({ name, value }) => [name, value])),
    warnings,
  };
}

export type TimeUnit = 's' | 'm' | 'h' | 'd' | 'w';

const secondsPerUnit: Readonly<Record<TimeUnit, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * A Postfix time value (`300s`, `5d`, `1h`; postconf(5): "Time units: s (seconds), m (minutes), h (hours), d (days),
 * w (weeks)") in seconds, null when it is not one. `defaultUnit` is used for a bare number and differs by parameter.
 */
export function parsePostfixTime(value: string, defaultUnit: TimeUnit): number | null {
  const parts = /^(\d{1,12})([smhdw]?)$/i.exec(value.trim());
  if (parts === null) return null;
  const unit = (parts[2] === '' ? defaultUnit : parts[2]?.toLowerCase()) as TimeUnit;
  return Number(parts[1]) * secondsPerUnit[unit];
}
