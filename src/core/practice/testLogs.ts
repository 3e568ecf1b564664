import { traceMessages, type TraceResult } from '../postfix/trace.ts';
import { mailLogFiles } from './mailLogFiles.ts';
import type { PracticeWorld } from './world.ts';

/** Every message of the world's mail logs. For tests. */
export function summariseLogs(world: PracticeWorld): TraceResult {
  const reference = new Date(world.now).toISOString();
  const logs = mailLogFiles(world).map(({ path, text }) => ({
    file: path,
    reference,
    lines: text.split('\n').slice(0, -1),
  }));
  return traceMessages(logs, {});
}
