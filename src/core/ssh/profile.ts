import { z } from 'zod';

/** Bumped whenever a stored profile of the version before needs a migration. */
export const PROFILE_VERSION = 1;

const host = z
  .string()
  .trim()
  .min(1)
  .max(255)
  // Names, IPv4 and IPv6 (with zone); nothing that could be read as an option, a user or a port.
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.:%-]*$|^::[0-9a-fA-F:.%]*$/);
const port = z.number().int().min(1).max(65_535);
const user = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[^\u0000-\u001f\u007f]+$/);
const path = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[^\u0000-\u001f\u007f]+$/);

/** Which agent: found by itself (with the reason told), a socket or pipe by path, or PuTTY's Pageant (Windows). */
export const agentChoiceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('auto') }),
  z.strictObject({ kind: z.literal('path'), path }),
  z.strictObject({ kind: z.literal('pageant') }),
]);
export type AgentChoice = z.infer<typeof agentChoiceSchema>;

/** One way to sign in. Secrets are never here: they are asked for, or lie in the secret store under the profile's id. */
export const signInMethodSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password') }),
  z.strictObject({ kind: z.literal('keyFile'), path }),
  z.strictObject({
    kind: z.literal('agent'),
    agent: agentChoiceSchema,
    /** Private key files whose public halves (`.pub`) are the only ones to offer; empty offers all (IdentitiesOnly no). */
    onlyKeyFiles: z.array(path).max(20),
  }),
  z.strictObject({ kind: z.literal('keyboardInteractive') }),
]);
export type SignInMethod = z.infer<typeof signInMethodSchema>;

const signIn = z.array(signInMethodSchema).min(1).max(8);

/** A host passed on the way, in travelling order. */
export const jumpHostSchema = z.strictObject({ host, port, user, signIn });
export type JumpHost = z.infer<typeof jumpHostSchema>;

export const profileColours = ['gray', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'grape'] as const;

export const serverProfileSchema = z.strictObject({
  version: z.literal(PROFILE_VERSION),
  id: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
  name: z.string().trim().min(1).max(120),
  colour: z.enum(profileColours),
  /** Servers of one group are traced together (an edge and a backend); '' is no group. */
  group: z.string().trim().max(120),
  host,
  port,
  user,
  /** Tried in this order, as far as the server accepts them. */
  signIn,
  jumpHosts: z.array(jumpHostSchema).max(8),
  /** `ask`: try without a password, then ask once. `passwordless`: never ask. `none`: never use sudo. */
  sudo: z.enum(['none', 'ask', 'passwordless']),
  /**
   * `ask`: there is a key for BlueMind's own interface (REST), asked for when it is needed; delivery maps are then regenerated
   * through that interface instead of with bm-cli. Profiles saved before it existed have none.
   */
  apiKey: z.enum(['none', 'ask']).default('none'),
  /** Nothing is ever changed on a server unless its owner allowed it here. */
  access: z.enum(['read-only', 'changes-allowed']),
  /** `legacy` also offers SHA-1 and CBC algorithms, for servers that know nothing newer. */
  algorithms: z.enum(['modern', 'legacy']),
  /** Mail logs in unusual places; empty: found by the probe. */
  logPaths: z.array(path.startsWith('/')).max(20),
  notes: z.string().max(10_000),
});
export type ServerProfile = z.infer<typeof serverProfileSchema>;

/** What a new profile starts with; name, id and host come from the user. */
export const PROFILE_DEFAULTS = {
  version: PROFILE_VERSION,
  colour: 'gray',
  group: '',
  port: 22,
  user: 'root',
  signIn: [
    { kind: 'agent', agent: { kind: 'auto' }, onlyKeyFiles: [] },
    { kind: 'keyboardInteractive' },
    { kind: 'password' },
  ],
  jumpHosts: [],
  sudo: 'none',
  apiKey: 'none',
  access: 'read-only',
  algorithms: 'modern',
  logPaths: [],
  notes: '',
} as const satisfies Partial<z.input<typeof serverProfileSchema>>;
