import type { Client, ClientChannel } from 'ssh2';
import type { Secret } from './secret.ts';

/** How a sudo prompt on standard error is answered. */
export interface SudoAnswer {
  /** The prompt sudo was told to print; nothing else can make us send the password. */
  readonly prompt: string;
  readonly password: Secret;
}

export interface ExecChannelRequest {
  readonly line: string;
  readonly stdin: string | null;
  readonly sudo: SudoAnswer | null;
  /** For stdout and stderr together; what comes after is not kept. */
  readonly maxBytes: number;
  /** The server waits with the rest until what is answered is fulfilled; it is never rejected. */
  readonly onStdout?: ((chunk: Buffer) => void | Promise<void>) | undefined;
  readonly onStderr?: ((chunk: Buffer) => void) | undefined;
  /** False when the caller takes stdout as it comes and nothing is to be kept. */
  readonly keepStdout: boolean;
  /** Called once, when the cap is reached: the rest is of no use. */
  readonly onCapReached: () => void;
}

export interface ExecChannelResult {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly truncated: boolean;
  /** False when the channel closed without exit status or signal: the connection broke, or the server ended it. */
  readonly exitKnown: boolean;
}

/** The part of ssh2's insides that `terminate` needs; looked for before it is used. */
interface ProtocolInside {
  readonly _protocol?: { readonly signal?: (channel: number, name: string) => void };
}

export class ExecChannel {
  /** Resolves when channel and streams are closed: an exit status may come before the last data. */
  readonly done: Promise<ExecChannelResult>;
  readonly #client: Client;
  readonly #channel: ClientChannel;
  #giveUp: () => void = () => undefined;
  readonly #flow: Flow = { mayWait: true };

