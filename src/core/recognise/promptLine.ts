/**
 * A shell prompt with the command typed after it, as people paste it along with the output:
 *   [root@bluemind ~]# postqueue -p
 *   admin@mail:~$ sudo postqueue -p
 *   # bm-cli mail history-query --email jdoe@blue-mind.net --query Rappel
 * Length limits keep the match linear on hostile lines.
 */
const promptPattern =
  /^\s{0,8}(?:\[[^\]]{1,100}\]|[\w.-]{1,64}@[\w.-]{1,128}[^#$\n]{0,100}|bash-[\d.]{1,8})?[#$] {1,4}\S/;

/** True for a pasted shell prompt: neither output nor something to complain about. */
export function isPromptLine(line: string): boolean {
  return promptPattern.test(line.slice(0, 400));
}

/** The command after the prompt, null when the line is no prompt. */
export function promptCommand(line: string): string | null {
  if (!isPromptLine(line)) return null;
  const hash = line.search(/[#$] {1,4}\S/);
  return line.slice(hash + 1).trim();
}
