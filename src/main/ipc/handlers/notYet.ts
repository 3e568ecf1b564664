import { failure } from '../../../shared/ipc/errors.ts';
import type { Handlers } from '../answerCall.ts';

/** Calls whose handlers are being written. Must be gone before anything is released. */
const later = () => failure({ code: 'not-found' as const, message: { key: 'errors:wizard-unknown' } });

export const notYet = {
  'wizard.preview': later,
  'wizard.pasteNext': later,
  'servers.list': later,
  'servers.save': later,
  'servers.remove': later,
  'servers.duplicate': later,
  'servers.importSshConfig': later,
  'servers.exportFile': later,
  'servers.importFile': later,
  'servers.connect': later,
  'servers.disconnect': later,
  'servers.probe': later,
  'servers.answer': later,
  'servers.forgetSecrets': later,
  'servers.chooseKeyFile': later,
  'servers.startPractice': later,
  'cases.list': later,
  'cases.open': later,
  'cases.begin': later,
  'cases.note': later,
  'cases.remove': later,
  'cases.export': later,
  'audit.list': later,
  'audit.export': later,
} satisfies Partial<Handlers>;
