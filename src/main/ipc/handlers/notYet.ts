import { failure } from '../../../shared/ipc/errors.ts';
import type { Handlers } from '../answerCall.ts';

/** Calls whose handlers are being written. Must be gone before anything is released. */
const later = () => failure({ code: 'not-found' as const, message: { key: 'errors:wizard-unknown' } });

export const notYet = {
  'wizard.preview': later,
  'wizard.pasteNext': later,
  'cases.list': later,
  'cases.open': later,
  'cases.begin': later,
  'cases.note': later,
  'cases.remove': later,
  'cases.export': later,
} satisfies Partial<Handlers>;
