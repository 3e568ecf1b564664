import type { PracticeTrouble } from './world.ts';

/** Troubles the practice server can be started with, to be found. Words, as people report them: `practice:exercise.<id>`. */
export const exercises = [
  'core-maintenance',
  'disk-full',
  'lmtp-down',
  'account-misused',
  'sign-in-fails',
  'index-incomplete',
  'mail-repeated',
  'filter-in-front',
] as const satisfies readonly PracticeTrouble[];

export type Exercise = (typeof exercises)[number];
