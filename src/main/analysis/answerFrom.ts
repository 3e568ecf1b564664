import type { LogIndex } from '../../logfiles/messageIndex/logIndex.ts';
import type { AskName, IndexAnswers } from './indexRequest.ts';

type Answering = {
  readonly [Name in AskName]: (
    index: LogIndex,
    asked: IndexAnswers[Name]['asked'],
  ) => IndexAnswers[Name]['answer'] | Promise<IndexAnswers[Name]['answer']>;
};

const answering: Answering = {
  overview: (index, filter) => index.overview(filter),
  rows: (index, wanted) => index.rows(wanted),
  exported: (index, wanted) => index.exported(wanted),
  message: (index, row) => index.message(row),
};

export async function answerFrom<Name extends AskName>(
  index: LogIndex,
  name: Name,
  asked: IndexAnswers[Name]['asked'],
): Promise<IndexAnswers[Name]['answer']> {
  return await answering[name](index, asked);
}
