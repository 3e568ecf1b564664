import type { Facts } from '../../../../core/playbook/facts.ts';
import type { PastedOutput, Source } from '../../../../shared/ipc/contract.ts';
import { ask } from '../../app/bridge.ts';
import { setPaste, stepKey, useCase } from '../wizard/caseStore.ts';
import type { PasteRounds } from '../wizard/caseStore.ts';
import { factsToRunWith, runStep } from '../wizard/runStep.ts';

/** A step somebody else runs by hand. */
export interface PasteQuestion {
  readonly wizard: string;
  readonly step: string;
  readonly facts: Facts;
  readonly source: Source;
}

const fresh: PasteRounds = { taken: [], asked: null, typed: [], recognised: [], problem: null };

export const pasteOf = (key: string): PasteRounds => useCase.getState().pastes[key] ?? fresh;

/** Shows the first commands; what was pasted for an older question does not count for a new one. */
export async function beginPaste(question: PasteQuestion): Promise<void> {
  setPaste(stepKey(question.wizard, question.step), fresh);
  await nextRound(question, []);
}

/** What is in a box. */
export function typePaste(key: string, index: number, text: string): void {
  const rounds = pasteOf(key);
  const typed = [...rounds.typed];
  typed[index] = text;
  setPaste(key, { ...rounds, typed, recognised: [], problem: null });
}

/** Hands in what is in the boxes: the next commands come, or the verdict. */
export async function handIn(question: PasteQuestion): Promise<void> {
  const { asked, typed } = pasteOf(stepKey(question.wizard, question.step));
  await nextRound(
    question,
    (asked ?? []).map(({ command, label }, index) => ({ command, label, text: typed[index] ?? '' })),
  );
}

async function nextRound(question: PasteQuestion, given: readonly PastedOutput[]): Promise<void> {
  const key = stepKey(question.wizard, question.step);
  const { taken } = pasteOf(key);
  const outputs = [...taken, ...given];
  const { blueMind } = useCase.getState();
  const answer = await ask('wizard.pasteNext', {
    wizard: question.wizard,
    step: question.step,
    facts: factsToRunWith(question.facts),
    outputs,
    ...(blueMind === null ? {} : { blueMind }),
  });
  const rounds = pasteOf(key);
  if (!answer.ok) return setPaste(key, { ...rounds, problem: answer.error });
  const { commands, recognised } = answer.value;
  const latest = recognised.slice(taken.length);
  if (latest.some(({ problem }) => problem !== null)) {
    return setPaste(key, { ...rounds, recognised: latest, problem: null });
  }
  setPaste(key, { taken: outputs, asked: commands, typed: [], recognised: [], problem: null });
  if (commands.length === 0) {
    await runStep({
      ...question,
      source: { kind: 'pasted', text: '', outputs: [...outputs], ...(blueMind === null ? {} : { blueMind }) },
    });
  }
}

/** Judges what is there although something looks wrong: the user knows better than a pattern. */
export async function takeAsItIs(question: PasteQuestion): Promise<void> {
  const key = stepKey(question.wizard, question.step);
  const { taken, asked, typed } = pasteOf(key);
  const given = (asked ?? []).map(({ command, label }, index) => ({
    command,
    label,
    text: typed[index] ?? '',
  }));
  const outputs = [...taken, ...given.filter(({ text }) => text.trim() !== '')];
  const { blueMind } = useCase.getState();
  setPaste(key, { taken: outputs, asked: [], typed: [], recognised: [], problem: null });
  await runStep({
    ...question,
    source: { kind: 'pasted', text: '', outputs: [...outputs], ...(blueMind === null ? {} : { blueMind }) },
  });
}
