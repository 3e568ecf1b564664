import { askForMaps } from './advanceWorld.ts';
import { answered, failed, type CommandReply } from './commandReply.ts';
import { coreStateOf } from './troubleEffects.ts';
import type { PracticeWorld } from './world.ts';

/** The key of admin0 on the practice server, and one of an administrator who may do less. */
export const practiceApiKey = 'practice-admin0-key';
export const practiceLesserKey = 'practice-admin-key';

const TASK = /^task-\d{1,16}$/;

/** Curl's exit status for a host nobody answers on (curl(1)). */
const COULD_NOT_CONNECT = 7;

/**
 * `curl ... --config - --write-out '\n%{http_code}\n' http://127.0.0.1:8090/api/...`: the parts of BlueMind's interface the
 * wizards use. The key comes on standard input, as curl's configuration.
 */
export function curl(world: PracticeWorld, args: readonly string[], stdin: string): CommandReply {
  const address = args.at(-1) ?? '';
  const path = /^http:\/\/127\.0\.0\.1:8090\/api(\/.*)$/.exec(address)?.[1];
  if (path === undefined) {
    const host = /^https?:\/\/([^/:]{1,253})/.exec(address)?.[1] ?? address;
    return failed(
      COULD_NOT_CONNECT,
      `curl: (7) Failed to connect to ${host} after 0 ms: Couldn't connect to server\n`,
    );
  }
  const state = coreStateOf(world);
  if (state === null)
    return failed(
      COULD_NOT_CONNECT,
      "curl: (7) Failed to connect to 127.0.0.1 port 8090 after 0 ms: Couldn't connect to server\n",
    );
  // The one call that asks for no key.
  if (path === '/system/installation/state') return answered(`${JSON.stringify(state)}\n`, 60);
  const key = /^header = "X-BM-ApiKey: ([^"\\]{0,1024})"$/m.exec(stdin)?.[1] ?? '';
  if (key !== practiceApiKey && key !== practiceLesserKey) {
    return reply(401, fault('AUTHENTICATION_FAIL', `session id ${key} is not valid`));
  }
  if (path === '/system/maildelivery/mgmt/_repair') {
    if (key !== practiceApiKey) {
      return reply(403, fault('PERMISSION_DENIED', 'only admin0 can regenerate postfix maps'));
    }
    askForMaps(world);
    return reply(200, { id: `task-${String(world.now)}` });
  }
  const task = /^\/tasks\/([\w-]{1,128})$/.exec(path)?.[1];
  if (task === undefined) return reply(404, fault('NOT_FOUND', 'not found'));
  return TASK.test(task)
    ? reply(200, { steps: 1, progress: 1, lastLogEntry: null, state: 'Success', result: null })
    : reply(404, fault('NOT_FOUND', `no task ${task}`));
}

const fault = (errorCode: string, message: string) => ({ errorCode, errorType: 'ServerFault', message });

const reply = (status: number, body: unknown): CommandReply =>
  answered(`${JSON.stringify(body)}\n${String(status)}\n`, 60);
