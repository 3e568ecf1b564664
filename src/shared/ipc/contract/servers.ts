import { z } from 'zod';
import type { Message } from '../../../core/message.ts';
import { practiceTroubles } from '../../../core/practice/world.ts';
import type { ServerFacts } from '../../../core/probe/serverFacts.ts';
import type { ConnectionState, Hop } from '../../../core/ssh/connectionState.ts';
import type { KeyFileKind } from '../../../core/ssh/classifyKeyFile.ts';
import type { HostKeyVerdict } from '../../../core/ssh/knownHosts.ts';
import { serverProfileSchema } from '../../../core/ssh/profile.ts';
import type { ServerProfile } from '../../../core/ssh/profile.ts';
import { call, recordId } from './call.ts';

/** A server as the window lists it. */
export interface ServerView {
  readonly profile: ServerProfile;
  readonly state: ConnectionState;
  /** From the latest probe of this run of the app; null before the first. */
  readonly facts: ServerFacts | null;
  /** The simulated server inside the app: never saved, gone when the app ends. */
  readonly practice: boolean;
  /** Passwords or passphrases are kept for it on this computer. */
  readonly storedSecrets: boolean;
}

/** A server found in ssh's configuration. `profile` has an id of its own and is saved only by `servers.save`. */
export interface ServerDraft {
  readonly profile: ServerProfile;
  readonly warnings: readonly Message[];
}

export interface SshConfigDrafts {
  readonly candidates: readonly ServerDraft[];
  /** Things that concern no single server. */
  readonly warnings: readonly Message[];
}

interface ChosenKeyFile extends KeyFileKind {
  /** Goes into the profile's `signIn`; shown to the user, who chose it. */
  readonly path: string;
}

/** What a session asks. The shapes follow main's session prompts; none holds a secret. */
export type ServerQuestion =
  | {
      readonly kind: 'hostKey';
      readonly hop: Hop;
      readonly verdict: Extract<HostKeyVerdict, { kind: 'unknown' | 'unknown-other-key-type' }>;
    }
  | {
      readonly kind: 'password';
      readonly hop: Hop;
      readonly user: string;
      /** 1 at first, higher when the server refused the one before. */
      readonly attempt: number;
      readonly reconnecting: boolean;
      readonly keeping: SecretKeeping;
    }
  | {
      readonly kind: 'passphrase';
      readonly hop: Hop;
      readonly path: string;
      readonly attempt: number;
      readonly reconnecting: boolean;
      readonly keeping: SecretKeeping;
    }
  | {
      readonly kind: 'keyboardInteractive';
      readonly hop: Hop;
      readonly user: string;
      readonly name: string;
      readonly instructions: string;
      readonly prompts: readonly { readonly text: string; readonly echo: boolean }[];
      readonly round: number;
      readonly reconnecting: boolean;
    }
  | {
      readonly kind: 'sudo';
      readonly user: string;
      readonly attempt: number;
      readonly keeping: SecretKeeping;
    }
  /** A key for BlueMind's own interface on the server. */
  | { readonly kind: 'apiKey'; readonly attempt: number; readonly keeping: SecretKeeping };

/** Whether a secret can be kept on this computer, and if not, why it will be asked for each time. */
export type SecretKeeping = { readonly possible: true } | { readonly possible: false; readonly why: Message };

const secretText = z.string().max(10_000);

/** What the user answered; null: thought better of it. Secrets cross here once and never come back. */
const promptAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hostKey'), decision: z.enum(['remember', 'once', 'reject']) }),
  z.strictObject({
    kind: z.enum(['password', 'passphrase', 'sudo', 'apiKey']),
    secret: secretText,
    /** Keep it on this computer, in the system's keyring. */
    keep: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('keyboardInteractive'), answers: z.array(secretText).max(50) }),
]);
export type PromptAnswer = z.infer<typeof promptAnswer>;

const id = z.strictObject({ id: recordId });

export const serverCalls = {
  'servers.list': call<readonly ServerView[]>()(z.undefined()),
  /** Of a new profile or a changed one. Saving a removed one brings it back. */
  'servers.save': call<ServerProfile>()(serverProfileSchema),
  'servers.remove': call<null>()(id),
  'servers.duplicate': call<ServerProfile>()(id),
  'servers.importSshConfig': call<SshConfigDrafts>()(z.undefined()),
  /** All profiles, without secrets, to a place the user picks. Answers the file name, null when thought better of. */
  'servers.exportFile': call<string | null>()(z.undefined()),
  /** Profiles of a file the user picks, saved under ids of their own; empty when thought better of. */
  'servers.importFile': call<readonly ServerProfile[]>()(z.undefined()),
  /** Connects and probes; null: the user cancelled. */
  'servers.connect': call<ServerFacts | null>()(id),
  'servers.disconnect': call<null>()(id),
  /** Looks at a connected server again. */
  'servers.probe': call<ServerFacts>()(id),
  'servers.answer': call<null>()(z.strictObject({ promptId: recordId, answer: promptAnswer.nullable() })),
  'servers.forgetSecrets': call<null>()(id),
  /** A private key file the user picks; null: thought better of it. */
  'servers.chooseKeyFile': call<ChosenKeyFile | null>()(z.undefined()),
  /** Starts the simulated server (if it is not running) and connects to it. */
  'servers.startPractice': call<ServerView>()(
    z.strictObject({
      blueMind: z.union([z.literal(4), z.literal(5)]),
      /** Something wrong with it, to be found; null for nothing, left out to leave a running one as it is. */
      trouble: z.enum(practiceTroubles).nullable().optional(),
    }),
  ),
};

export interface ServerEvents {
  'server.state': {
    readonly id: string;
    readonly state: ConnectionState;
    readonly facts: ServerFacts | null;
  };
  /** To be answered with `servers.answer`. */
  'server.prompt': {
    readonly promptId: string;
    readonly id: string;
    /** The profile's name. */
    readonly server: string;
    readonly question: ServerQuestion;
  };
  /** The question is no longer open: answered, or the connection given up. */
  'server.promptClosed': { readonly promptId: string };
  /** What a server says before signing in (a legal notice, mostly). */
  'server.banner': { readonly id: string; readonly hop: Hop; readonly text: string };
}
