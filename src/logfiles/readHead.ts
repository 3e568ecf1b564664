import type { LogFeed } from '../core/postfix/logInput.ts';
import { LineSplitter } from './lineSplitter.ts';
import { openLogFile } from './openLogFile.ts';
import { measure } from './readLogs.ts';
import type { LogSource } from './readLogs.ts';

/** Feeds the lines of a log's first `most` bytes of text, or some more, to a reader. @throws LogFileError */
export async function readHead(
  source: LogSource,
  most: number,
  feed: Pick<LogFeed, 'file' | 'line'>,
): Promise<void> {
  const { reference } = await measure(source);
  feed.file(source.name, reference);
  const lines = new LineSplitter((line) => feed.line(line));
  const opened = openLogFile(source.name, source.bytes);
  try {
    let bytes = 0;
    for await (const chunk of opened) {
      lines.push(chunk);
      bytes += chunk.length;
      if (bytes >= most) break;
    }
  } finally {
    await opened.return({ kind: 'whole' });
  }
}
