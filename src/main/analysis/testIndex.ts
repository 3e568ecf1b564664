import { indexLogs } from '../../logfiles/messageIndex/indexLogs.ts';
import type { AskName, IndexAnswers } from './indexRequest.ts';
import { answerFrom } from './answerFrom.ts';
import type { OpenIndex } from './openIndex.ts';
import { toLogSource } from './traceRequest.ts';

/** What the thread does, on this thread. */
export const openIndexHere: OpenIndex = async ({ logs }, signal, { onProgress }) => {
  const { index, files, problems } = await indexLogs(logs.map(toLogSource), { signal, onProgress });
  return {
    description: { files, messages: index.table.count, problems },
    ask: async <Name extends AskName>(name: Name, asked: IndexAnswers[Name]['asked']) =>
      structuredClone(await answerFrom(index, name, asked)),
    close: () => undefined,
  };
};
