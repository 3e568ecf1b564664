import { parseHistory } from '../../bluemind/parseHistory.ts';
import { tellStory, whereNow, type MessagePlace, type StoryEvent } from '../../bluemind/tellStory.ts';
import type { History } from '../../bluemind/history.ts';
import { wholeText } from '../../playbook/collectOutputs.ts';
import type { Facts } from '../../playbook/facts.ts';
import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import type { Actor, Evidence, Remedy, Verdict } from '../../playbook/verdict.ts';
import type { HistoryFindings } from './findings.ts';

const restore: Remedy = { kind: 'wizard', wizard: 'restore', text: { key: 'history-check:remedy.restore' } };
const advice = (key: string): Remedy => ({ kind: 'advice', text: { key: `history-check:remedy.${key}` } });

/** Where did the message go? No rows is not "no mail": what the product cannot answer is said. */
export function judgeHistory(reading: Reading, context: StepContext): StepResult {
  const [named] = reading.outputs;
  const text = wholeText(named?.output);
  const history = parseHistory(text);
  const story = tellStory(history.items);
  const places = whereNow(history.items);
  const findings: HistoryFindings & Record<string, unknown> = {
    view: 'history',
    messages: history.messages.length,
    story,
    places,
    events: history.items,
    notUnderstood: history.notUnderstood,
  };
  const verdict =
    history.items.length === 0
      ? judgeNothing(history, context, text)
      : judgeStory({ history, story, places, text }, context);
  return { verdict, findings, learned: learn(places, history), next: verdict.remedies };
}

function judgeNothing(history: History, context: StepContext, text: string): Verdict {
  const [complaint] = history.findings;
  const base = {
    evidence: evidenceLines(text, [1, 2, 3]),
    confidence: 'certain' as const,
    whoActs: 'you' as Actor,
  };
  if (complaint !== undefined) {
    return {
      ...base,
      level: 'unknown',
      id: `history.${complaint.kind}`,
      because: { key: 'history-check:verdict.refused' },
      details: [complaint.sentence],
      evidence: evidenceLines(text, [complaint.line]),
      remedies: [advice('mend-question')],
    };
  }
  const byKeyword = context.facts.keyword !== undefined && context.facts.imapUid === undefined;
  return {
    ...base,
    level: 'unknown',
    id: 'history.nothing',
    because: {
      key: `history-check:verdict.nothing-${byKeyword ? 'keyword' : 'uid'}`,
      values: valuesOf(context.facts),
    },
    details: [
      {
        key:
          context.server?.blueMind === 4
            ? 'history-check:detail.nothing-4'
            : context.server?.blueMind === 5
              ? 'history-check:detail.nothing-5'
              : 'history-check:detail.nothing',
      },
    ],
    remedies: [advice(byKeyword ? 'other-word' : 'other-folder'), restore],
  };
}

interface Told {
  readonly history: History;
  readonly story: readonly StoryEvent[];
  readonly places: readonly MessagePlace[];
  readonly text: string;
}

function judgeStory({ history, story, places, text }: Told, context: StepContext): Verdict {
  const count = history.messages.length;
  const incomplete = history.cutOff ? [{ key: 'history-check:detail.cut-off' }] : [];
  const last = lastMove(story);
  const evidence = evidenceLines(text, last?.lines ?? story.flatMap(({ lines }) => lines).slice(0, 6));
  if (count > 1) {
    const kinds = new Set(
      Array.from(
        { length: count },
        (_, message) => lastMove(story.filter((event) => event.message === message))?.kind,
      ),
    );
    const gone = kinds.has('deleted');
    return {
      level: gone ? 'warning' : 'ok',
      id: 'history.several',
      because: { key: 'history-check:verdict.several', values: { count, ...valuesOf(context.facts) } },
      details: [{ key: 'history-check:detail.several' }, ...incomplete],
      evidence,
      confidence: 'certain',
      whoActs: 'nobody',
      remedies: gone ? [restore, advice('tell-user')] : [advice('tell-user')],
    };
  }
  const now = places.find(({ deleted }) => !deleted);
  const details = [...(last === undefined ? [] : [last.sentence]), ...incomplete];
  return {
    level: last?.kind === 'deleted' ? 'problem' : last?.kind === 'still-there' ? 'ok' : 'warning',
    id: `history.${last?.kind ?? 'unclear'}`,
    because: {
      key: `history-check:verdict.${last?.kind ?? 'unclear'}`,
      values: { folder: now?.folder ?? '', owner: now?.owner.name ?? '', to: last?.to ?? '' },
    },
    details,
    evidence,
    confidence: last?.confidence ?? 'possible',
    whoActs: last?.kind === 'deleted' ? 'you' : 'user',
    remedies: remediesFor(last?.kind),
  };
}

/** What counts is where it ended: the last thing that moved it, or that it never moved. */
function lastMove(story: readonly StoryEvent[]): StoryEvent | undefined {
  return (
    story.findLast(({ kind }) => kind.startsWith('moved-') || kind === 'deleted') ??
    story.findLast(({ kind }) => kind === 'still-there') ??
    story.at(-1)
  );
}

function remediesFor(kind: StoryEvent['kind'] | undefined): readonly Remedy[] {
  switch (kind) {
    case 'moved-to-trash':
      return [advice('take-from-trash'), advice('tell-user')];
    case 'moved-to-folder':
    case 'moved-to-shared':
    case 'copied':
      return [advice('look-there'), advice('tell-user')];
    case 'deleted':
      return [restore];
    case 'received':
    case 'read':
    case 'still-there':
      return [advice('look-again'), advice('tell-user')];
    default:
      return [advice('other-folder'), restore];
  }
}

/** The place it is in now is what a next step needs. */
function learn(places: readonly MessagePlace[], history: History): Facts {
  if (history.messages.length !== 1) return {};
  const now = places.find(({ deleted }) => !deleted);
  if (now === undefined || now.itemUid === null || now.owner.kind !== 'USER') return {};
  return { folder: now.folder, imapUid: String(now.itemUid) };
}

function valuesOf({ imapUid, folder, keyword, recipient }: Facts): Readonly<Record<string, string>> {
  return { uid: imapUid ?? '', folder: folder ?? 'INBOX', keyword: keyword ?? '', address: recipient ?? '' };
}

function evidenceLines(text: string, numbers: readonly number[]): readonly Evidence[] {
  const lines = text.split('\n');
  return [...new Set(numbers)].flatMap((number) => {
    const line = lines[number - 1];
    return line === undefined || line.trim() === '' ? [] : [{ file: 'bm-cli', line: number, text: line }];
  });
}
