import type { Cause } from './cause.ts';
import { connectionCauses } from './connectionCauses.ts';
import { mailboxCauses } from './mailboxCauses.ts';
import { policyCauses } from './policyCauses.ts';
import { reputationCauses } from './reputationCauses.ts';
import { serverCauses } from './serverCauses.ts';

/**
 * The causes we know; of two rules that fit, the one further up wins, so what is more specific stands first. Our own
 * server's troubles come before the addressee's, then spam protection, policy, and the network's plain words last.
 * How to add one: docs/causes.md.
 */
export const causes: readonly Cause[] = [
  ...serverCauses,
  ...mailboxCauses,
  ...reputationCauses,
  ...policyCauses,
  ...connectionCauses,
];
