import { ipcMain } from 'electron';
import { callChannel } from '../../shared/ipc/channels.ts';
import { failure } from '../../shared/ipc/errors.ts';
import type { Result } from '../../shared/ipc/errors.ts';
import { isTrustedSender } from '../security/trustedSender.ts';
import type { Report } from './answerCall.ts';

/** Who answers calls. */
export interface Answering {
  readonly answer: (name: unknown, input: unknown) => Promise<Result<unknown>>;
  readonly report: Report;
}

/**
 * Opens the one channel the window can ask through. `ownContents` are the ids of our windows' contents. The window comes up
 * while main is still being read: what it asks before there is an answer waits for it.
 */
export function openCallChannel(ownContents: ReadonlySet<number>): (answering: Answering) => void {
  let begin: (answering: Answering) => void = () => undefined;
  const begun = new Promise<Answering>((resolve) => {
    begin = resolve;
  });
  ipcMain.handle(callChannel, async (event, name: unknown, input: unknown) => {
    // Both before the first await: afterwards the frame may be gone.
    const trusted = isTrustedSender(event, ownContents);
    const from = event.senderFrame?.url ?? 'frame gone';
    const { answer, report } = await begun;
    if (trusted) return answer(name, input);
    report('refused a call from a page that is not ours', from);
    return failure({ code: 'not-allowed', message: { key: 'errors:not-allowed' } });
  });
  return (answering) => {
    // electron-store listens here for windows with Node in them; ours have none, and nobody else is to be answered.
    ipcMain.removeAllListeners('electron-store-get-data');
    begin(answering);
  };
}
