import type { CommandOutput } from '../../core/command/commandOutput.ts';
import type { SecretInput } from '../../core/command/commandTemplate.ts';
import type { ServerProfile } from '../../core/ssh/profile.ts';
import { sessionError } from '../../core/ssh/sessionError.ts';
import type { SessionPrompts } from './prompts.ts';
import { Secret } from './secret.ts';
import { SessionFailure } from './sessionFailure.ts';

/** What commands on this server were given already; kept over reconnects, in memory only. */
export interface RunSecrets {
  sudoPassword: Secret | null;
  /** `not-enough`: the last one was good but opened too little; another has to be asked for. */
  apiKey: Secret | 'not-enough' | null;
}

export const MAX_SECRET_ATTEMPTS = 3;

interface SecretSurroundings {
  readonly profile: Pick<ServerProfile, 'name' | 'user'>;
  readonly prompts: Pick<SessionPrompts, 'apiKey'>;
  readonly secrets: RunSecrets;
}

/**
 * Puts the secret into what a command reads, asking for it if need be, and again if it was not accepted. A server may
 * repeat it in its answer ("session id ... is not valid"), and answers are kept as evidence: there it is blotted out.
 *
 * @throws SessionFailure
 */
export async function withSecretInput(
  input: SecretInput,
  { profile, prompts, secrets }: SecretSurroundings,
  run: (stdin: string) => Promise<CommandOutput>,
): Promise<CommandOutput> {
  let known = secrets.apiKey instanceof Secret ? secrets.apiKey : null;
  const first = secrets.apiKey === 'not-enough' ? 2 : 1;
  for (let attempt = first; ; attempt += 1) {
    const given = known ?? (await prompts.apiKey({ server: profile.name, attempt }));
    known = null;
    secrets.apiKey = null;
    if (given === null) throw new SessionFailure(sessionError('cancelled'));
    const secret = new Secret(given.reveal().trim());
    const last = attempt >= MAX_SECRET_ATTEMPTS;
    if (!input.fits.test(secret.reveal())) {
      const values = { server: profile.name, user: profile.user };
      if (last) throw new SessionFailure(sessionError('api-key-unusable', { values }));
      continue;
    }
    const output = withoutSecret(await run(input.before + secret.reveal() + input.after), secret);
    const judged = input.judge(output.stdout);
    if (judged !== 'refused') secrets.apiKey = judged === 'accepted' ? secret : judged;
    if (judged !== 'refused' || last || output.cancelled) return output;
  }
}

function withoutSecret(output: CommandOutput, secret: Secret): CommandOutput {
  const blot = (text: string): string => text.replaceAll(secret.reveal(), secret.toString());
  return { ...output, stdout: blot(output.stdout), stderr: blot(output.stderr) };
}
