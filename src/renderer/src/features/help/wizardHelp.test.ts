import { expect, test } from 'vitest';
import { playbooks } from '../../../../core/playbooks/registry.ts';
import help from '../../../../locales/en/help.json';

test('every wizard says what it does, what it changes, and what to ask for; no other is described', () => {
  expect(Object.keys(help.wizard).sort()).toEqual(playbooks.map(({ id }) => id).sort());
  for (const parts of Object.values(help.wizard)) {
    expect(Object.keys(parts).sort()).toEqual(['ask', 'changes', 'does']);
  }
});
