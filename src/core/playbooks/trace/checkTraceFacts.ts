import type { FactName, Facts } from '../../playbook/facts.ts';
import type { FieldProblem } from '../../playbook/model.ts';

/** An address as people type it: something, one @, something. Postfix takes much, so nothing more is asked. */
const ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/;
/** `2026-03-01`, `2026-03-01T20:45` or with seconds and offset. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
/** Short queue IDs are hexadecimal, long ones letters and digits without vowels (postconf(5), enable_long_queue_ids). */
const QUEUE_ID = /^[0-9A-Za-z]{5,24}$/;

const identifying: readonly FactName[] = ['recipient', 'sender', 'messageId', 'queueId'];

/** What is missing or malformed before a trace can start; empty when it can. */
export function checkTraceFacts(facts: Facts): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const complain = (fact: FactName, key: string): void => {
    problems.push({ fact, problem: { key: `trace:check.${key}` } });
  };
  if (!identifying.some((name) => facts[name] !== undefined)) complain('recipient', 'one-needed');
  for (const name of ['recipient', 'sender'] as const) {
    const value = facts[name];
    if (value !== undefined && value !== '<>' && !ADDRESS.test(value.trim())) complain(name, 'address');
  }
  for (const name of ['since', 'until'] as const) {
    const value = facts[name];
    if (value !== undefined && !ISO_TIME.test(value.trim())) complain(name, 'time');
  }
  if (facts.queueId !== undefined && !QUEUE_ID.test(facts.queueId.trim())) complain('queueId', 'queue-id');
  if (facts.since !== undefined && facts.until !== undefined && facts.since > facts.until) {
    complain('until', 'time-order');
  }
  return problems;
}
