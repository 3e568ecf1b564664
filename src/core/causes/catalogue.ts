import type { Cause } from './cause.ts';

/** The causes we know, most specific first. Each is explained in docs/causes.md's walk and in `causes.json`. */
export const causes: readonly Cause[] = [
  {
    id: 'over-quota',
    whoActs: 'user',
    waitingHelps: false,
    permanent: false,
    rules: [{ text: ['over quota'] }, { dsn: ['4.2.2', '5.2.2'] }],
  },
];
