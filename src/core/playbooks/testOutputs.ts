import type { CommandOutput } from '../command/commandOutput.ts';
import type { NamedOutput } from '../playbook/model.ts';

/** For tests: what a command answered. */
export function answered(
  command: string,
  stdout: string,
  { label = '', stderr = '', exitCode = 0 }: { label?: string; stderr?: string; exitCode?: number } = {},
): NamedOutput {
  const output: CommandOutput = {
    stdout,
    stderr,
    exitCode,
    signal: null,
    truncated: false,
    timedOut: false,
    cancelled: false,
    durationMs: 1,
  };
  return { command, label, output };
}
