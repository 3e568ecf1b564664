import type { HistoryEvent } from '../../bluemind/history.ts';
import type { MessagePlace, StoryEvent } from '../../bluemind/tellStory.ts';

/** What happened to one or several messages in the mailbox. `message` in each part counts from 0. */
export interface HistoryFindings {
  readonly view: 'history';
  readonly messages: number;
  readonly story: readonly StoryEvent[];
  readonly places: readonly MessagePlace[];
  readonly events: readonly HistoryEvent[];
  readonly notUnderstood: readonly { readonly line: number; readonly text: string }[];
}
