import type { LogCoverage } from '../../playbook/traceReading.ts';
import type { LineCounts, TraceQuery, TracedMessage } from '../../postfix/tracedMessage.ts';

/** What the message trace shows besides its verdict. `messages` may be the first ones only, `total` counts all. */
export interface TraceFindings {
  readonly view: 'trace';
  readonly query: TraceQuery;
  readonly messages: readonly TracedMessage[];
  readonly total: number;
  readonly counts: LineCounts;
  readonly coverage: readonly LogCoverage[];
  readonly samples: readonly { readonly file: string; readonly line: number; readonly text: string }[];
  readonly foreignPrograms: readonly { readonly program: string; readonly count: number }[];
}
