import { PROFILE_DEFAULTS, serverProfileSchema } from '../../../../core/ssh/profile.ts';
import type { JumpHost, ServerProfile } from '../../../../core/ssh/profile.ts';
import { firstSettings } from '../../../../shared/firstSettings.ts';
import type { Settings } from '../../../../shared/settings.ts';

/** What the form holds: text as typed, so that half-typed numbers and paths are not lost. */
export type ProfileDraft = Omit<ServerProfile, 'port' | 'logPaths' | 'jumpHosts'> & {
  readonly port: string;
  readonly logPaths: string;
  readonly jumpHosts: readonly JumpDraft[];
};

export type JumpDraft = Omit<JumpHost, 'port'> & { readonly port: string };

/** Field of the form that needs another look; `jumpHosts.0.host` for one of a host on the way. */
export type DraftProblem = string;

/** What the settings say new servers begin with. */
export type NewServerSettings = Pick<Settings, 'newServerAccess' | 'serverLogPaths'>;

export function newDraft(id: string, settings: NewServerSettings = firstSettings): ProfileDraft {
  return {
    ...PROFILE_DEFAULTS,
    id,
    name: '',
    host: '',
    port: '22',
    signIn: [...PROFILE_DEFAULTS.signIn],
    jumpHosts: [],
    access: settings.newServerAccess,
    logPaths: settings.serverLogPaths.join('\n'),
  };
}

export const draftOf = (profile: ServerProfile): ProfileDraft => ({
  ...profile,
  port: String(profile.port),
  logPaths: profile.logPaths.join('\n'),
  jumpHosts: profile.jumpHosts.map((jump) => ({ ...jump, port: String(jump.port) })),
});

export const newJump = (): JumpDraft => ({
  host: '',
  port: '22',
  user: PROFILE_DEFAULTS.user,
  signIn: [...PROFILE_DEFAULTS.signIn],
});

const portOf = (text: string): number => (/^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN);

/** The profile, or which fields are wrong. A server without a name is called by its address. */
export function profileOf(
  draft: ProfileDraft,
): { readonly profile: ServerProfile } | { readonly problems: ReadonlySet<DraftProblem> } {
  const parsed = serverProfileSchema.safeParse({
    ...draft,
    name: draft.name.trim() === '' ? draft.host.trim() : draft.name,
    port: portOf(draft.port),
    logPaths: draft.logPaths
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    jumpHosts: draft.jumpHosts.map((jump) => ({ ...jump, port: portOf(jump.port) })),
  });
  if (parsed.success) return { profile: parsed.data };
  return {
    problems: new Set(
      parsed.error.issues.map(({ path }) =>
        path[0] === 'jumpHosts' ? path.slice(0, 3).join('.') : String(path[0] ?? ''),
      ),
    ),
  };
}
