import { lstat, open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { csvHead, jsonHead, jsonTail, RowAnonymiser } from '../../core/logIndex/exportRows.ts';
import type { ReportWords } from '../../core/report/caseReport.ts';
import { overviewReport } from '../../core/report/overviewReport.ts';
import type { CallInput } from '../../shared/ipc/contract.ts';
import { failure, success } from '../../shared/ipc/errors.ts';
import type { Result } from '../../shared/ipc/errors.ts';
import type { OpenedIndex } from '../analysis/openIndex.ts';

type Asked = Pick<CallInput<'logs.export'>, 'filter' | 'order' | 'format' | 'anonymous' | 'jobId'>;

export interface ExportWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  readonly words: ReportWords;
}

/** Rows put into text at once: a few milliseconds of the index' thread, so that a cancelled export ends at once. */
const rowsAtOnce = 2000;

/** Writes what is seen, piece by piece; a file that could not be finished is removed. @throws the signal's reason. */
export async function exportLogs(
  index: OpenedIndex,
  place: string,
  asked: Asked,
  watch: ExportWatch,
): Promise<Result<string>> {
  const name = basename(place);
  let file: FileHandle | null = null;
  try {
    file = await open(place, 'w');
    if (asked.format === 'html') await file.writeFile(await reportOf(index, asked, watch.words));
    else await writeRows(index, file, asked, watch);
    await file.close();
    return success(name);
  } catch (error) {
    await file?.close().catch(() => undefined);
    if (file !== null && (await lstat(place)).isFile()) await rm(place, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    if (code === null) throw error;
    const key = code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'not-written';
    return failure({
      code: 'internal',
      message: { key: `log-index:export.${key}`, values: { name } },
      detail: code,
    });
  }
}

async function writeRows(
  index: OpenedIndex,
  file: FileHandle,
  { filter, order, format, anonymous, jobId }: Asked,
  { signal, onProgress }: ExportWatch,
): Promise<void> {
  // A byte order mark: without it Excel takes UTF-8 for something else.
  await file.write(format === 'csv' ? `\uFEFF${csvHead}` : jsonHead);
  for (let offset = 0, total = 1; offset < total; offset += rowsAtOnce) {
    signal.throwIfAborted();
    const piece = await index.ask('exported', {
      filter,
      order,
      offset,
      limit: rowsAtOnce,
      format: format === 'csv' ? 'csv' : 'json',
      anonymous: anonymous ? jobId : null,
    });
    total = piece.total;
    await file.write(piece.text);
    onProgress(Math.min(total, offset + rowsAtOnce), total);
  }
  if (format === 'json') await file.write(jsonTail);
}

async function reportOf(
  index: OpenedIndex,
  { filter, anonymous }: Asked,
  words: ReportWords,
): Promise<string> {
  const overview = await index.ask('overview', filter);
  const { files } = index.description;
  if (!anonymous) return overviewReport(overview, filter, files, words);
  const anonymiser = new RowAnonymiser();
  return overviewReport(anonymiser.overview(overview), anonymiser.filter(filter), [], words);
}
