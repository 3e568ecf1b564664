import type { Message } from '../message.ts';
import type { CommandTemplate, Effect, Privilege, SecretInput } from './commandTemplate.ts';
import { quoteForPosixShell, UnquotableArgumentError } from './quoteForPosixShell.ts';

/** How root rights are had: `direct` when the session's user is root already (or needs none). */
export type Elevation = 'direct' | 'sudo';

export const PLAIN_LOCALE: readonly string[] = ['env', 'LC_ALL=C'];

/** A template with its values in place. `line` is what is shown, confirmed, run and written to the audit log. */
export interface RenderedCommand {
  readonly templateId: string;
  /** Without `env` and `sudo`: the tool itself. */
  readonly argv: readonly string[];
  /** For a POSIX shell, e.g. `env LC_ALL=C sudo -- postqueue -j`. */
  readonly line: string;
  readonly stdin: string | null;
  /** Set where standard input holds a secret; never together with `stdin`. */
  readonly secretInput: SecretInput | null;
  readonly privilege: Privilege;
  readonly elevation: Elevation;
  readonly effect: Effect;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly serialised: 'bm-cli' | null;
}

export type CommandErrorCode = 'invalid-values' | 'unquotable-argument' | 'empty-command';

/** Why a template could not be rendered. `fields` names the values at fault, never their content. */
export interface CommandError {
  readonly code: CommandErrorCode;
  readonly message: Message;
  readonly fields: readonly string[];
}

export type RenderResult =
  | { readonly ok: true; readonly command: RenderedCommand }
  | { readonly ok: false; readonly error: CommandError };

/**
 * Checks the values and writes the exact line. Total: bad input comes back as an error, nothing throws.
 * `env LC_ALL=C` stands in front because parsers expect untranslated output. It stands before `sudo`, not behind it:
 * sudo lets `LC_*` through (sudoers(5), env_check), translates its own messages by it, and a rule in sudoers that
 * allows just `postqueue` still matches.
 */
export function renderCommand<Values>(
  template: CommandTemplate<Values>,
  input: unknown,
  elevation: Elevation,
): RenderResult {
  const parsed = template.values.safeParse(input);
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.map(String).join('.')))];
    return failure('invalid-values', fields, { fields: fields.join(', ') });
  }
  const argv = template.argv(parsed.data);
  if (argv.length === 0 || argv[0] === '') return failure('empty-command', []);
  const needsSudo = template.privilege === 'root' && elevation === 'sudo';
  try {
    return {
      ok: true,
      command: {
        templateId: template.id,
        argv,
        line: quoteForPosixShell([...PLAIN_LOCALE, ...(needsSudo ? ['sudo', '--'] : []), ...argv]),
        stdin: template.stdin?.(parsed.data) ?? null,
        secretInput: template.secretInput ?? null,
        privilege: template.privilege,
        elevation: needsSudo ? 'sudo' : 'direct',
        effect: template.effect,
        timeoutMs: template.timeoutMs,
        maxBytes: template.maxBytes,
        serialised: template.serialised ?? null,
      },
    };
  } catch (error) {
    if (error instanceof UnquotableArgumentError) return failure('unquotable-argument', []);
    throw error;
  }
}

function failure(
  code: CommandErrorCode,
  fields: readonly string[],
  values?: Readonly<Record<string, string | number>>,
): RenderResult {
  const message: Message =
    values === undefined ? { key: `command:${code}` } : { key: `command:${code}`, values };
  return { ok: false, error: { code, message, fields } };
}
