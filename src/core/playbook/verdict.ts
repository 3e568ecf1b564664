import type { LineRef } from '../lineRef.ts';
import type { Message } from '../message.ts';

/** `unknown` is a real answer: a wrong verdict is worse than none. */
export type VerdictLevel = 'ok' | 'warning' | 'problem' | 'unknown';

/** Who has to act next. */
export type Actor = 'you' | 'user' | 'sender' | 'other-side' | 'nobody' | 'wait';

/** How sure the verdict is: `certain` is stated by the server itself, `likely` is inferred, `possible` is one reading of several. */
export type Confidence = 'certain' | 'likely' | 'possible';

/** A line that a verdict rests on; `marks` are [start, end) offsets of the telling parts in `text`. */
export interface Evidence extends LineRef {
  readonly marks?: readonly (readonly [number, number])[];
}

/** What a step concludes, and why. Pure data: rules make it, the window and the report show it. */
export interface Verdict {
  readonly level: VerdictLevel;
  /** Names the conclusion for tests, cases and reports, e.g. `queue.over-quota`. */
  readonly id: string;
  /** One sentence: the conclusion. */
  readonly because: Message;
  /** Further sentences, in reading order. */
  readonly details: readonly Message[];
  readonly evidence: readonly Evidence[];
  readonly confidence: Confidence;
  readonly whoActs: Actor;
  /** What to do, recommended first. */
  readonly remedies: readonly Remedy[];
}

/**
 * What can be done about a verdict: `advice` is words, `wizard` leads to another wizard with the facts carried over,
 * `step` offers a step of this wizard (perhaps one that changes something).
 */
export type Remedy =
  | { readonly kind: 'advice'; readonly text: Message }
  | { readonly kind: 'wizard'; readonly wizard: string; readonly text: Message }
  | { readonly kind: 'step'; readonly step: string; readonly text: Message };
