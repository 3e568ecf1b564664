import type { CommandOutput } from '../../core/command/commandOutput.ts';
import type { Message } from '../../core/message.ts';
import { outputFromText } from '../../core/playbook/collectOutputs.ts';
import type { OutputKind, RecognisedOutput } from '../../core/recognise/recogniseOutput.ts';

interface Expected {
  readonly kinds: readonly OutputKind[];
  /** The command may print nothing at all, and that says something. */
  readonly mayBeEmpty?: true;
}

const lookup: Expected = { kinds: ['postmap-answer', 'address', 'unknown'], mayBeEmpty: true };
const restored: Expected = { kinds: ['bm-cli-unexpunge', 'unexpunge-result'] };
const listed: Expected = { kinds: ['bm-cli-unexpunge', 'unexpunge-listing'] };

/** What each command prints, by its template's id. Judges read the sibling's output too, where there is one. */
const expectedOf: Readonly<Record<string, Expected>> = {
  'maps.lookup': lookup,
  'maps.times': { kinds: ['unknown'] },
  'maps.core-log': { kinds: ['core-log'], mayBeEmpty: true },
  'maps.regenerate': { kinds: ['unknown'], mayBeEmpty: true },
  'bm-cli.user-get': { kinds: ['user-get'], mayBeEmpty: true },
  'bm-cli.user-get-archived': { kinds: ['user-get'], mayBeEmpty: true },
  'queue.list-json': { kinds: ['postqueue-j', 'postqueue-p'], mayBeEmpty: true },
  'queue.list': { kinds: ['postqueue-p', 'postqueue-j'] },
  'queue.times': { kinds: ['postconf'] },
  'queue.used-space': { kinds: ['index-info'] },
  'queue.retry-one': { kinds: [], mayBeEmpty: true },
  'queue.retry-all': { kinds: [], mayBeEmpty: true },
  'history.by-uid': { kinds: ['history', 'history-query'], mayBeEmpty: true },
  'history.by-keyword': { kinds: ['history-query', 'history'], mayBeEmpty: true },
  'restore.cyrus-list': { ...listed, mayBeEmpty: true },
  'restore.bm-cli-list': listed,
  'restore.cyrus-picked': restored,
  'restore.cyrus-all': restored,
  'restore.bm-cli-one': restored,
  'restore.bm-cli-days': restored,
  'restore.cyrus-retention': { kinds: ['unknown'], mayBeEmpty: true },
  'restore.settings': { kinds: ['unknown'] },
  'probe.clock': { kinds: ['unknown'] },
  'probe.disks': { kinds: ['unknown'] },
  'health.services': { kinds: ['unknown'] },
  'health.ports': { kinds: ['unknown'] },
  'health.core-state': { kinds: ['unknown'], mayBeEmpty: true },
  'health.heap-dumps': { kinds: ['unknown'], mayBeEmpty: true },
  'health.processes': { kinds: ['unknown'] },
  'health.cyrus-limits': { kinds: ['unknown'], mayBeEmpty: true },
  'health.postfix-limits': { kinds: ['postconf'] },
  'health.mail-log': { kinds: ['mail-log', 'unknown'], mayBeEmpty: true },
};

/** A tool's complaint is an answer to whatever was asked; the step's rules read it. */
const COMPLAINTS: ReadonlySet<OutputKind> = new Set(['shell-error', 'bm-cli-error']);

export interface Fit {
  readonly usable: boolean;
  readonly problem: Message | null;
}

/** Whether a text is what a command prints. Commands nobody listed here take everything that is not clearly another's. */
export function fitOf(command: string, { kind, cutOff, confidence }: RecognisedOutput): Fit {
  const { kinds, mayBeEmpty } = expectedOf[command] ?? { kinds: ['unknown' as const] };
  if (kind === 'empty') {
    return mayBeEmpty === true ? fine : { usable: false, problem: { key: 'servers-main:paste.empty' } };
  }
  if (kinds.includes(kind) || COMPLAINTS.has(kind)) {
    return cutOff ? { usable: true, problem: { key: 'servers-main:paste.cut-off' } } : fine;
  }
  if (kind === 'unknown') return { usable: false, problem: { key: 'servers-main:paste.unknown' } };
  // A guess must not turn away what may be right.
  const unsure = confidence === 'possible' && kinds.includes('unknown');
  return unsure ? fine : { usable: false, problem: { key: 'servers-main:paste.other' } };
}

/**
 * A pasted text as what its command answered. Nobody knows how the command ended, but `postmap -q` that printed nothing
 * at all has not found the key and ended with 1 (postmap(1)): finding one prints it, and trouble prints a complaint.
 */
export function handedOutput(command: string, text: string): CommandOutput {
  const output = outputFromText(text);
  return command === 'maps.lookup' && text.trim() === '' ? { ...output, exitCode: 1 } : output;
}

/** Whether a text is certainly a command's output, for files nobody said anything about. */
export function isOutputOf(command: string, { kind }: RecognisedOutput): boolean {
  const kinds = expectedOf[command]?.kinds ?? [];
  return kind !== 'unknown' && kind !== 'empty' && kind !== 'address' && kinds.includes(kind);
}

const fine: Fit = { usable: true, problem: null };
