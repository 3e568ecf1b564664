const toolMessage =
  /^(?:\S{0,40}\/)?(?:postqueue|mailq|sendmail|showq|postfix\/[\w/-]{1,40})(?:\[\d{1,10}\])?: (fatal|error|warning|panic): (.*)$/s;

/** `postqueue: fatal: Queue report unavailable - mail system is down` and its like; null for other lines. */
export function readToolMessage(
  text: string,
): { readonly level: 'fatal' | 'error' | 'warning'; readonly text: string } | null {
  const parts = toolMessage.exec(text.trim());
  if (parts === null) return null;
  const [, level, words = ''] = parts;
  return { level: level === 'warning' || level === 'error' ? level : 'fatal', text: words };
}
