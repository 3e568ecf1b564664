import type { CommandOutput } from '../../core/command/commandOutput.ts';
import type { CommandRecord } from '../../core/command/commandRecord.ts';
import type { RenderedCommand } from '../../core/command/renderCommand.ts';
import { plainServerText } from '../../core/ssh/plainServerText.ts';
import type { ServerProfile } from '../../core/ssh/profile.ts';
import type { SessionErrorCode } from '../../core/ssh/sessionError.ts';

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

export interface RanCommand {
  readonly profile: ServerProfile;
  readonly command: RenderedCommand;
  readonly confirmedBy: string | null;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly ended: number;
  /** Null when nothing came back. */
  readonly output: CommandOutput | null;
  readonly outcome: CommandRecord['outcome'];
  /** Secrets the session knows, to be blotted out. */
  readonly secrets: readonly string[];
}

export function commandRecord({
  profile: { id, name, host, user },
  command,
  confirmedBy,
  started,
  ended,
  output,
  outcome,
  secrets,
}: RanCommand): CommandRecord {
  const text =
    output === null ? '' : `${output.stdout.slice(0, 4096)}\n${output.stderr.slice(0, 4096)}`.trim();
  return {
    time: new Date(started).toISOString(),
    server: { profileId: id, name, host, user },
    templateId: command.templateId,
    command: command.line,
    effect: command.effect,
    confirmedBy,
    exitCode: output?.exitCode ?? null,
    signal: output?.signal ?? null,
    outcome,
    durationMs: ended - started,
    firstLines: firstLinesForAudit(text, secrets),
  };
}

export function outcomeOf(output: CommandOutput): CommandRecord['outcome'] {
  if (output.cancelled) return 'cancelled';
  if (output.timedOut) return 'timed-out';
  return output.truncated ? 'cut-off' : 'ended';
}

export function outcomeOfError(code: SessionErrorCode): CommandRecord['outcome'] {
  if (code === 'read-only-profile' || code === 'not-confirmed') return 'refused';
  if (code === 'connection-lost') return 'connection-lost';
  return code === 'cancelled' ? 'cancelled' : 'not-started';
}
