import { utilityProcess } from 'electron';
import type { Edition, PracticeTrouble } from '../../core/practice/world.ts';
import { Secret } from '../ssh/secret.ts';
import type { PracticeServer } from './practiceServer.ts';
import workerPath from './worker.ts?modulePath';

/** What the process tells when it has started, or could not. The password goes from process to process, never further. */
export type PracticeReport =
  | ({ readonly kind: 'listening'; readonly password: string } & Pick<
      PracticeServer,
      'port' | 'username' | 'hostKey' | 'hostKeyFingerprint'
    >)
  | { readonly kind: 'failed'; readonly detail: string };

/** Starts a practice server in a process of its own. @throws when it does not come up. */
export function startPracticeProcess(
  edition: Edition,
  trouble: PracticeTrouble | null,
): Promise<PracticeServer> {
  return new Promise((resolve, reject) => {
    const child = utilityProcess.fork(workerPath, [String(edition), trouble ?? 'none'], {
      serviceName: 'MailTriage practice server',
    });
    let stopped = false;
    const gone = new Promise<void>((settle) => {
      child.once('exit', (code) => {
        reject(new Error(`the practice server ended before it had started (exit code ${code})`));
        settle();
      });
    });
    const stop = async (): Promise<void> => {
      stopped = true;
      child.kill();
      await gone;
    };
    child.once('message', (report: PracticeReport) => {
      if (report.kind === 'failed') {
        reject(new Error(report.detail));
        void stop();
        return;
      }
      const { port, username, password, hostKey, hostKeyFingerprint } = report;
      resolve({
        host: '127.0.0.1',
        port,
        username,
        secret: new Secret(password),
        hostKey,
        hostKeyFingerprint,
        edition,
        // One that was stopped never says that it ended by itself.
        ended: gone.then(() => (stopped ? new Promise<void>(() => undefined) : undefined)),
        stop,
      });
    });
  });
}
