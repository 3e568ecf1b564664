import { success } from '../../../shared/ipc/errors.ts';
import type { AuditLog } from '../../audit/auditLog.ts';
import type { Handlers } from '../answerCall.ts';
import type { Dialogs } from './fileHandlers.ts';
import { saveWhereWanted } from './saving.ts';

export function auditHandlers(
  audit: AuditLog,
  dialogs: Pick<Dialogs, 'choosePlace'>,
): Pick<Handlers, 'audit.list' | 'audit.export'> {
  return {
    'audit.list': async (wanted) => success(await audit.list(wanted)),
    'audit.export': () =>
      saveWhereWanted(dialogs, 'MailTriage-commands.jsonl', (path) => audit.exportTo(path)),
  };
}
