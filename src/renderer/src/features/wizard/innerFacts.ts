import type { FactName } from '../../../../core/playbook/facts.ts';

/** Notes of one step to another that tell a person nothing. */
const inner: ReadonlySet<FactName> = new Set([
  'mapsTime',
  'retentionDays',
  'pickedQueueIds',
  'pickedMessages',
]);

export const isInnerFact = (fact: FactName): boolean => inner.has(fact);
