/** Splits at LF, CRLF and lone CR; a final line end makes no empty last line. Line numbers are index + 1. */
export function textLines(text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Removes terminal colours and cursor codes (ECMA-48 CSI sequences), as Jansi and `ls --color` print them. */
export function stripAnsi(text: string): string {
  return text.replace(/\u001b\[[0-9;?]{0,32}[ -/]?[@-~]/g, '');
}
