import { z } from 'zod';
import { messageFilter } from '../../../core/logIndex/messageFilter.ts';
import type { LogOverview } from '../../../core/logIndex/logOverview.ts';
import { rowOrder } from '../../../core/logIndex/messageRow.ts';
import type { MessageRow } from '../../../core/logIndex/messageRow.ts';
import type { Message } from '../../../core/message.ts';
import type { TracedMessage } from '../../../core/postfix/tracedMessage.ts';
import { languages } from '../../firstSettings.ts';
import { call, jobId, recordId } from './call.ts';

/** Which logs an index is made of. */
const logSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sample') }),
  /** Ids from `files.choose` and `files.admit`; a folder stands for the mail logs in it. */
  z.strictObject({
    kind: z.literal('files'),
    files: z.array(z.string().max(64)).min(1).max(500),
    /** Go on reading what is appended, and say so with `logs.grown`. */
    follow: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('pasted'), text: z.string().max(20_000_000) }),
  /** Logs of a connected server, by the ids `logs.offer` gave; they are streamed here compressed. */
  z.strictObject({
    kind: z.literal('server'),
    server: recordId,
    logs: z.array(z.string().min(1).max(64)).min(1).max(200),
  }),
]);
export type IndexedLogs = z.infer<typeof logSource>;

/** An index that is ready to be asked. It lives in main until `logs.close`, or until newer ones push it out. */
export interface LogIndexView {
  readonly index: string;
  /** In order of time. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly messages: number;
  /** What could not be used of the files, in words; the rest was read all the same. */
  readonly problems: readonly Message[];
  readonly following: boolean;
}

/** A log that a server has to offer. */
export interface OfferedLog {
  readonly id: string;
  /** Path on the server. */
  readonly path: string;
  /** Bytes as it lies there; compressed or not. */
  readonly bytes: number;
  readonly compressed: boolean;
}

export interface RowWindow {
  /** Of all rows the filter lets through. */
  readonly total: number;
  readonly rows: readonly MessageRow[];
}

const index = recordId;

export const logIndexCalls = {
  /** Progress comes as `job.progress`; `job.cancel` ends it. First rows can be asked as soon as `logs.firstRows` was sent. */
  'logs.open': call<LogIndexView>()(z.strictObject({ jobId, source: logSource })),
  'logs.offer': call<readonly OfferedLog[]>()(z.strictObject({ server: recordId })),
  'logs.overview': call<LogOverview>()(z.strictObject({ index, filter: messageFilter })),
  'logs.rows': call<RowWindow>()(
    z.strictObject({
      index,
      filter: messageFilter,
      order: rowOrder,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
  ),
  'logs.message': call<TracedMessage>()(z.strictObject({ index, row: z.number().int().min(0) })),
  /**
   * Writes what is seen to a place the user picks; answers the file's name, null when the user thought better of it.
   * `csv` and `json` hold the rows, `html` the overview as a report that stands alone.
   */
  'logs.export': call<string | null>()(
    z.strictObject({
      jobId,
      index,
      filter: messageFilter,
      order: rowOrder,
      format: z.enum(['csv', 'json', 'html']),
      anonymous: z.boolean(),
      language: z.enum(languages),
    }),
  ),
  'logs.close': call<null>()(z.strictObject({ index })),
};

/** Sent while `logs.open` still runs: the first messages of the log, for somebody to look at meanwhile. */
export interface FirstRows {
  readonly jobId: string;
  readonly rows: readonly MessageRow[];
}

/** A followed log grew: what was asked before may be answered anew. */
export interface LogsGrown {
  readonly index: string;
  readonly messages: number;
  /** Why it is not followed any further. */
  readonly problem?: Message;
}

export interface LogIndexEvents {
  'logs.firstRows': FirstRows;
  'logs.grown': LogsGrown;
}
