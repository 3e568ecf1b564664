import type { QueueListing } from './queueEntry.ts';

/** Reads `postqueue -p` and `postqueue -j`. `now` gives the year that `-p` leaves out. Total: never throws. */
export function parsePostqueue(_text: string, _now: Date): QueueListing {
  return {
    items: [],
    notUnderstood: [],
    format: 'none',
    saysEmpty: false,
    total: null,
    messages: [],
    cutOff: false,
    yearDoubtful: false,
  };
}
