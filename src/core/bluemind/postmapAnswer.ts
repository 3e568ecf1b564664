import { isPromptLine } from '../recognise/promptLine.ts';
import { stripAnsi, textLines } from '../recognise/textLines.ts';

/** What `postmap -q` answered. */
export type PostmapAnswer =
  | {
      readonly kind: 'found';
      readonly value: string;
      /** The value split at commas: several recipients of a group. */ readonly values: readonly string[];
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'not-found'; readonly warnings: readonly string[] }
  | {
      readonly kind: 'error';
      readonly why: 'no-map' | 'permission-denied' | 'tool-missing' | 'other';
      readonly text: string;
    }
  /** No output and no exit status: nothing can be said. */
  | { readonly kind: 'unknown' };

/** A transport map's value `lmtp:10.0.0.1:2400` in its parts. */
export interface TransportValue {
  readonly transport: string;
  readonly host: string | null;
  readonly port: number | null;
}

/*
 * postmap(1), -q: prints the value and exits 0, or prints nothing and exits 1. Complaints, on stderr:
 *   postmap: fatal: open database /etc/postfix/virtual_alias.db: No such file or directory
 *   postmap: warning: /etc/postfix/main.cf, line 12: overriding earlier entry: relayhost=
 */
const fatal = /^(?:\S{0,200}\/)?(?:postmap|postfix\/postmap)(?:\[\d{1,10}\])?: (?:fatal|error|panic): (.*)$/s;
const warning = /^(?:\S{0,200}\/)?(?:postmap|postfix\/postmap)(?:\[\d{1,10}\])?: warning: (.*)$/s;
const shell = /^(?:-?(?:ba|da|z|k)?sh|sudo|env|su)\b.{0,200}: |postmap: (?:command )?not found/;

/**
 * Reads `postmap -q KEY MAP`. `exitStatus` is null when the output was pasted: then nothing printed says nothing, unless the
 * caller knows that the command ran. Total.
 */
export function parsePostmapAnswer(stdout: string, stderr: string, exitStatus: number | null): PostmapAnswer {
  const warnings: string[] = [];
  const values: string[] = [];
  for (const line of [...textLines(stripAnsi(stderr)), ...textLines(stripAnsi(stdout))]) {
    const words = line.trim();
    const failure = fatal.exec(words);
    if (failure !== null) return { kind: 'error', why: whyOf(failure[1] ?? ''), text: words };
    if (shell.test(words.slice(0, 400))) return { kind: 'error', why: whyOf(words), text: words };
    const caution = warning.exec(words);
    if (caution !== null) warnings.push(caution[1] ?? '');
  }
  for (const line of textLines(stripAnsi(stdout))) {
    if (line.trim() !== '' && !warning.test(line.trim()) && !isPromptLine(line)) values.push(line.trim());
  }
  const value = values.join(', ');
  if (value !== '')
    return {
      kind: 'found',
      value,
      values: value
        .split(/,/)
        .map((one) => one.trim())
        .filter((one) => one !== ''),
      warnings,
    };
  if (exitStatus === 1) return { kind: 'not-found', warnings };
  return { kind: 'unknown' };
}

function whyOf(text: string): Extract<PostmapAnswer, { kind: 'error' }>['why'] {
  const words = text.slice(0, 1000);
  if (/command not found|: not found$/.test(words)) return 'tool-missing';
  if (/Permission denied|not in the sudoers|password is required/.test(words)) return 'permission-denied';
  return /No such file or directory|unsupported dictionary type/.test(words) ? 'no-map' : 'other';
}

/** Splits `lmtp:10.0.0.1:2400`, `smtp:[mx.domain.net]:25`, `smtp:`, `error:text` (transport(5)); null when it is not one. */
export function parseTransportValue(value: string): TransportValue | null {
  const parts = /^([A-Za-z][\w-]{0,60}):(.*)$/s.exec(value.trim());
  if (parts === null) return null;
  const nexthop = (parts[2] ?? '').trim().replace(/^inet:/, '');
  const ends = /^(?:\[([^\]\s]{1,255})\]|([^:\s[\]]{1,255}))(?::(\d{1,5}))?$/.exec(nexthop);
  return {
    transport: parts[1] ?? '',
    host: ends?.[1] ?? ends?.[2] ?? (nexthop === '' ? null : nexthop),
    port: ends?.[3] === undefined ? null : Number(ends[3]),
  };
}