  constructor(client: Client, channel: ClientChannel, request: ExecChannelRequest) {
    this.#client = client;
    this.#channel = channel;
    const givenUp = new Promise<void>((resolve) => {
      this.#giveUp = resolve;
    });
    this.done = collect(channel, request, givenUp, this.#flow);
  }

  /**
   * Asks the server to end the process group (RFC 4254, 6.9; OpenSSH 7.9 and later do). ssh2's public `channel.signal` sends
   * nothing unless the channel is still writable (lib/Channel.js: `this.writable && this.outgoing.state === 'open'`), and
   * ours never is: standard input is ended at once so that no command waits for us, which the RFC allows a signal to follow.
   * Hence the way past it. Where a later ssh2 has it no more, the run is found by its tag and ended all the same (`endRun`).
   */
  terminate(): void {
    // What is still on its way is taken without delay, so that the end behind it is seen.
    this.#flow.mayWait = false;
    this.#channel.resume();
    const { _protocol: protocol } = this.#client as unknown as ProtocolInside;
    const { id, state } = this.#channel.outgoing as { id?: number; state?: string };
    if (id !== undefined && (state === 'open' || state === 'eof'))
      protocol?.signal?.call(protocol, id, 'TERM');
  }

  /** Closes the channel without waiting for the server: sshd keeps it open as long as the process lives. */
  abandon(): void {
    this.#channel.close();
    this.#giveUp();
  }
}

/** Whether the server may be kept waiting for us. */
interface Flow {
  mayWait: boolean;
}

/** Opens a channel and starts the line. Rejects when the server refuses either. */
export function openExecChannel(client: Client, request: ExecChannelRequest): Promise<ExecChannel> {
  return new Promise((resolve, reject) => {
    try {
      client.exec(request.line, (error, channel) => {
        if (error) reject(error instanceof Error ? error : new Error(String(error)));
        else resolve(new ExecChannel(client, channel, request));
      });
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function collect(
  channel: ClientChannel,
  request: ExecChannelRequest,
  givenUp: Promise<void>,
  flow: Flow,
): Promise<ExecChannelResult> {
  return new Promise((resolve) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let received = 0;
    let truncated = false;
    let exitCode: number | null = null;
    let signal: string | null = null;
    let exitKnown = false;

    const take = (chunk: Buffer): Buffer => {
      const room = Math.max(0, request.maxBytes - received);
      received += chunk.length;
      if (chunk.length <= room) return chunk;
      if (!truncated) {
        truncated = true;
        request.onCapReached();
      }
      return chunk.subarray(0, room);
    };

    const feedStdin = () => {
      // Ends standard input in every case: a command must never wait for us.
      if (request.stdin === null) channel.end();
      else channel.end(request.stdin);
    };
    const sudo = request.sudo === null ? null : new SudoDialogue(request.sudo, channel, feedStdin);

    channel.on('data', (chunk: Buffer) => {
      const kept = take(chunk);
      if (kept.length === 0) return;
      if (request.keepStdout) stdout.push(kept);
      const taken = request.onStdout?.(kept);
      if (taken === undefined || !flow.mayWait) return;
      // Meanwhile the window is not widened, and the server may send no more (RFC 4254, 5.2).
      channel.pause();
      void taken.then(() => channel.resume());
    });
    const onStderr = (chunk: Buffer) => {
      const kept = take(chunk);
      if (kept.length === 0) return;
      stderr.push(kept);
      request.onStderr?.(kept);
    };
    channel.stderr.on('data', (chunk: Buffer) => {
      onStderr(sudo === null ? chunk : sudo.filter(chunk));
    });
    channel.on('exit', (code: number | null, name?: string) => {
      exitKnown = true;
      exitCode = code;
      signal = name === undefined ? null : name.startsWith('SIG') ? name : `SIG${name}`;
    });
    // Without these an error of a stream would end the whole program.
    channel.on('error', () => undefined);
    channel.stderr.on('error', () => undefined);

    let open = 2;
    const closed = () => {
      if (--open === 0) settle();
    };
    const settle = () => {
      if (sudo !== null) onStderr(sudo.rest());
      resolve({
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr),
        exitCode,
        signal,
        truncated,
        exitKnown,
      });
    };
    void givenUp.then(settle);
    channel.once('close', closed);
    if (channel.stderr.readableEnded) closed();
    else channel.stderr.once('end', closed);

    if (sudo === null) feedStdin();
  });
}

/**
 * Answers sudo's prompt: the password once, when and only when the agreed prompt appears, and standard input after it.
 * A second prompt means it was wrong: standard input is closed, so that nothing else can be taken for a password.
 */
class SudoDialogue {
  readonly #answer: SudoAnswer;
  readonly #channel: ClientChannel;
  readonly #feedStdin: () => void;
  #held = '';
  #answered = false;
  #over = false;

  constructor(answer: SudoAnswer, channel: ClientChannel, feedStdin: () => void) {
    this.#answer = answer;
    this.#channel = channel;
    this.#feedStdin = feedStdin;
  }

  /** What of a piece of standard error is not the prompt. A beginning of the prompt at its end is held back. */
  filter(chunk: Buffer): Buffer {
    if (this.#over) return chunk;
    let text = this.#held + chunk.toString('latin1');
    let shown = '';
    for (let at = text.indexOf(this.#answer.prompt); at >= 0; at = text.indexOf(this.#answer.prompt)) {
      shown += text.slice(0, at);
      text = text.slice(at + this.#answer.prompt.length);
      this.#onPrompt();
    }
    const held = beginningAtEnd(text, this.#answer.prompt);
    this.#held = text.slice(text.length - held);
    return Buffer.from(shown + text.slice(0, text.length - held), 'latin1');
  }

  rest(): Buffer {
    const rest = Buffer.from(this.#held, 'latin1');
    this.#held = '';
    return rest;
  }

  #onPrompt(): void {
    if (this.#answered) {
      this.#over = true;
      this.#channel.end();
      return;
    }
    this.#answered = true;
    this.#channel.write(`${this.#answer.password.reveal()}\n`);
    this.#feedStdin();
  }
}

function beginningAtEnd(text: string, word: string): number {
  for (let length = Math.min(word.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(word.slice(0, length))) return length;
  }
  return 0;
}
