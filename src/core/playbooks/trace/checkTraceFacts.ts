import type { FactName, Facts } from '../../playbook/facts.ts';
import type { FieldProblem } from '../../playbook/model.ts';
import { addressProblem, isQueueId } from '../factProblems.ts';

/** `2026-03-01`, `2026-03-01T20:45` or with seconds and offset. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

const identifying: readonly FactName[] = ['recipient', 'sender', 'messageId', 'queueId'];

/** What is missing or malformed before a trace can start; empty when it can. */
export function checkTraceFacts(facts: Facts): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const complain = (fact: FactName, key: string): void => {
    problems.push({ fact, problem: { key } });
  };
  if (!identifying.some((name) => facts[name] !== undefined)) complain('recipient', 'trace:check.one-needed');
  for (const name of ['recipient', 'sender'] as const) {
    const value = facts[name];
    const problem = value === undefined || value === '<>' ? null : addressProblem(value);
    if (problem !== null) complain(name, problem.key);
  }
  for (const name of ['since', 'until'] as const) {
    const value = facts[name];
    if (value !== undefined && !ISO_TIME.test(value.trim())) complain(name, 'trace:check.time');
  }
  if (facts.queueId !== undefined && !isQueueId(facts.queueId)) complain('queueId', 'check:queue-id');
  if (facts.since !== undefined && facts.until !== undefined && facts.since > facts.until) {
    complain('until', 'trace:check.time-order');
  }
  return problems;
}
