import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection, ServerChannel } from 'ssh2';
import { readCommandLine, readsStandardInput } from '../../core/practice/commandLine.ts';
import { failed, type CommandReply } from '../../core/practice/commandReply.ts';
import type { PracticeMachine, RunningCommand } from './practiceMachine.ts';

/** As OpenSSH's MaxSessions (sshd_config(5)). */
const MAX_SESSIONS = 10;
const MAX_STDIN_BYTES = 8 * 1024 * 1024;
const CHUNK_BYTES = 32 * 1024;

/** What an SSH client shows who wants to work here; English, as servers speak. */
const NO_SHELL =
  'This is the practice server of MailTriage. It answers the commands of the wizards, but it has no shell.\r\n';

/** Serves one signed-in connection: commands run, anything else is turned away. */
export function servePracticeSessions(client: Connection, machine: PracticeMachine): void {
  let open = 0;
  client.on('session', (accept, reject) => {
    if (open >= MAX_SESSIONS) {
      reject();
      return;
    }
    open += 1;
    const session = accept();
    let command: RunningCommand | null = null;
    session.on('close', () => {
      open -= 1;
      command?.aborted.abort();
    });
    session.on('pty', (acceptPty) => acceptPty?.());
    session.on('env', (acceptEnv) => acceptEnv?.());
    session.on('signal', (acceptSignal) => {
      acceptSignal?.();
      command?.aborted.abort();
    });
    session.on('shell', (acceptShell) => {
      const channel = acceptShell();
      channel.on('error', () => undefined);
      channel.write(NO_SHELL);
      channel.exit(1);
      channel.end();
    });
    session.on('exec', (acceptExec, rejectExec, { command: line }) => {
      // RFC 4254, 6.5: one command a channel.
      if (command !== null) {
        rejectExec();
        return;
      }
      const read = readCommandLine(line);
      command = machine.enter(read.kind === 'run' ? read.runTag : null);
      const running = command;
      const channel = acceptExec();
      channel.on('error', () => undefined);
      channel.on('close', () => {
        running.aborted.abort();
      });
      void serve(channel, running, async () => {
        if (read.kind === 'not-understood') return failed(2, `sh: 1: Syntax error: ${read.why}\n`);
        if (read.kind === 'end-run')
          return { ...failed(0, ''), stdout: `${String(machine.endRun(read.runTag))}\n` };
        if (readsStandardInput(read.argv))
          return machine.run(read.argv, await standardInput(channel, running));
        // What nobody reads must flow all the same, or the end of the channel is never seen.
        channel.resume();
        return machine.run(read.argv, '');
      }).finally(() => {
        machine.leave(running);
      });
    });
  });
}

/** Answers after as long as the real tool would take, in pieces the client can keep up with; ends at once when aborted. */
async function serve(
  channel: ServerChannel,
  { aborted: { signal } }: RunningCommand,
  answer: () => Promise<CommandReply>,
): Promise<void> {
  try {
    const { stdout, stderr, exitCode, takesMs } = await answer();
    await delay(takesMs, undefined, { signal });
    await writeAll(channel, Buffer.from(stdout), signal);
    await writeAll(channel.stderr, Buffer.from(stderr), signal);
    channel.exit(exitCode);
  } catch {
    // Aborted, or the client is gone: then there is nobody to tell.
    if (channel.writable) channel.exit('TERM');
  }
  channel.end();
}

async function writeAll(stream: NodeJS.WritableStream, bytes: Buffer, signal: AbortSignal): Promise<void> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    signal.throwIfAborted();
    if (!stream.write(bytes.subarray(at, at + CHUNK_BYTES))) await once(stream, 'drain', { signal });
  }
}

/** Until the client ends it. Iterating over the channel would close its other direction as well. */
function standardInput(channel: ServerChannel, { aborted }: RunningCommand): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let length = 0;
    const cutOff = (): void => {
      reject(new Error('Standard input was cut off'));
    };
    aborted.signal.addEventListener('abort', cutOff, { once: true });
    channel.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length > MAX_STDIN_BYTES) cutOff();
      else pieces.push(piece);
    });
    channel.on('end', () => {
      resolve(Buffer.concat(pieces).toString('utf8'));
    });
  });
}
