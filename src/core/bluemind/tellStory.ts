import type { Message } from '../message.ts';
import type { Confidence } from '../playbook/verdict.ts';
import type { HistoryEvent, HistoryOwner } from './history.ts';

export type StoryKind =
  | 'received'
  | 'read'
  | 'moved-to-trash'
  | 'moved-to-folder'
  | 'moved-to-shared'
  | 'copied'
  | 'deleted'
  | 'still-there';

/** Something that happened to one message. The command line prints kind, at, from, to, by. */
export interface StoryEvent {
  readonly kind: StoryKind;
  /** ISO 8601 UTC; null when unknown. For `still-there` the last time the message is mentioned. */
  readonly at: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Name of the mailbox owner who most likely did it; null when the table does not tell. */
  readonly by: string | null;
  readonly confidence: Confidence;
  /** 0-based: which message of the output. */
  readonly message: number;
  /** IMAP UID in the folder where it was, and where it is afterwards. */
  readonly fromUid: number | null;
  readonly toUid: number | null;
  /** The sentence, in namespace `history`. */
  readonly sentence: Message;
  /** Rows it rests on (1-based lines). */
  readonly lines: readonly number[];
}

/** A place where a message is now. */
export interface MessagePlace {
  readonly message: number;
  readonly folder: string;
  readonly folderUid: string;
  readonly owner: HistoryOwner;
  readonly itemUid: number | null;
  readonly flags: readonly string[];
  /** True when it carries `Deleted` or was expunged: no longer visible, perhaps restorable. */
  readonly deleted: boolean;
}

/** What happened to each message of a history, in order of time, message by message. */
export function tellStory(_events: readonly HistoryEvent[]): readonly StoryEvent[] {
  return [];
}

/** Every place the messages have been in and what is there now, latest first within a message. */
export function whereNow(_events: readonly HistoryEvent[]): readonly MessagePlace[] {
  return [];
}
