/** What a simulated command answers. */
export interface CommandReply {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** How long the real tool would take, milliseconds; the server waits as long before it answers. */
  readonly takesMs: number;
}

export function answered(stdout: string, takesMs = 20): CommandReply {
  return { stdout, stderr: '', exitCode: 0, takesMs };
}

export function failed(exitCode: number, stderr: string, takesMs = 20): CommandReply {
  return { stdout: '', stderr, exitCode, takesMs };
}

export const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** The arguments that are no options; `-` is standard input. */
export const operandsOf = (args: readonly string[]): readonly string[] =>
  args.filter((arg) => !arg.startsWith('-') || arg === '-');
