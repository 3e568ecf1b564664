import type { FactName, Facts } from '../playbook/facts.ts';
import type { Message } from '../message.ts';
import type { FieldProblem } from '../playbook/model.ts';

/** An address as people type it: something, one @, something. Mail servers allow much, so nothing more is asked. */
const ADDRESS = /^[^\s@<>"\\]+@[^\s@<>"\\]+$/;
/** Short queue IDs are hexadecimal, long ones letters and digits without vowels (postconf(5), enable_long_queue_ids). */
const QUEUE_ID = /^[0-9A-Za-z]{5,30}$/;

/** What is wrong with an address, as a sentence; null when nothing is. */
export function addressProblem(address: string | undefined): Message | null {
  if (address === undefined || address.trim() === '') return { key: 'check:address-missing' };
  return ADDRESS.test(address.trim()) ? null : { key: 'check:address' };
}

export const isQueueId = (text: string): boolean => QUEUE_ID.test(text.trim());

/** A message number: an IMAP UID or a BlueMind item id (32 bits, not 0). */
export function messageNumber(text: string | undefined): number | null {
  const digits = text?.trim() ?? '';
  if (!/^\d{1,10}$/.test(digits)) return null;
  const value = Number(digits);
  return value >= 1 && value <= 4_294_967_295 ? value : null;
}

/** Check of a step that needs an address. */
export function needsRecipient(facts: Facts): readonly FieldProblem[] {
  const problem = addressProblem(facts.recipient);
  return problem === null ? [] : [{ fact: 'recipient', problem }];
}

/** Check of a field that may be empty but not malformed. */
export function whenGiven(
  facts: Facts,
  fact: FactName,
  problemOf: (value: string) => Message | null,
): readonly FieldProblem[] {
  const value = facts[fact];
  const problem = value === undefined ? null : problemOf(value);
  return problem === null ? [] : [{ fact, problem }];
}
