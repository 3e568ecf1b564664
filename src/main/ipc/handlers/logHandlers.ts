import { statSync } from 'node:fs';
import type { Message } from '../../../core/message.ts';
import { LogFileError } from '../../../logfiles/logFileProblem.ts';
import type { CallInput, JobProgress, LogIndexView } from '../../../shared/ipc/contract.ts';
import type { CallName } from '../../../shared/ipc/channels.ts';
import type { FirstRows, LogsGrown } from '../../../shared/ipc/contract.ts';
import { failure, success } from '../../../shared/ipc/errors.ts';
import type { Result } from '../../../shared/ipc/errors.ts';
import { IndexGone } from '../../analysis/indexShelf.ts';
import type { IndexShelf } from '../../analysis/indexShelf.ts';
import { JobCancelled } from '../../analysis/jobTable.ts';
import type { JobTable } from '../../analysis/jobTable.ts';
import type { OpenedIndex, OpenIndex } from '../../analysis/openIndex.ts';
import { ReadingStopped, readingStoppedError } from '../../analysis/readingStopped.ts';
import type { RequestedLog } from '../../analysis/traceRequest.ts';
import type { ReportWords } from '../../../core/report/caseReport.ts';
import type { FileGrants, LeftOut } from '../../files/fileGrants.ts';
import { fetchLogs } from '../../logs/fetchLogs.ts';
import type { OfferedLogs } from '../../logs/offeredLogs.ts';
import { PrivateFolder } from '../../logs/privateFolder.ts';
import { exportLogs } from '../../logs/exportLogs.ts';
import { sampleLog } from '../../sample/sampleLog.ts';
import { grantedFiles } from '../../wizard/acquireFromLogs.ts';
import { StepFailed } from '../../wizard/stepFailed.ts';
import type { Handlers } from '../answerCall.ts';
import type { Language } from '../../words.ts';
import type { Dialogs } from './fileHandlers.ts';
import { fileProblemError, fileProblemMessage } from '../fileProblemError.ts';

export interface LogHandlersNeeds {
  readonly jobs: JobTable;
  readonly grants: FileGrants;
  readonly shelf: IndexShelf;
  readonly offered: OfferedLogs;
  readonly openIndex: OpenIndex;
  readonly dialogs: Pick<Dialogs, 'choosePlace'>;
  readonly words: (language: Language) => Promise<ReportWords>;
  readonly now: () => Date;
  /** What a source without a file name is called. */
  readonly label: (source: 'pasted') => string;
  readonly onProgress: (progress: JobProgress) => void;
  readonly onFirstRows: (first: FirstRows) => void;
  readonly onGrown: (grown: LogsGrown) => void;
  readonly onEnd: (jobId: string) => void;
  readonly report: (what: string, error: unknown) => void;
}

type LogCalls = Extract<CallName, `logs.${string}`>;

export function logHandlers(needs: LogHandlersNeeds): Pick<Handlers, LogCalls> {
  const { shelf, report } = needs;
  const ask = async <T>(id: string, question: (index: OpenedIndex) => Promise<T>): Promise<Result<T>> => {
    const index = shelf.find(id);
    if (index === null) return gone;
    try {
      return success(await question(index));
    } catch (error) {
      if (error instanceof IndexGone) return gone;
      if (error instanceof ReadingStopped) return stopped(error, report);
      throw error;
    }
  };
  return {
    'logs.open': (asked) => open(asked, needs),
    'logs.offer': ({ server }) => told(async () => success(await needs.offered.of(server)), report),
    'logs.overview': ({ index, filter }) => ask(index, (one) => one.ask('overview', filter)),
    'logs.rows': ({ index, ...wanted }) => ask(index, (one) => one.ask('rows', wanted)),
    'logs.message': async ({ index, row }) => {
      const found = await ask(index, (one) => one.ask('message', row));
      if (!found.ok) return found;
      return found.value === null ? lost : success(found.value);
    },
    'logs.export': (asked) => exported(asked, needs),
    'logs.close': ({ index }) => {
      shelf.close(index);
      return success(null);
    },
  };
}

const refuse = (key: string): Result<never> => failure({ code: 'not-found', message: { key } });
const gone = refuse('log-index:gone');
const stopped = (error: ReadingStopped, report: LogHandlersNeeds['report']): Result<never> => {
  report('the index of logs stopped', error);
  return failure(readingStoppedError(error));
};
const lost = refuse('log-index:message-lost');

