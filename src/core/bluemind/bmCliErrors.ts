import type { Message } from '../message.ts';
import { stripAnsi, textLines } from '../recognise/textLines.ts';

export type BmCliFindingKind =
  | 'unknown-domain'
  | 'user-not-found'
  | 'no-mailbox'
  | 'invalid-address'
  | 'no-match'
  | 'sudo-failed'
  | 'authn-needed'
  | 'authn-not-a-user'
  | 'address-without-at'
  | 'unknown-folder'
  | 'stack-trace'
  | 'unknown-option'
  | 'missing-option'
  | 'unknown-command'
  | 'usage'
  | 'disabled'
  | 'entry-failed'
  | 'repair-failed'
  | 'ignored-entries'
  | 'core-unreachable'
  | 'permission-denied'
  | 'tool-missing'
  | 'quota';

/** Something bm-cli complained about; many of these come with exit status 0. */
export interface BmCliFinding {
  readonly kind: BmCliFindingKind;
  /** What it is about: an address, a domain, an option; null when the text names nothing. */
  readonly subject: string | null;
  /** The sentence, in namespace `mailbox`. */
  readonly sentence: Message;
  readonly line: number;
  readonly text: string;
}

/*
 * bm-cli's own words, one a line (CliUtils, DirEntryTargetFilter, UnexpungeCommand, SingleOrDomainOperation and
 * MailboxValidator of BlueMind 4 and 5), and picocli's about options. A group in a pattern is the subject.
 */
const complaints: readonly (readonly [RegExp, BmCliFindingKind])[] = [
  [/^Invalid or unknown domain ?: ?(.*)$/s, 'unknown-domain'],
  [/^user (\S{1,320}) not found/i, 'user-not-found'],
  [/^No mailbox matches (.*)$/s, 'no-mailbox'],
  [/^Target is not a valid email (.*)$/s, 'invalid-address'],
  [/^Your search for '(.*)' did not match anything/s, 'no-match'],
  [/^Sudo as (\S{1,320}) failed: /, 'sudo-failed'],
  [/^To recover from (\S{1,320}) you need to specify --authn/, 'authn-needed'],
  [/^--authn must match a valid user alias/, 'authn-not-a-user'],
  [/^Error handling (\S{1,320}): /, 'entry-failed'],
  [/^Failed to repair entry ?(\S{0,320})/, 'repair-failed'],
  [/^Handled \d{1,12} entr(?:y|ies)\. (\d{1,12}) entr(?:y|ies) ha(?:s|ve) been ignored/, 'ignored-entries'],
  [/^Quota must be greater or equal to 0/, 'quota'],
  [/^Invalid quota for (\S{1,320})\. Quota must be less than /, 'quota'],
  [/^Unknown options?: (.*)$/s, 'unknown-option'],
  [/^Invalid value for (?:option|positional parameter at index [^ ]{1,20}) ?(.{0,200}?): /, 'unknown-option'],
  [/^Missing required (?:options?|parameters?|argument)[^:]{0,40}: ?(.*)$/s, 'missing-option'],
  [/^Missing required (?:options?|parameters?) (.*)$/s, 'missing-option'],
  [/^Expected parameter for option (.*) but/s, 'missing-option'],
  [/^Unmatched arguments? (?:at|from) index \d{1,6}: (.*)$/s, 'unknown-command'],
  [/^(\S{0,200}bm-cli\S{0,100}) is disabled\.$/i, 'disabled'],
  [/^(.{0,200}) is disabled\.$/s, 'disabled'],
  [/^Usage: (bm-cli.{0,200})/s, 'usage'],
  [/bm-cli: (?:command )?not found|bm-cli: No such file or directory/, 'tool-missing'],
  [/Connection refused|java\.net\.ConnectException/, 'core-unreachable'],
  [
    /(?:bm-core\.tok|bm-cli|sudo).{0,200}(?:Permission denied|AccessDenied)|^(?:-?bash|sh|sudo): .{0,200}Permission denied/,
    'permission-denied',
  ],
];

/** `java.lang.NullPointerException: ...`, also behind `Caused by: `. */
const exceptionLine =
  /^(?:Caused by: |Exception in thread "[^"]{0,100}" )?((?:[a-z]\w{0,60}\.){1,12}[A-Z]\w{0,100}(?:Exception|Error|Fault))(?::|$)/;
/** `	at net.bluemind.cli.mail.X.run(X.java:12)`, `	... 12 more`. */
const traceLine = /^\s{1,16}(?:at [\w.$<>/ -]{1,400}\(|\.\.\. \d{1,6} (?:more|common frames))/;

/** Findings, and the lines they and what belongs to them stand on, so that a caller does not call those unknown. */
export function readBmCliErrors(lines: readonly string[]): {
  readonly findings: readonly BmCliFinding[];
  readonly lines: ReadonlySet<number>;
} {
  const findings: BmCliFinding[] = [];
  const used = new Set<number>();
  let inUsage = false;
  let lastException = -2;

  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    const text = raw.trim();
    if (text === '' || text.startsWith('|') || text.startsWith('{')) {
      inUsage = false;
      continue;
    }
    // The usage text goes on as long as lines are indented: options and their descriptions.
    if (inUsage && (/^\s/.test(raw) || /^(?:Commands|Options|Possible|Did you mean)/.test(raw))) {
      used.add(line);
      continue;
    }
    if (traceLine.test(raw)) {
      used.add(line);
      continue;
    }
    const exception = exceptionLine.exec(text);
    if (exception !== null) {
      used.add(line);
      // A chain of causes is one finding, except that its innermost may say more.
      const kind = kindOfException(exception[1] ?? '', text);
      if (lastException < 0 || kind !== 'stack-trace')
        findings.push(finding(kind, exception[1] ?? null, line, text));
      lastException = line;
      continue;
    }
    const short = text.slice(0, 1000);
    for (const [pattern, kind] of complaints) {
      const match = pattern.exec(short);
      if (match === null) continue;
      findings.push(finding(kind, match[1]?.trim() ?? null, line, text));
      used.add(line);
      inUsage = kind === 'usage';
      break;
    }
  }
  return { findings, lines: used };
}

/** Finds the complaints in what bm-cli printed (stdout and stderr, ANSI codes allowed). Total. */
export function parseBmCliErrors(text: string): readonly BmCliFinding[] {
  return readBmCliErrors(textLines(stripAnsi(text))).findings;
}

/**
 * Two exceptions are known to mean something simple: an address without `@` makes the mail commands read behind the end of
 * an array, and a folder that does not exist makes history-imap read from nothing.
 */
function kindOfException(name: string, text: string): BmCliFindingKind {
  if (name.endsWith('ArrayIndexOutOfBoundsException')) return 'address-without-at';
  if (name.endsWith('NullPointerException')) return 'unknown-folder';
  if (name.endsWith('ConnectException') || text.includes('Connection refused')) return 'core-unreachable';
  if (name.endsWith('AccessDeniedException') || text.includes('Permission denied'))
    return 'permission-denied';
  return 'stack-trace';
}

function finding(kind: BmCliFindingKind, subject: string | null, line: number, text: string): BmCliFinding {
  const named = subject === null || subject === '' ? null : subject;
  return {
    kind,
    subject: named,
    sentence: { key: `mailbox:bm-cli.${kind}`, values: { subject: named ?? '' } },
    line,
    text,
  };
}
