import { practiceTroubles, type Edition } from '../../core/practice/world.ts';
import type { PracticeReport } from './practiceProcess.ts';
import { startPracticeServer } from './practiceServer.ts';

// The practice server in a process of its own: what goes wrong in it, or keeps it busy, does not concern the app.
const [wantedEdition, wantedTrouble] = process.argv.slice(-2);
const edition: Edition = wantedEdition === '5' ? 5 : 4;
const trouble = practiceTroubles.find((one) => one === wantedTrouble);
const report = (message: PracticeReport): void => process.parentPort.postMessage(message);

try {
  const server = await startPracticeServer({
    now: Date.now,
    edition,
    ...(trouble === undefined ? {} : { trouble }),
  });
  const { port, username, secret, hostKey, hostKeyFingerprint } = server;
  report({ kind: 'listening', port, username, password: secret.reveal(), hostKey, hostKeyFingerprint });
} catch (error) {
  report({ kind: 'failed', detail: error instanceof Error ? error.message : String(error) });
}
