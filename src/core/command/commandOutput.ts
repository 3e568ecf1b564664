/**
 * What came back from one command. Text is UTF-8; bytes that are none became U+FFFD.
 * The exit status alone proves little: several mail tools fail with exit 0 (see their parsers), so rules read both streams.
 */
export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** Null when the process was ended by a signal, or when the connection was lost before it ended. */
  readonly exitCode: number | null;
  /** With the `SIG` prefix, e.g. `SIGTERM`; null when it ended by itself. */
  readonly signal: string | null;
  /** True when the byte cap cut stdout or stderr: what is here is the beginning, not the whole. */
  readonly truncated: boolean;
  readonly timedOut: boolean;
  readonly cancelled: boolean;
  readonly durationMs: number;
}
