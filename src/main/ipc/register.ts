import { ipcMain } from 'electron';
import { callChannel } from '../../shared/ipc/channels.ts';
import { failure } from '../../shared/ipc/errors.ts';
import { isTrustedSender } from '../security/trustedSender.ts';
import { answerCall } from './answerCall.ts';
import type { Handlers, Report } from './answerCall.ts';

/** Opens the one channel the window can ask through. `ownContents` are the ids of our windows' contents. */
export function registerCalls(handlers: Handlers, ownContents: ReadonlySet<number>, report: Report): void {
  // electron-store listens here for windows with Node in them; ours have none, and nobody else is to be answered.
  ipcMain.removeAllListeners('electron-store-get-data');
  ipcMain.handle(callChannel, (event, name: unknown, input: unknown) => {
    if (!isTrustedSender(event, ownContents)) {
      report('refused a call from a page that is not ours', event.senderFrame?.url ?? 'frame gone');
      return failure({ code: 'not-allowed', message: { key: 'errors:not-allowed' } });
    }
    return answerCall(handlers, report, name, input);
  });
}
