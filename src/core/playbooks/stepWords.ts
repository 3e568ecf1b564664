import type { Message } from '../message.ts';

/** The words every step has, under `<playbook>:<entry>.` in the catalogues: its name, what it checks, and why. */
export function stepWords(
  playbook: string,
  entry: string,
): { readonly title: Message; readonly what: Message; readonly why: Message } {
  const word = (name: string): Message => ({ key: `${playbook}:${entry}.${name}` });
  return { title: word('title'), what: word('what'), why: word('why') };
}
