import { parseRestAnswer, taskIdOf, taskStateOf, type RestAnswer } from '../../bluemind/restAnswer.ts';
import type { TaskState } from '../../bluemind/restAnswer.ts';
import type { Message } from '../../message.ts';
import { evidenceOf } from '../../playbook/evidenceOf.ts';
import type { NamedOutput, PlannedWork, Reading, StepContext, StepResult } from '../../playbook/model.ts';
import type { Remedy, VerdictLevel } from '../../playbook/verdict.ts';
import { regenerateByRest, regenerateMaps, taskStatus } from './commands.ts';
import { judgeRegenerate } from './judgeMaps.ts';

/** The task only says that the maps are to be written and ends at once; a core that is busy may take a few seconds. */
const LOOKS = 10;
const LOOK_EVERY_MS = 1000;

/** With a key for BlueMind's own interface that way, which needs neither root nor a Java start; with bm-cli otherwise. */
export function planRegenerate(
  { facts, server }: StepContext,
  outputs: readonly NamedOutput[],
): readonly PlannedWork[] {
  if (server?.hasApiKey !== true) {
    const values = { address: facts.recipient?.trim() ?? '' };
    return outputs.length > 0 ? [] : [{ template: regenerateMaps, values, label: '' }];
  }
  if (outputs.length === 0) return [{ template: regenerateByRest, values: {}, label: '' }];
  const task = startedTask(outputs);
  const looks = looksAt(outputs);
  const running = looks.length === 0 || isRunning(stateIn(looks.at(-1)));
  if (task === null || !running || looks.length >= LOOKS) return [];
  const look = { template: taskStatus, values: { task }, label: String(looks.length + 1) };
  return [{ pauseMs: LOOK_EVERY_MS }, look];
}

/** What asking for new maps led to. Its success proves nothing (the work happens later), so the verdict is never "ok". */
export function judgeRegenerating(reading: Reading, context: StepContext): StepResult {
  const asked = reading.outputs.find(({ command }) => command === regenerateByRest.id);
  if (asked === undefined) return judgeRegenerate(reading, context);
  const conclusion = conclude(reading.outputs, answerIn(asked));
  const { id, level, values = {}, details = [], remedies } = conclusion;
  return {
    verdict: {
      level,
      id: `maps.${id}`,
      because: { key: `maps:verdict.${id}`, values: { address: context.facts.recipient ?? '', ...values } },
      details,
      evidence: [asked, ...looksAt(reading.outputs).slice(-1)].flatMap((named) => evidenceOf(named, [], 3)),
      confidence: 'certain',
      whoActs: 'you',
      remedies,
    },
    findings: null,
    learned: {},
    next: remedies,
  };
}

interface Conclusion {
  readonly id: string;
  readonly level: VerdictLevel;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly details?: readonly Message[];
  readonly remedies: readonly Remedy[];
}

const advice = (key: string): Remedy => ({ kind: 'advice', text: { key: `maps:remedy.${key}` } });
const verify: Remedy = { kind: 'step', step: 'verify', text: { key: 'maps:remedy.verify' } };
const problem = (id: string, remedies: readonly string[], values = {}): Conclusion => ({
  id,
  level: 'problem',
  values,
  remedies: [...remedies, 'regenerate-in-console'].map(advice),
});

function conclude(outputs: readonly NamedOutput[], answer: RestAnswer): Conclusion {
  switch (answer.kind) {
    case 'answered':
      return concludeTask(stateIn(looksAt(outputs).at(-1)));
    case 'key-refused':
      return problem('key-refused', ['new-key', 'without-key']);
    case 'not-allowed':
      return /only admin0/i.test(answer.message)
        ? problem('only-admin0', ['admin0-key', 'without-key'])
        : problem('key-not-allowed', ['admin0-key', 'without-key'], { reply: answer.message });
    case 'failed':
      return problem('rest-failed', ['read-core-log'], { status: answer.status, reply: answer.message });
    case 'not-reached':
      return problem('rest-not-reached', ['core-running', 'without-key'], { reply: answer.message });
    case 'tool-missing':
      return problem('no-curl', ['install-curl', 'without-key']);
    case 'unreadable':
      return { ...problem('rest-unreadable', ['read-core-log']), level: 'unknown', remedies: [verify] };
  }
}

/** The task ends with success before anything is written, and also when writing fails (IMailDeliveryMgmt): that is said. */
function concludeTask(state: TaskState | null): Conclusion {
  if (state === 'InError') return problem('regenerate-failed', ['read-core-log']);
  const told = state === 'Success' ? 'task-success' : isRunning(state) ? 'task-running' : 'task-unknown';
  return {
    id: 'regenerate-started',
    level: 'unknown',
    details: [{ key: `maps:detail.${told}` }],
    remedies: [verify],
  };
}

const answerIn = ({ output: { stdout, stderr, exitCode } }: NamedOutput): RestAnswer =>
  parseRestAnswer(stdout, stderr, exitCode);

const looksAt = (outputs: readonly NamedOutput[]): readonly NamedOutput[] =>
  outputs.filter(({ command }) => command === taskStatus.id);

function startedTask([asked]: readonly NamedOutput[]): string | null {
  const answer = asked === undefined ? null : answerIn(asked);
  return answer?.kind === 'answered' ? taskIdOf(answer.body) : null;
}

function stateIn(look: NamedOutput | undefined): TaskState | null {
  const answer = look === undefined ? null : answerIn(look);
  return answer?.kind === 'answered' ? taskStateOf(answer.body) : null;
}

const isRunning = (state: TaskState | null): boolean => state === 'NotStarted' || state === 'InProgress';
