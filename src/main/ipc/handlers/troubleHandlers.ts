import { success } from '../../../shared/ipc/errors.ts';
import type { FaultLog } from '../../trouble/faultLog.ts';
import type { Handlers } from '../answerCall.ts';

export interface TroubleHandlersNeeds {
  readonly faults: FaultLog;
  readonly troubleReport: () => Promise<string>;
}

/** What went wrong with the app: noted as it happens, put together when the user asks for it, sent nowhere. */
export function troubleHandlers({
  faults,
  troubleReport,
}: TroubleHandlersNeeds): Pick<Handlers, 'trouble.note' | 'trouble.report'> {
  return {
    'trouble.note': ({ text }) => {
      faults.note('window', text);
      return success(null);
    },
    'trouble.report': async () => success(await troubleReport()),
  };
}