async function open(
  { jobId, source }: CallInput<'logs.open'>,
  needs: LogHandlersNeeds,
): Promise<Result<LogIndexView>> {
  const signal = needs.jobs.start(jobId);
  if (signal === null) return failure({ code: 'bad-request', message: { key: 'errors:job-in-use' } });
  const folder = source.kind === 'server' ? new PrivateFolder() : null;
  const done = (): void => folder?.remove();
  try {
    return await told(
      async () => {
        const onProgress = (label: string, doneBytes: number, totalBytes: number | null): void =>
          needs.onProgress({ jobId, doneBytes, totalBytes, label });
        const logs =
          source.kind === 'server' && folder !== null
            ? await fetchLogs(needs.offered.chosen(source.server, source.logs), folder.path, {
                signal,
                onProgress,
              })
            : logsOf(source as LocalSource, needs);
        const follow = source.kind === 'files' && source.follow;
        let id: string | null = null;
        const index = await needs.openIndex({ logs, follow }, signal, {
          onProgress: ({ doneBytes, totalBytes, file }) => onProgress(file, doneBytes, totalBytes),
          onFirstRows: (rows) => needs.onFirstRows({ jobId, rows }),
          onGrown: ({ messages: grown, ended }) => {
            if (id === null) return;
            const problem: Message | null =
              ended === null ? null : { key: `log-index:follow.${ended.kind}`, values: { file: ended.file } };
            needs.onGrown({ index: id, messages: grown, ...(problem === null ? {} : { problem }) });
          },
        });
        const { files, messages, problems } = index.description;
        const sizes = new Map(logs.map((log) => [log.name, sizeOf(log, needs.grants)]));
        id = needs.shelf.add(index, done);
        return success({
          index: id,
          files: files.map((name) => ({ name, bytes: sizes.get(name) ?? 0 })),
          messages,
          problems: [
            ...problems.map((problem): Message => fileProblemMessage(problem)),
            ...(source.kind === 'files' ? needs.grants.leftOutWith(source.files).map(leftOutMessage) : []),
          ],
          following: follow,
        });
      },
      needs.report,
      done,
    );
  } finally {
    needs.jobs.end(jobId);
    needs.onEnd(jobId);
  }
}

/** The first few by name: a folder may hold thousands of files. */
function leftOutMessage({ folder, files }: LeftOut): Message {
  const named = files.slice(0, 10).join(', ');
  return {
    key: 'log-index:left-out',
    values: { folder, count: files.length, files: files.length > 10 ? `${named}, …` : named },
  };
}

/** Turns what ends the work into an answer; `undo` then takes back what was begun. */
async function told<T>(
  work: () => Promise<Result<T>>,
  report: LogHandlersNeeds['report'],
  undo: () => void = () => undefined,
): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    undo();
    if (error instanceof JobCancelled)
      return failure({ code: 'cancelled', message: { key: 'errors:cancelled' } });
    if (error instanceof StepFailed) return failure(error.error);
    if (error instanceof LogFileError) return failure(fileProblemError(error.problem));
    if (error instanceof IndexGone) return gone;
    if (error instanceof ReadingStopped) return stopped(error, report);
    throw error;
  }
}

async function exported(
  asked: CallInput<'logs.export'>,
  needs: LogHandlersNeeds,
): Promise<Result<string | null>> {
  const { jobId, index: id, format, language } = asked;
  const index = needs.shelf.find(id);
  if (index === null) return gone;
  const signal = needs.jobs.start(jobId);
  if (signal === null) return failure({ code: 'bad-request', message: { key: 'errors:job-in-use' } });
  try {
    const day = needs.now().toISOString().slice(0, 10);
    const place = await needs.dialogs.choosePlace(`MailTriage-${day}.${format}`);
    if (place === null) return success(null);
    return await told(
      async () =>
        exportLogs(index, place, asked, {
          signal,
          words: await needs.words(language),
          onProgress: (doneBytes, totalBytes) =>
            needs.onProgress({ jobId, doneBytes, totalBytes, label: '' }),
        }),
      needs.report,
    );
  } finally {
    needs.jobs.end(jobId);
    needs.onEnd(jobId);
  }
}

type LocalSource = Exclude<CallInput<'logs.open'>['source'], { kind: 'server' }>;

function logsOf(source: LocalSource, { grants, now, label }: LogHandlersNeeds): readonly RequestedLog[] {
  switch (source.kind) {
    case 'sample':
      return [sampleLog];
    case 'files':
      return grantedFiles(source.files, grants);
    case 'pasted':
      return [{ kind: 'text', name: label('pasted'), text: source.text, reference: now().toISOString() }];
  }
}

function sizeOf(log: RequestedLog, grants: FileGrants): number {
  return log.kind === 'text'
    ? Buffer.byteLength(log.text)
    : (grants.sizeOf(log.path) ?? statSync(log.path).size);
}
