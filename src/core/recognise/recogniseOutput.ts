import type { Message } from '../message.ts';
import type { Confidence } from '../playbook/verdict.ts';

export type OutputKind =
  | 'postqueue-p'
  | 'postqueue-j'
  | 'history'
  | 'history-query'
  | 'unexpunge-listing'
  | 'unexpunge-result'
  | 'bm-cli-unexpunge'
  | 'bm-cli-error'
  | 'mail-log'
  | 'core-log'
  | 'postmap-answer'
  | 'postconf'
  | 'user-get'
  | 'index-info'
  | 'headers'
  | 'bounce'
  | 'shell-error'
  | 'address'
  | 'empty'
  | 'unknown';

export interface RecognisedOutput {
  readonly kind: OutputKind;
  readonly confidence: Confidence;
  /** The beginning or end seems to be missing. */
  readonly cutOff: boolean;
  /** Name of the kind in words, in namespace `recognise`. */
  readonly name: Message;
  /** More to say: cut off, a shell error, several things pasted at once. */
  readonly hints: readonly Message[];
  /** Other kinds found in the same text. */
  readonly also: readonly OutputKind[];
}

/** Tells what somebody pasted. Total; never guesses: `unknown` is an answer. */
export function recogniseOutput(_text: string): RecognisedOutput {
  return {
    kind: 'unknown',
    confidence: 'possible',
    cutOff: false,
    name: { key: 'recognise:kind.unknown' },
    hints: [],
    also: [],
  };
}
