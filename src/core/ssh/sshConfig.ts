import type { Message } from '../message.ts';
import { matchesPatternList } from './hostPattern.ts';

/** A setting as written; keyword in lower case, arguments without quotes. */
export interface SshConfigSetting {
  readonly keyword: string;
  readonly values: readonly string[];
}

/** When settings count: `Host` with its patterns, or the words of a `Match` line. */
export type SshConfigCondition =
  | { readonly kind: 'host'; readonly patterns: readonly string[] }
  | { readonly kind: 'match'; readonly words: readonly string[] };

/** Settings under the same conditions (all must hold: an Include inside a Host block inherits it), in file order. */
export interface SshConfigBlock {
  readonly file: string;
  readonly conditions: readonly SshConfigCondition[];
  readonly settings: readonly SshConfigSetting[];
}

export interface ImportWarning {
  readonly code: string;
  readonly message: Message;
}

/** What ssh would use for one host alias: the first value of each keyword wins (ssh_config(5)), identity files add up. */
export interface ResolvedHost {
  readonly alias: string;
  readonly values: ReadonlyMap<string, string>;
  readonly identityFiles: readonly string[];
  readonly warnings: readonly ImportWarning[];
}

/** Splits the argument part of a line: blanks separate, double quotes hold together (ssh_config(5)). */
export function splitArguments(text: string): readonly string[] {
  const words: string[] = [];
  for (const match of text.matchAll(/"([^"]*)"|([^\s"]+)/g)) words.push(match[1] ?? match[2] ?? '');
  return words;
}

/** Resolves `alias` the way ssh does, without running anything: `Match exec` never counts and is reported. */
export function resolveHost(blocks: readonly SshConfigBlock[], alias: string): ResolvedHost {
  const values = new Map<string, string>();
  const identityFiles: string[] = [];
  const warnings: ImportWarning[] = [];
  for (const block of blocks) {
    if (!block.conditions.every((condition) => holds(condition, alias, values, warnings))) continue;
    for (const { keyword, values: words } of block.settings) {
      const [first] = words;
      if (first === undefined) continue;
      if (keyword === 'identityfile') {
        if (!identityFiles.includes(first)) identityFiles.push(first);
      } else if (!values.has(keyword)) {
        values.set(keyword, keyword === 'proxycommand' ? words.join(' ') : first);
      }
    }
  }
  return { alias, values, identityFiles: identityFiles.filter((file) => file !== 'none'), warnings };
}

function holds(
  condition: SshConfigCondition,
  alias: string,
  values: ReadonlyMap<string, string>,
  warnings: ImportWarning[],
): boolean {
  if (condition.kind === 'host') return matchesPatternList(alias, condition.patterns);
  return matchHolds(condition.words, alias, values, warnings);
}

/** `Match all`, or pairs of a criterion (perhaps with `!`) and its patterns; all must hold (ssh_config(5)). */
function matchHolds(
  words: readonly string[],
  alias: string,
  values: ReadonlyMap<string, string>,
  warnings: ImportWarning[],
): boolean {
  let result = true;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const negated = word.startsWith('!');
    const criterion = (negated ? word.slice(1) : word).toLowerCase();
    if (criterion === 'all') continue;
    const patterns = (words[++at] ?? '').split(',');
    let met: boolean;
    switch (criterion) {
      case 'host':
        met = matchesPatternList(values.get('hostname') ?? alias, patterns);
        break;
      case 'originalhost':
        met = matchesPatternList(alias, patterns);
        break;
      case 'user':
        met = matchesPatternList(values.get('user') ?? '', patterns);
        break;
      case 'exec':
        warnings.push({
          code: 'match-exec',
          message: { key: 'ssh:import.matchExec', values: { host: alias } },
        });
        return false;
      default:
        warnings.push({
          code: 'match-unsupported',
          message: { key: 'ssh:import.matchUnsupported', values: { host: alias, criterion } },
        });
        return false;
    }
    if (met === negated) result = false;
  }
  return result;
}
