import type { FactName, Facts } from '../../../../core/playbook/facts.ts';
import type { Field, Step } from '../../../../core/playbook/model.ts';
import { pickedQueueIds } from '../../../../core/playbooks/queue/pickedQueueIds.ts';
import { readPicked } from '../../../../core/playbooks/restore/pickedMessages.ts';
import type { Message } from '../../../../core/message.ts';

/** What the fields of a step show, by fact; as typed. */
export type FieldValues = Readonly<Partial<Record<FactName, string>>>;

/** Day and time are two inputs, because people often know only the day: `2026-03-01`, `2026-03-01T20:45`, or half done `T20:45`. */
export function splitMoment(value: string): { readonly day: string; readonly time: string } {
  const [day = '', time = ''] = value.split('T');
  return { day, time };
}

export const joinMoment = (day: string, time: string): string => (time === '' ? day : `${day}T${time}`);

/** `Name <user@example.org>`, `mailto:user@example.org`, `<user@example.org>`: people paste what they have. */
function bareAddress(text: string): string {
  const bracketed = /<([^<>\s]*)>$/.exec(text)?.[1];
  if (bracketed === '') return '<>';
  return (bracketed ?? text).replace(/^mailto:/i, '');
}

/** A day alone means all of it, and a minute all of its seconds: "until 20:45" includes a mail of 20:45:32. */
function wholeMoment(fact: FactName, value: string): string {
  const isEnd = fact === 'until';
  const { day, time } = splitMoment(value);
  if (time === '') return `${day}T${isEnd ? '23:59:59' : '00:00:00'}`;
  return /^\d{2}:\d{2}$/.test(time) ? `${day}T${time}:${isEnd ? '59' : '00'}` : value;
}

function cleaned({ fact, kind }: Field, typed: string): string {
  const value = typed.trim();
  if (value === '') return '';
  if (kind === 'address') return bareAddress(value);
  if (kind === 'dateTime') return wholeMoment(fact, value);
  if (fact === 'messageId') return value.replace(/^<(.*)>$/, '$1');
  return value;
}

/** The facts a step is run with: what its fields hold, tidied; empty ones are absent. */
export function factsOf(step: Pick<Step, 'fields'>, values: FieldValues): Facts {
  const entries = step.fields
    .map((field) => [field.fact, cleaned(field, values[field.fact] ?? '')] as const)
    .filter(([, value]) => value !== '');
  return Object.fromEntries(entries);
}

function addressProblem(value: string): string | null {
  if (value === '<>') return null;
  if (/\s/.test(value)) return 'spaces';
  const parts = value.split('@');
  if (parts.length === 1) return 'no-at';
  if (parts.length > 2) return 'two-ats';
  if (parts[0] === '') return 'nothing-before-at';
  return parts[1] === '' ? 'nothing-after-at' : null;
}

function fieldProblem(field: Field, typed: string): Message | null {
  const value = cleaned(field, typed);
  if (value === '') return field.required ? { key: 'wizard:problem.required' } : null;
  if (field.kind === 'address') {
    const problem = addressProblem(value);
    return problem === null ? null : { key: `wizard:problem.${problem}` };
  }
  return field.kind === 'dateTime' && value.startsWith('T') ? { key: 'wizard:problem.day-missing' } : null;
}

/** Mail picked in the queue stands in for the one queue ID the field asks for. */
export const isPicked = ({ fact }: Field, carried: Facts): boolean =>
  fact === 'queueId' && carried.pickedQueueIds !== undefined;

/** The fact a changing step takes its messages from, null when it takes none from a list. */
export function pickFact(step: Step): 'pickedQueueIds' | 'pickedMessages' | null {
  if (step.kind !== 'changes') return null;
  if (step.fields.some(({ fact }) => fact === 'queueId')) return 'pickedQueueIds';
  return step.check?.({}).some(({ fact }) => fact === 'pickedMessages') ? 'pickedMessages' : null;
}

/** How many messages were picked in a list. */
export const countPicked = (fact: 'pickedQueueIds' | 'pickedMessages', carried: Facts): number =>
  fact === 'pickedQueueIds'
    ? pickedQueueIds(carried.pickedQueueIds ?? '').length
    : (readPicked(carried.pickedMessages)?.numbers.length ?? 0);

/**
 * What is wrong, field by field: first what any field of that kind needs, then what this step needs. `carried` are facts
 * that no field shows.
 */
export function problemsOf(
  step: Pick<Step, 'fields' | 'check'>,
  values: FieldValues,
  carried: Facts = {},
): ReadonlyMap<FactName, Message> {
  const problems = new Map<FactName, Message>();
  for (const { fact, problem } of step.check?.({ ...carried, ...factsOf(step, values) }) ?? []) {
    if (!problems.has(fact)) problems.set(fact, problem);
  }
  for (const field of step.fields) {
    if (isPicked(field, carried)) continue;
    const problem = fieldProblem(field, values[field.fact] ?? '');
    if (problem !== null) problems.set(field.fact, problem);
  }
  return problems;
}
