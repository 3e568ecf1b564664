import { plainServerText } from '../../core/ssh/plainServerText.ts';

export type { CommandRecord } from '../../core/command/commandRecord.ts';

const MAX_LINES = 5;
const MAX_LINE_LENGTH = 200;

/** `password=x`, `"authKey": "x"`, `X-BM-ApiKey: x`, `token x`: the value goes, the name stays. */
const NAMED_SECRET =
  /\b(pass(?:word|wd|phrase)?|secret|token|api[-_]?key|auth[-_]?key|x-bm-apikey)\b(["']?\s*[:=]\s*["']?|\s+)([^\s"',;}]{1,200})/gi;
/** BlueMind's session keys and bm-core.tok are UUIDs. */
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;

/** The lines for the record; `secrets` are those this session knows (such as the sudo password). */
export function firstLinesForAudit(text: string, secrets: readonly string[]): readonly string[] {
  const lines = text.slice(0, 8192).split('\n').slice(0, MAX_LINES);
  return lines
    .map((line) => {
      let plain = plainServerText(line, MAX_LINE_LENGTH);
      for (const secret of secrets) if (secret !== '') plain = plain.replaceAll(secret, '[redacted]');
      return plain.replace(NAMED_SECRET, '$1$2[redacted]').replace(UUID, '[redacted]');
    })
    .filter((line, index, all) => line !== '' || index < all.length - 1);
}
