import type { Message } from '../message.ts';

/** An address as people type it: something, one @, something. Mail servers allow much, so nothing more is asked. */
const ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/;

/** What is wrong with an address, as a sentence; null when nothing is. */
export function addressProblem(address: string | undefined): Message | null {
  if (address === undefined || address.trim() === '') return { key: 'check:address-missing' };
  return ADDRESS.test(address.trim()) ? null : { key: 'check:address' };
}
